//! The embed's entry: exports only; it mounts nothing by itself.
//!
//! The exports stand here and not in the library, so that the console does not carry them.

use js_sys::Function;
use machine_identity_editor::{embed::mounted, ui};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Wipes what is freed, so that no secret outlives its use in the memory of the program.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {}

/// The style sheet for the element's shadow root.
#[wasm_bindgen]
pub fn stylesheet() -> String {
    ui::stylesheet::element()
}

/// A mounted element; `free` takes everything out of it again.
#[wasm_bindgen]
pub struct Mounted(mounted::Mounted);

/// Mounts the editor of `host` into `root`, an element in its shadow root.
#[wasm_bindgen]
pub fn mount(
    host: HtmlElement,
    root: HtmlElement,
    options: JsValue,
    token: Option<String>,
    get_token: Option<Function>,
    load_sandbox: Option<Function>,
) -> Result<Mounted, JsError> {
    mounted::mount(host, root, options, token, get_token, load_sandbox).map(Mounted)
}

#[wasm_bindgen]
impl Mounted {
    /// Uses another token from now on; what is being typed stays.
    #[wasm_bindgen(js_name = setToken)]
    pub fn set_token(&self, token: &str) {
        self.0.set_token(token);
    }
}
