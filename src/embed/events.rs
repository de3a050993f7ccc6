//! What the page is told: acts of the person, never a secret.

use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

/// The detail of `saved`: the identity's name, and how many credentials are new.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedDetail<'a> {
    pub identity: &'a str,
    pub new_credentials: usize,
}

/// Fires `saved` on the element.
pub fn saved(host: &HtmlElement, detail: &SavedDetail<'_>) {
    let detail = serde_wasm_bindgen::to_value(detail).unwrap_or(JsValue::UNDEFINED);
    fire(host, "saved", &detail);
}

/// Fires `auth-needed`: the gateway does not accept the token, or there is none.
pub fn auth_needed(host: &HtmlElement) {
    fire(host, "auth-needed", &JsValue::NULL);
}

fn fire(host: &HtmlElement, name: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        // It fails only while the same event is being fired.
        let _ = host.dispatch_event(&event);
    }
}
