//! The sentences of deleting an identity.

use super::plan::list;
use crate::{domain::name::IdentityName, flow::delete::Revocation};

pub const NAME_BECOMES_FREE: &str = "API calls and scripts that use its name will fail. The name and \
                                     its earlier names can be used again.";

pub const UNKNOWN_CREDENTIALS: &str = "All its credentials stop working. You can’t see which.";

pub const CHANGED: &str = "Not deleted: someone else changed this identity. Read it again to see what \
                           would stop working.";

pub const UNCONFIRMED: &str = "The gateway’s answer was lost; it may still delete the identity. This tab \
                               keeps checking.";

pub fn unconfirmed(name: &IdentityName) -> String {
    format!("We couldn’t confirm the deletion of {name}.")
}

pub fn not_deleted(name: &IdentityName) -> String {
    format!("{name} was not deleted.")
}

pub fn title(name: &IdentityName) -> String {
    format!("Delete {name}?")
}

pub fn stops(credentials: usize) -> String {
    match credentials {
        0 => "It has no credentials that work.".to_owned(),
        1 => "1 credential stops working immediately, and its open sessions are cut:".to_owned(),
        many => {
            format!("{many} credentials stop working immediately, and their open sessions are cut:")
        }
    }
}

pub fn button(credentials: Option<usize>) -> String {
    match credentials {
        None | Some(0) => "Delete the identity".to_owned(),
        Some(1) => "Delete and revoke 1 credential".to_owned(),
        Some(many) => format!("Delete and revoke {many} credentials"),
    }
}

pub fn type_name(name: &str) -> String {
    format!("Type {name} to confirm.")
}

/// " (2 sessions are open)"
pub fn open_sessions(open: usize) -> String {
    match open {
        1 => " (1 session is open)".to_owned(),
        open => format!(" ({open} sessions are open)"),
    }
}

/// What was deleted, and whether its credentials are known to be revoked.
pub fn done(name: &IdentityName, revocation: &Revocation) -> String {
    match revocation {
        Revocation::Verified(0) => format!("Deleted {name}."),
        Revocation::Verified(1) => {
            format!("Deleted {name}. Verified: its credential was revoked.")
        }
        Revocation::Verified(many) => {
            format!("Deleted {name}. Verified: its {many} credentials were revoked.")
        }
        Revocation::NotRevoked(names) => format!(
            "Deleted {name}, but these credentials may still work: {}. Ask the gateway’s operator to \
             check its log.",
            list(names)
        ),
        Revocation::Unknown => {
            format!("Deleted {name}. We couldn’t verify that its credentials were revoked.")
        }
    }
}
