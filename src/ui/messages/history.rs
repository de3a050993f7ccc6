//! Sentences about an identity's history and the use of its credentials.

use crate::{
    domain::{
        history::{Action, AuditEntry, Event, EventKind},
        identity::Timestamp,
        typed_secret::SecretShape,
        usage::CredentialUse,
    },
    flow::progress::LongWrite,
    ui::{browser::time_text as time, messages::plan::count},
};

pub const NOT_ALLOWED: &str = "Only administrators and auditors can read the audit log.";
pub const NO_LOG: &str = "This gateway has no audit log, or a proxy in front of it hides the log.";
pub const LOADING: &str = "Loading the history…";
pub const ALL: &str = "These are all entries since the identity was created; versions are numbered by \
                       entry. A write can leave no entry, and re-saved connections and attributes \
                       aren’t in this log.";
pub const OLDER: &str = "Load older events";
pub const NO_MATCH: &str = "No events match. Older ones may: load them, or change the filters.";
pub const RESTORE_HINT: &str =
    "Restoring fills in these values as edits. You review them before you save.";
pub const GONE: &str = "These no longer exist and are left out:";

/// Where no entry is that of the last save, which was at `at`.
pub fn last_save_missing(at: &str) -> String {
    format!(
        "We found no entry for the last save, {}. What is stored now may be in none of these \
         versions.",
        time::relative_text(at)
    )
}

/// Where a history ends without the creation of the identity.
pub fn unknown_start(name: &str) -> String {
    format!("The log doesn’t say how {name} began. Older entries may be missing.")
}

/// What a version is called.
pub fn version(event: &Event) -> String {
    match &event.kind {
        EventKind::Version { number: Some(number), .. } => format!("Version {number}"),
        _ => format!("Version of {}", time::local_text(event.at().as_str())),
    }
}

/// What happened, as the title of an event.
pub fn title(event: &Event) -> String {
    let entry = &event.entry;
    match (&event.kind, &entry.action) {
        (EventKind::Version { number, .. }, Action::Create(_)) => {
            number.map_or("Created".to_owned(), |number| format!("Version {number} created"))
        }
        (EventKind::Version { number, .. }, _) => {
            let what = entry.renamed_to().map_or_else(
                || "saved".to_owned(),
                |_| format!("renamed from {}", entry.action.name()),
            );
            match number {
                Some(number) => format!("Version {number} {what}"),
                None => format!("Version {what}"),
            }
        }
        (EventKind::Rotated(connection), _) => format!("{connection} rotated"),
        (EventKind::Deleted, _) => "Deleted".to_owned(),
        (EventKind::Failed, Action::Rotate(_, connection)) => {
            format!("Rotation of {connection} failed")
        }
        (EventKind::Failed, Action::Delete(_)) => "Deletion failed".to_owned(),
        (EventKind::Failed, _) => "Save failed".to_owned(),
    }
}

/// Who sent a write.
pub fn actor(entry: &AuditEntry) -> String {
    match entry.actor.is_api_key() {
        true => format!("{} (API key)", entry.actor.label()),
        false => entry.actor.label().to_owned(),
    }
}

/// Who changed it, when, and why, for a conflict.
pub fn changed_by(entry: &AuditEntry) -> String {
    let when = time::relative_text(entry.at.as_str());
    match &entry.reason {
        Some(reason) => format!("{} saved {when}: “{reason}”.", actor(entry)),
        None => format!("{} saved {when}.", actor(entry)),
    }
}

pub const REASON: &str = "Reason (stored in the gateway’s audit log)";
pub const REASON_NEEDED: &str = "Required.";
pub const REASON_REQUIRED: &str = "Enter a reason to save.";
pub const REASON_REFUSED: &str = "The reason can’t be stored: this gateway rejects extra fields. \
                                  Clear the reason to save without one.";
pub const REASON_BLOCKED: &str = "The reason can’t be stored: this gateway rejects extra fields. \
                                  This page requires a reason, so saving is blocked.";

/// Why a reason isn't sent: it holds a secret.
pub fn secret_in_reason(_: SecretShape) -> &'static str {
    "This looks like a secret. The audit log keeps it in clear text. Remove it to save."
}

/// When a credential was issued and used; empty where nothing is known.
pub fn credential_use(found: &CredentialUse) -> Vec<String> {
    let ago = |verb: &str, at: &Timestamp| format!("{verb} {}", time::relative_text(at.as_str()));
    let mut parts = Vec::new();
    if let Some(issued) = &found.issued {
        parts.push(ago("Issued", issued));
    }
    match (&found.last_used, found.is_never_used) {
        (Some(used), _) => parts.push(ago("Last used", used)),
        (None, true) => parts.push("Never used".to_owned()),
        (None, false) => {}
    }
    if found.open > 0 {
        parts.push(open(found.open));
    }
    parts
}

fn open(number: usize) -> String {
    format!("{} open", count(number, "session"))
}

/// "2 sessions are open through prod-postgres."
pub fn open_through(name: &str, number: usize) -> String {
    let are = if number == 1 { "is" } else { "are" };
    format!("{} {are} open through {name}.", count(number, "session"))
}

/// How much of the use is known.
pub fn sessions_read(read: usize, total: Option<usize>) -> String {
    match total {
        Some(total) => format!("{read} of {total} sessions read"),
        None => format!("{} read", count(read, "session")),
    }
}

/// Where older sessions can't be read.
pub fn sessions_limit(read: usize) -> String {
    format!("Read the newest {}. The gateway doesn’t give older ones.", count(read, "session"))
}

/// How far a long write is.
pub fn long_write(progress: &LongWrite) -> String {
    format!("Created {} of {}", progress.created, progress.planned)
}

pub const LONG_WRITE: &str = "This takes longer than proxies usually wait. If one cuts the \
                              connection, the gateway continues, and we verify the result afterwards.";
