//! Sentences about the editor as a whole.

use crate::flow::pending::SaveStep;

pub const LOADING: &str = "Loading the identity…";
pub const CANNOT_CREATE: &str = "Only administrators can create identities.";
pub const READ_ONLY: &str = "You can view this identity. Only administrators can change it.";
pub const PAGE_READ_ONLY: &str = "This page shows the identity without letting you change it.";
pub const WIPED: &str = "Credentials were hidden because the page was idle or you left it. Select \
                         “Show credentials” to load them again.";
pub const RESTORED: &str = "Restored your unsaved edits from this tab.";
pub const NO_CHANGES: &str = "No changes to save";
pub const PAUSED: &str = "Saving is paused";
pub const NOT_CREATED: &str = "Not created yet";
pub const UNCONFIRMED: &str =
    "Saving is paused until we know; this tab keeps checking. Your edits are still here.";
pub const UNCONFIRMED_DELETION: &str =
    "Saving is paused until we know whether the identity was deleted. Your edits are still here.";

/// The running write, for assistive technology and the save button; empty when none runs.
pub fn progress(step: Option<SaveStep>, is_waiting: bool) -> String {
    match step {
        _ if is_waiting => "Loading connections and attributes before saving…".to_owned(),
        Some(SaveStep::Comparing) => "Checking for other changes…".to_owned(),
        Some(SaveStep::Writing) => "Saving…".to_owned(),
        Some(SaveStep::ReadingBack { attempt: 1 }) => "Verifying…".to_owned(),
        Some(SaveStep::ReadingBack { attempt }) => format!("Verifying (attempt {attempt})…"),
        None => String::new(),
    }
}
