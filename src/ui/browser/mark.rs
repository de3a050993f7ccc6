//! A mark on the page's timeline, from which a page or a test measures when the editor is ready.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn mark(name: &str);
}

/// The name of the mark, which docs/embedding.md promises.
const READY: &str = "machine-identity-editor:ready";

/// Marks the frame that first shows what was loaded: an identity that can be edited, or the list.
pub fn ready() {
    request_animation_frame(|| mark(READY));
}
