//! The console's entry: reads the page's settings and mounts the console.

use js_sys::Function;
use leptos::prelude::*;
use machine_identity_editor::{
    gateway::loaded::Loaded,
    ui::{
        app::app,
        browser::panic,
        dom::p,
        options::{PageOptions, Settings},
        stylesheet,
    },
};
use wasm_bindgen::prelude::*;

/// Wipes what is freed, so that no secret outlives its use in the memory of the program.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {}

/// Called by the glue when a call into the program has ended in a trap at `place`.
#[wasm_bindgen]
pub fn stopped(place: &str) {
    panic::stopped(place);
}

/// Shows the console; `load_sandbox` gives the sandbox, where the page comes with one.
#[wasm_bindgen]
pub fn start(load_sandbox: Option<Function>) {
    panic::install();
    stylesheet::adopt_in_document();
    let Some(body) = document().body() else { return };
    // The page's settings stand on its body: data-attribute-policy and so on.
    let setting = |name: &str| body.get_attribute(&format!("data-{name}"));
    let options = PageOptions::read(&Settings {
        attribute_policy: setting("attribute-policy"),
        timeout: setting("timeout"),
        public_host: setting("public-host"),
        idle_minutes: setting("idle-minutes"),
        receipts: setting("receipts"),
        hide: setting("hide"),
        require_reason: setting("require-reason").is_some_and(|it| it != "false"),
        ..Settings::default()
    });
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
    match options {
        Ok(options) => {
            let sandbox = load_sandbox.map(Loaded::by);
            panic::watch(body.clone().into());
            leptos::mount::mount_to_renderer(&body, move || app(options, sandbox)).forget();
        }
        Err(bad) => {
            let text =
                format!("This page is misconfigured: {} must be {}.", bad.name, bad.expected);
            let view = move || p().role("alert").child(text).into_any();
            leptos::mount::mount_to_renderer(&body, view).forget();
        }
    }
}
