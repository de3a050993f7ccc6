//! The entry point of the embed: it only exports functions, and mounts nothing by itself.
//!
//! The exports are here and not in the library, so that the console doesn't contain them.

use machine_identity_editor::{
    embed::{hooks::Hooks, mounted},
    ui::{self, browser::panic},
};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Wipes freed memory, so that no secret outlives its use.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {}

/// The style sheet for the element's shadow root.
#[wasm_bindgen]
pub fn stylesheet() -> String {
    ui::stylesheet::element()
}

/// Called by the glue when a call into the program has ended in a trap at `place`.
#[wasm_bindgen]
pub fn stopped(place: &str) {
    panic::stopped(place);
}

/// A mounted element; `free` unmounts it.
#[wasm_bindgen]
pub struct Mounted(mounted::Mounted);

/// Mounts the editor into `root`, an element in the shadow root of the custom element.
#[wasm_bindgen]
pub fn mount(
    root: HtmlElement,
    options: JsValue,
    token: Option<String>,
    hooks: Hooks,
) -> Result<Mounted, JsError> {
    mounted::mount(root, options, token, hooks).map(Mounted)
}

#[wasm_bindgen]
impl Mounted {
    /// Follows changed attributes.
    pub fn update(&self, options: JsValue) -> Result<(), JsError> {
        self.0.update(options)
    }

    /// Acts like the Save button.
    pub fn save(&self) {
        self.0.control().inspect(|control| control.save());
    }

    /// Discards unsaved edits.
    pub fn discard(&self) {
        self.0.control().inspect(|control| control.discard());
    }

    /// Reads the identity again.
    pub fn reload(&self) {
        match self.0.control() {
            Some(control) => control.reload(),
            // The sign-in failed.
            None => self.0.ask_again(),
        }
    }

    /// Requests a token from the page again.
    #[wasm_bindgen(js_name = askAgain)]
    pub fn ask_again(&self) {
        self.0.ask_again();
    }

    /// Focuses the editor; returns false if there is none yet.
    pub fn focus(&self) -> bool {
        self.0.control().inspect(|control| control.focus()).is_some()
    }

    /// Replaces or removes the token; edits stay.
    #[wasm_bindgen(js_name = setToken)]
    pub fn set_token(&self, token: Option<String>) {
        self.0.set_token(token.as_deref());
    }
}
