//! Events for the page: names and counts, never a secret.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::hooks::Hooks;

/// The detail of `saved`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedDetail<'a> {
    pub identity: &'a str,
    pub new_credentials: usize,
}

/// The detail of `renamed`.
#[derive(Serialize)]
pub struct RenamedDetail<'a> {
    pub from: &'a str,
    pub to: &'a str,
}

/// The detail of `state-change`.
#[derive(Serialize)]
pub struct StateDetail {
    pub state: &'static str,
}

/// The detail of `dirty-change`.
#[derive(Serialize)]
pub struct DirtyDetail {
    pub dirty: bool,
}

/// The detail of `ready` and of `before-save`.
#[derive(Serialize)]
pub struct IdentityDetail<'a> {
    pub identity: &'a str,
}

/// Fires an event on the element; false when the page cancelled it.
pub fn fire(hooks: &Hooks, name: &str, detail: &impl Serialize) -> bool {
    let detail = serde_wasm_bindgen::to_value(detail).unwrap_or(JsValue::UNDEFINED);
    hooks.emit(name, detail)
}
