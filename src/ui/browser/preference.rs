//! Choices of the user that outlive the tab, such as the theme.
//!
//! Both key and value are texts of the program itself, so nothing that was typed or received can be
//! stored here.

use leptos::prelude::*;
use web_sys::Storage;

/// Every key of ours begins so.
const PREFIX: &str = "machine-identity-editor:";

/// Keeps a choice. Where storage is forbidden or full, it lasts as long as the page.
pub fn keep(key: &'static str, value: &'static str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{PREFIX}{key}"), value);
    }
}

/// What was chosen.
pub fn kept(key: &'static str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Goes back to the default.
pub fn forget(key: &'static str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{key}"));
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
