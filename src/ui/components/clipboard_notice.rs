//! Says that a copied secret may still be on the clipboard, where the browser lets the page neither
//! read nor clear it by itself.
//!
//! Acceptance: it's there whatever became of the button that copied; "Clear clipboard" clears it.

use leptos::task::spawn_local;

use super::{
    button::{ButtonKind, button},
    lazy::{lazy, when},
    notice::{NoticeKind, notice},
};
use crate::ui::{
    browser::clipboard,
    dom::{View, div, live, p},
    lazy_part::lazy_part,
};

lazy_part!(credentials: shown_lazily() -> View = shown);

/// The notice, while there is something to say.
pub fn clipboard_notice() -> View {
    when(|| clipboard::left().is_some(), || lazy(shown_lazily))
}

/// The notice itself, for a place whose program is loaded.
pub fn shown() -> View {
    live(|| {
        let what = clipboard::left()?;
        let clear = || {
            spawn_local(async {
                clipboard::clear().await;
            });
        };
        let actions = div().class("form__actions").child((
            button(ButtonKind::Secondary, None, "Clear clipboard", clear),
            button(ButtonKind::Quiet, None, "Close", clipboard::dismiss),
        ));
        let said = p().child(format!("The clipboard may still hold the {what}."));
        Some(notice(NoticeKind::Warning, (said, actions)))
    })
}
