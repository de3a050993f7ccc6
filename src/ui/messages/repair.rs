//! The words for repairs: their titles, previews and results.

use super::plan::{self, count};
use crate::domain::{
    connection::ConnectionName,
    plan::{Cause, ProvisionError},
    repair::{AffectedCredentials, AffectedIdentity, Skipped},
};

/// "Revokes a, b": what a step does to credentials.
pub fn effect(verb: &str, names: &[ConnectionName]) -> Option<String> {
    (!names.is_empty()).then(|| format!("{verb} {}", plan::list(names)))
}

/// "Revoke 2 credentials and create 1": what a repair does, for its button.
pub fn action(revoked: usize, created: usize) -> String {
    match (revoked, created) {
        (0, 0) => "Repair".to_owned(),
        (0, created) => format!("Create {}", count(created, "credential")),
        (revoked, 0) => format!("Revoke {}", count(revoked, "credential")),
        (revoked, created) => {
            format!("Revoke {} and create {created}", count(revoked, "credential"))
        }
    }
}

/// What revoking all access does. `removes`: there are connections or attributes to remove.
pub const fn revoke_access(removes: bool) -> &'static str {
    match removes {
        true => {
            "Removes every connection and attribute. The identity keeps its name and description. \
             You can restore its access later; every secret will be new."
        }
        false => {
            "Revokes what still works. The identity has no connections or attributes, and keeps \
             its name and description."
        }
    }
}

pub const EDITS_FIRST: &str = "Save or discard your edits first: this starts from what is stored.";

pub const NOTHING_TO_DO: &str = "There is nothing to do.";

pub const RESTORE_ACCESS: &str = "Restore access";

/// What still works after all access was revoked.
pub fn access_left(still_working: Option<&[ConnectionName]>) -> String {
    match still_working {
        Some([]) => "Verified: none of this identity’s credentials work.".to_owned(),
        Some(names) => format!("Still working: {}.", plan::list(names)),
        None => "We couldn’t read which credentials still work.".to_owned(),
    }
}

pub const SAVE: &str = "Saves the identity.";

pub fn resave(name: &ConnectionName) -> String {
    format!("Re-saves {name} unchanged, which makes the gateway reconcile its credentials.")
}

pub const NO_OTHER: &str = "No other identity changes.";

/// What a re-save does to identities whose credentials weren't read.
pub fn unread(name: &ConnectionName) -> String {
    format!(
        "If another identity has a leftover credential for {name}, all its leftover credentials are \
         revoked too. We didn’t check."
    )
}

/// What a re-save does to another identity.
pub fn affected(other: &AffectedIdentity) -> String {
    let name = &other.name;
    match &other.touch {
        AffectedCredentials::Known(it) if it.revoked.is_empty() && it.provisioned.is_empty() => {
            format!("{name} is checked and doesn’t change.")
        }
        AffectedCredentials::Known(it) => {
            let parts: Vec<_> = [("revokes", &it.revoked), ("creates", &it.provisioned)]
                .into_iter()
                .filter_map(|(verb, names)| effect(verb, names))
                .collect();
            format!("{name} changes too: {}.", parts.join(", "))
        }
        AffectedCredentials::Unknown { should_have } => format!(
            "{name} is reconciled too. It keeps {}; any other is revoked.",
            count(should_have.len(), "credential")
        ),
    }
}

pub const OPEN_AGAIN: &str = " Open the repair again to continue.";

pub const CHANGED: &str = "Nothing was sent: this step would no longer do what was planned.";

/// Why a repair wasn't started.
pub fn blocked(causes: &[Cause]) -> String {
    let causes: Vec<_> = causes
        .iter()
        .map(|cause| match cause {
            Cause::CannotProvision { name, reason } => cannot_provision(name, reason),
            other => plan::obstacle(other),
        })
        .collect();
    format!("Nothing was sent. {}", causes.join(" "))
}

/// What became of connections that a repair took off the list and didn't add again.
pub fn put_back(names: &[ConnectionName]) -> String {
    let it = if names.len() == 1 { "It’s" } else { "They’re" };
    format!(
        "The identity was saved without {}. {it} back in your edits: save to create {}.",
        plan::list(names),
        if names.len() == 1 { "the credential" } else { "the credentials" },
    )
}

fn cannot_provision(name: &ConnectionName, reason: &ProvisionError) -> String {
    format!("{name}: no credential can be created. {}.", plan::provision_error(reason))
}

/// Why something isn't part of a repair.
pub fn skipped(skipped: &Skipped) -> String {
    match skipped {
        Skipped::Refused(cause) => plan::obstacle(cause),
        Skipped::CannotProvision { name, reason } => cannot_provision(name, reason),
        Skipped::NotMissing { name } => format!("{name} already has a credential."),
        Skipped::Managed { name } => {
            format!("{name} is managed by its agent and can’t be re-saved here.")
        }
    }
}

/// What a step did.
pub fn done(
    created: &[ConnectionName],
    revoked: &[ConnectionName],
    still_live: &[ConnectionName],
    unplanned: &[ConnectionName],
) -> String {
    let parts: Vec<_> = [
        ("Revoked", revoked),
        ("Created", created),
        ("Still works:", still_live),
        ("Unplanned changes:", unplanned),
    ]
    .into_iter()
    .filter_map(|(verb, names)| effect(verb, names))
    .collect();
    match parts.is_empty() {
        true => "Saved and verified.".to_owned(),
        false => format!("{}.", parts.join(". ")),
    }
}

pub const CHECKING: &str = "Checking which other identities would change…";

pub const NOT_TOGETHER: &str = "Saving and revoking together would change other identities. Save and \
                                keep the leftover credentials, then revoke them here.";
