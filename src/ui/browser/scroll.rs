//! Where a page was scrolled to, kept in the entry of the browser's history.

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

const KEY: &str = "scroll";

/// Takes over from the browser, which restores the position before a list has been loaded.
pub fn take_over() {
    if let Ok(history) = window().history() {
        // It fails only where history is forbidden.
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}

/// Keeps the position of the page in the current entry, whose address stays.
pub fn keep() {
    let Ok(history) = window().history() else { return };
    let state = Object::new();
    let position = window().scroll_y().unwrap_or_default();
    // Setting a property of a plain object succeeds; history may be forbidden, or be asked too often.
    let _ = Reflect::set(&state, &KEY.into(), &position.into());
    let _ = history.replace_state(&state, "");
}

/// The state of the current entry, for those who change its address.
pub fn state() -> JsValue {
    window().history().and_then(|history| history.state()).unwrap_or(JsValue::NULL)
}

/// Scrolls to the position of the current entry; to the top of an entry that is new.
pub fn restore() {
    let kept = Reflect::get(&state(), &KEY.into()).ok().and_then(|kept| kept.as_f64());
    window().scroll_to_with_x_and_y(0.0, kept.unwrap_or_default());
}
