//! The words for a conflict: someone else changed the identity since it was loaded.

pub const TITLE: &str = "Someone else changed this identity";
pub const UNDECIDED: &str = "Choose a value where both changed it.";

/// What happened to the save that found it, if one did, and what is next. `is_merged`: no field needs a
/// choice.
pub const fn outcome(is_merged: bool, is_of_save: bool) -> &'static str {
    match (is_merged, is_of_save) {
        (true, true) => "Not saved. Your edits are still here. Review the result, then save.",
        (false, true) => {
            "Not saved. Your edits are still here. Choose what to keep, then review again."
        }
        (true, false) => "Your edits are still here. Review the result, then save.",
        (false, false) => "Your edits are still here. Choose what to keep, then review again.",
    }
}

/// The title of the fields that need no choice.
pub fn merged(number: usize) -> String {
    format!("Merged, no choice needed ({number})")
}
