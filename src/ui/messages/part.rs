//! Sentences about programs that are loaded when they are needed and couldn't be.

pub const RETRY: &str = "Try again";
pub const RELOAD: &str = "Reload the page";

/// A view is missing. The server may have a new version, without the files of this one.
pub fn missing(is_offline: bool) -> &'static str {
    match is_offline {
        true => "You’re offline. This part of the editor loads when you’re online again.",
        false => "This part of the editor couldn’t be loaded. There may be a new version.",
    }
}

/// What a write needs is missing.
pub fn not_sent(is_offline: bool) -> &'static str {
    match is_offline {
        true => {
            "Nothing was sent: you’re offline, and saving needs a part of the editor that isn’t \
             loaded yet. Your edits are still here. Save again when you’re online."
        }
        false => {
            "Nothing was sent: a part of the editor couldn’t be loaded. There may be a new version. \
             Your edits are still here, also after a reload."
        }
    }
}
