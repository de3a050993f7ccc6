//! Differences between operating systems.

use crate::ui::reactive::*;

/// The save shortcut as labeled on the user's keyboard.
pub fn save_keys() -> &'static str {
    // Deprecated, but the only property that every engine has.
    let platform = window().navigator().platform().unwrap_or_default();
    if platform.starts_with("Mac") || platform.starts_with("iP") { "⌘S" } else { "Ctrl S" }
}
