//! Asks before the page is left with something unsaved.

use std::cell::Cell;

use leptos::ev;

use super::storage;
use crate::ui::reactive::*;

thread_local! {
    /// The user started the reload, and the tab keeps the edits.
    static IS_RELOADING: Cell<bool> = const { Cell::new(false) };
}

/// While `would_lose`, closing or reloading the page asks first, in the browser's own words.
pub fn guard_unload(would_lose: Signal<bool>) {
    let listener = window_event_listener(ev::beforeunload, move |event| {
        if would_lose.get_untracked() && !IS_RELOADING.get() {
            event.prevent_default();
            // Older browsers prompt only when this is set.
            event.set_return_value("unsaved");
        }
    });
    on_cleanup(move || listener.remove());
}

/// Loads the page again. The browser asks first only where the tab can't keep the edits.
pub fn reload() {
    IS_RELOADING.set(storage::can_keep());
    // Fails only while the page is already unloading.
    let _ = window().location().reload();
}
