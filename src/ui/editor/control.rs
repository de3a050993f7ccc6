//! What the page around the editor can ask of it.

use leptos::callback::Callable;

use crate::{domain::name::IdentityName, ui::reactive::*};

/// How far an editor is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EditorState {
    Loading,
    Failed,
    Ready,
    Saving,
    /// A write was sent and its outcome is unknown.
    Unconfirmed,
}

/// What leaving the editor would lose.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Unsettled {
    #[default]
    Nothing,
    /// A write is running; the tab keeps its record and confirms it later.
    Writing,
    /// Unsaved edits; the tab keeps them.
    Draft,
    /// New credentials that weren't revealed, copied or exported. The gateway keeps them.
    Credentials,
}

/// A handle to a mounted editor. Its methods have no effect once the editor is unmounted.
#[derive(Clone, Copy)]
pub struct Control {
    pub(super) state: Signal<EditorState>,
    pub(super) unsettled: Signal<Unsettled>,
    pub(super) name: Signal<Option<IdentityName>>,
    pub(super) resume: Callback<()>,
    pub(super) save: Callback<()>,
    pub(super) discard: Callback<()>,
    pub(super) reload: Callback<()>,
    pub(super) focus: Callback<()>,
}

impl Control {
    /// How far the editor is; tracked.
    pub fn state(self) -> EditorState {
        self.state.try_get().unwrap_or(EditorState::Loading)
    }

    /// The name of the identity that is shown, as last read; tracked.
    pub fn name(self) -> Option<IdentityName> {
        self.name.try_get().flatten()
    }

    /// What leaving the editor would lose; tracked.
    pub fn unsettled(self) -> Unsettled {
        self.unsettled.try_get().unwrap_or_default()
    }

    /// Continues after the user signed in again: reads what couldn't be read without a valid token.
    pub fn resume(self) {
        self.resume.try_run(());
    }

    /// Acts like a save by keyboard: problems and the question about what stops working appear.
    pub fn save(self) {
        self.save.try_run(());
    }

    /// Discards unsaved edits, unless a write is running.
    pub fn discard(self) {
        self.discard.try_run(());
    }

    /// Reads the identity again; the tab keeps unsaved edits and restores them.
    pub fn reload(self) {
        self.reload.try_run(());
    }

    /// Focuses the heading.
    pub fn focus(self) {
        self.focus.try_run(());
    }
}
