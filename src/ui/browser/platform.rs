//! What differs between systems.

use leptos::prelude::*;

/// The keys that save, as they are written on the user's keyboard.
pub fn save_keys() -> &'static str {
    // Deprecated, and the only thing that every engine has.
    let platform = window().navigator().platform().unwrap_or_default();
    if platform.starts_with("Mac") || platform.starts_with("iP") { "⌘S" } else { "Ctrl S" }
}
