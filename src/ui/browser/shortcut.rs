//! Keys that act wherever the focus is.

use leptos::ev;
use web_sys::KeyboardEvent;

use crate::ui::reactive::*;

/// Ctrl+S, or ⌘S.
pub fn saves(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() != event.meta_key())
        && !event.alt_key()
        && !event.shift_key()
        && event.key().eq_ignore_ascii_case("s")
}

/// Calls `save` on Ctrl+S or ⌘S wherever the focus is, in place of the browser's own dialog. An open
/// dialog, and elements that handle the key themselves, take precedence.
pub fn save_everywhere(save: impl Fn() + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if !saves(&event) || event.default_prevented() {
            return;
        }
        event.prevent_default();
        if document().query_selector("dialog[open]").ok().flatten().is_none() {
            save();
        }
    });
    on_cleanup(move || listener.remove());
}
