//! The tab's session storage, which keeps drafts over a reload. Never a secret, except the token of
//! a user who chose to stay signed in.

use web_sys::Storage;

use crate::ui::reactive::*;

/// The prefix of all keys.
const PREFIX: &str = "machine-identity-editor:";

/// Stores a text for this tab. If storage is blocked or full, the draft exists only in memory.
pub fn keep(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{PREFIX}{key}"), text);
    }
}

/// Whether this tab can store anything: storage may be blocked or full.
pub fn can_keep() -> bool {
    const PROBE: &str = "probe";
    keep(PROBE, PROBE);
    let is_kept = kept(PROBE).is_some();
    forget(PROBE);
    is_kept
}

/// The stored text.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// The stored texts of all keys that start with `prefix`.
pub fn kept_below(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let prefix = format!("{PREFIX}{prefix}");
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok()?);
    let below = keys.filter(|key| key.starts_with(&prefix));
    below.filter_map(|key| storage.get_item(&key).ok()?).collect()
}

/// Removes the text.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{key}"));
    }
}

/// Removes everything that this program stored.
pub fn forget_all() {
    for key in keys() {
        forget(&key);
    }
}

/// Whether something is kept under a key of this kind: `kind:…`.
pub fn has_kind(kind: &str) -> bool {
    keys().iter().any(|key| key.split_once(':').is_some_and(|(it, _)| it == kind))
}

/// The keys of everything that is kept.
fn keys() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok()?);
    keys.filter_map(|key| key.strip_prefix(PREFIX).map(str::to_owned)).collect()
}

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}
