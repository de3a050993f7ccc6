//! The parts of the editor that a page loads when they are first needed.
//!
//! What a person meets first is the form and its plan. Saving, mending and credentials come later,
//! and are two thirds as large again; in a build with the feature `split` they are programs of their
//! own beside the first one, in the same memory. In any other build they are functions.

use std::sync::Arc;

use super::{
    EditorHost, Subject, actions::write, attributes, conflict, consent, credentials, export,
    repair, report, state::Editor, vault, view,
};
use crate::{
    domain::{draft::IdentitySpec, plan::PlanContext},
    ui::dom::View,
};

/// A part could not be loaded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

macro_rules! parts {
    ($($part:ident: $name:ident($($argument:ident: $type:ty),*) -> $out:ty = $path:path;)*) => { $(
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        pub fn $name($($argument: $type),*) -> Result<$out, NotLoaded> {
            Ok($path($($argument),*))
        }
        #[cfg(not(feature = "split"))]
        pub async fn $name($($argument: $type),*) -> Result<$out, NotLoaded> {
            Ok($path($($argument),*))
        }
    )* };
}

/// Does nothing but be there: asking for it loads its part before it is needed.
fn ready() {}

parts! {
    editor: whole(host: EditorHost, subject: Subject) -> View = view::editor_view;
    writing: prepare_to_write() -> () = ready;
    credentials: prepare_credentials() -> () = ready;
    writing: save(editor: Editor, context: Arc<PlanContext>, spec: IdentitySpec) -> () = write::save;
    writing: look_up_kept(editor: Editor) -> () = write::look_up_kept;
    writing: open_mends(editor: Editor) -> () = repair::open;
    writing: open_mends_of_draft(editor: Editor, spec: IdentitySpec) -> () = repair::open_for_draft;
    writing: suggestions(editor: Editor) -> View = attributes::suggestions;
    writing: consent(editor: Editor) -> View = consent::consent;
    writing: report(editor: Editor) -> View = report::report;
    writing: conflict(editor: Editor) -> View = conflict::conflict;
    writing: repair(editor: Editor) -> View = repair::panel;
    writing: fetch_credentials(editor: Editor) -> () = write::fetch_credentials;
    credentials: vault(editor: Editor) -> View = vault::open::open;
    credentials: new_credentials(editor: Editor) -> View = credentials::new_credentials;
    credentials: export(editor: Editor) -> View = export::export;
}
