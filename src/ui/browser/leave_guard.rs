//! Asks before the page is left with something unsaved.

use leptos::{ev, prelude::*};

/// While `would_lose`, closing or reloading the page asks first, in the browser's own words.
pub fn guard_unload(would_lose: Signal<bool>) {
    let listener = window_event_listener(ev::beforeunload, move |event| {
        if would_lose.get_untracked() {
            event.prevent_default();
            // What makes older browsers ask.
            event.set_return_value("unsaved");
        }
    });
    on_cleanup(move || listener.remove());
}
