//! Preferences that outlive the tab, such as the theme.
//!
//! Key and value are constants of the program, so no typed or received text can be stored here.

use web_sys::Storage;

use crate::ui::reactive::*;

/// The prefix of all keys.
const PREFIX: &str = "machine-identity-editor:";

/// Stores a preference. Where storage is forbidden or full, it lasts as long as the page.
pub fn keep(key: &'static str, value: &'static str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{PREFIX}{key}"), value);
    }
}

/// The stored preference.
pub fn kept(key: &'static str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Removes the stored preference.
pub fn forget(key: &'static str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{key}"));
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
