//! What the tab stores for its user.

use crate::{ui::browser::storage, wire::session::Caller};

/// The kinds of keys under which the tab stores what exists nowhere else: edits, and unconfirmed writes.
const WORK: [&str; 3] = ["draft", "write", "deletion"];

/// The key of the user who owns the tab's drafts.
const USER: &str = "user";

/// Whether the tab stores what signing out would lose.
pub fn has_work() -> bool {
    WORK.iter().any(|kind| storage::has_kind(kind))
}

/// Deletes what the tab has stored for another user.
pub fn forget_of_others(caller: &Caller) {
    if storage::kept(USER).is_some_and(|user| user != caller.email) {
        storage::forget_all();
    }
    storage::keep(USER, &caller.email);
}
