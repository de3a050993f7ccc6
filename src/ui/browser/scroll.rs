//! The scroll position of a page, stored in its history entry.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use crate::ui::reactive::*;

const KEY: &str = "scroll";

/// Turns off the browser's own restoration, which runs before a list is loaded.
pub fn take_over() {
    if let Ok(history) = window().history() {
        // Fails only where history is forbidden.
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}

/// Stores the scroll position in the current entry, without changing its URL.
pub fn keep() {
    let Ok(history) = window().history() else { return };
    let state = Object::new();
    let position = window().scroll_y().unwrap_or_default();
    // Setting a property of a plain object succeeds; history may be forbidden or called too often.
    let _ = Reflect::set(&state, &KEY.into(), &position.into());
    let _ = history.replace_state(&state, "");
}

/// The state of the current entry, to keep when its URL changes.
pub fn state() -> JsValue {
    window().history().and_then(|history| history.state()).unwrap_or(JsValue::NULL)
}

/// Restores the position of the current entry; a new entry starts at the top.
pub fn restore() {
    let kept = Reflect::get(&state(), &KEY.into()).ok().and_then(|kept| kept.as_f64());
    window().scroll_to_with_x_and_y(0.0, kept.unwrap_or_default());
}
