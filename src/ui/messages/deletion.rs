//! The sentences of deleting an identity.

use super::{
    failure::{self, During, Message},
    plan::{count, list},
};
use crate::{
    domain::{connection::ConnectionName, identity_state::IdentityState, name::IdentityName},
    flow::delete::Revocation,
    gateway::error::GatewayError,
};

pub const NAME_BECOMES_FREE: &str = "API calls and scripts that use this name will fail. The name, and \
                                     earlier names, can be used again.";

pub const UNKNOWN_CREDENTIALS: &str = "All its credentials stop working. You can’t see which.";

pub const CHANGED: &str = "Not deleted: someone else changed this identity. Load it again to see what \
                           would stop working.";

pub const UNCONFIRMED: &str = "The gateway’s answer was lost, so it may still delete the identity. This \
                               tab keeps checking, and sends no other change to it until then.";

/// An earlier write to the identity is unconfirmed.
pub const BLOCKED: &str = "An earlier change to this identity is unconfirmed, and can still take effect. \
                           Open the identity to see what became of it, then delete it.";

pub fn unconfirmed(name: &IdentityName) -> String {
    format!("We couldn’t confirm the deletion of {name}.")
}

/// Why what a deletion needs couldn't be read, or it wasn't sent.
pub fn failure(error: &GatewayError) -> Message {
    let mut message = failure::failure(During::Loading, error);
    match error {
        GatewayError::SignedOut { .. } => {
            message.advice = "It may be wrong, expired or revoked. Sign in again.".to_owned();
        }
        GatewayError::OtherSession => {
            message.advice = "Nothing was sent. Load it again, then delete it.".to_owned();
        }
        _ => {}
    }
    message
}

/// The gateway failed, and the identity is still there: what the attempt has cost. The gateway revokes
/// before it deletes (contract §4).
pub fn failed(before: &IdentityState, now: &IdentityState, error: &GatewayError) -> Message {
    let Message { title, advice, gateway_message } = failure(error);
    let lost = before.credentials.as_ref().zip(now.credentials.as_ref());
    let lost = lost.map(|(before, now)| before.minus(now));
    let cost = match lost.as_ref().map(|lost| lost.len()) {
        None => "We couldn’t read which of its credentials still work.".to_owned(),
        Some(0) => "All its credentials still work.".to_owned(),
        Some(number) => {
            let names: Vec<ConnectionName> =
                lost.iter().flat_map(|lost| lost.connections().cloned()).collect();
            let were = if number == 1 { "was" } else { "were" };
            format!("{} {were} revoked: {}.", count(number, "credential"), list(&names))
        }
    };
    Message {
        title: format!("{} was not deleted", before.identity.name),
        advice: format!("{title}. {cost} {advice}").trim_end().to_owned(),
        gateway_message,
    }
}

pub fn title(name: &IdentityName) -> String {
    format!("Delete {name}?")
}

pub fn stops(credentials: usize) -> String {
    match credentials {
        0 => "It has no working credentials.".to_owned(),
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

/// Whether the user has to act on it.
pub fn is_warning(revocation: &Revocation) -> bool {
    matches!(revocation, Revocation::NotRevoked(_))
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
