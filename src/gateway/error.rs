//! What can go wrong in a call.

use std::fmt;

use crate::{
    domain::name::Unaddressable,
    wire::{audit::Receipt, exchange::RawResponse, failure, json::Unreadable},
};

/// A call that did not give what it was made for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum GatewayError {
    /// 401: no token, an expired one or a wrong one; the gateway does not tell them apart
    /// (contract §2).
    SignedOut { message: Option<String> },
    /// 403: signed in, without the right.
    Forbidden { message: Option<String> },
    /// The identity does not exist: 404 on reading, and on writing a 400 that ends in
    /// `resource not found` (G6).
    Gone { message: Option<String> },
    /// 409: another identity has that name.
    NameTaken { message: Option<String> },
    /// Any other 4xx of the gateway. On a write it does not mean that nothing happened (G4).
    Rejected { status: u16, message: Option<String> },
    /// 5xx, with the gateway's message or with none (contract §1: a crash answers with an empty
    /// body; a proxy in between with a page of its own).
    Failed { status: u16, message: Option<String> },
    /// An answer that no route of the API gives, such as a web page (G17): the address is probably
    /// not that of a gateway's API.
    NotTheApi { status: u16 },
    /// A success whose body is not what the endpoint answers.
    Unreadable(Unreadable),
    /// No answer. The browser does not tell offline, refused, a failed preflight and a proxy's page
    /// without CORS headers apart (G20).
    Unreachable,
    /// No answer in time. A write goes on after that (G16).
    TimedOut { seconds: u32 },
    /// No request of a browser can carry this name (G18); nothing was sent.
    Unaddressable(Unaddressable),
}

impl GatewayError {
    /// Classifies an answer that is no success.
    pub fn of(response: &RawResponse) -> Self {
        let status = response.status;
        let is_json = is_json(response);
        let message = is_json.then(|| failure::read_message(&response.body)).flatten();
        match status {
            401 => Self::SignedOut { message },
            403 => Self::Forbidden { message },
            400 if message.as_deref().is_some_and(|text| text.ends_with(NOT_FOUND)) => {
                Self::Gone { message }
            }
            404 if is_json => Self::Gone { message },
            409 => Self::NameTaken { message },
            500.. => Self::Failed { status, message },
            400..500 if is_json => Self::Rejected { status, message },
            _ => Self::NotTheApi { status },
        }
    }

    /// What the audit log says of a write that failed (contract §15).
    pub fn of_receipt(receipt: &Receipt) -> Self {
        let message = Some(receipt.message.clone()).filter(|message| !message.is_empty());
        Self::of_status(receipt.status, message)
    }

    /// Classifies a refusal in the gateway's own form.
    fn of_status(status: u16, message: Option<String>) -> Self {
        match status {
            401 => Self::SignedOut { message },
            403 => Self::Forbidden { message },
            400 if message.as_deref().is_some_and(|text| text.ends_with(NOT_FOUND)) => {
                Self::Gone { message }
            }
            404 => Self::Gone { message },
            409 => Self::NameTaken { message },
            500.. => Self::Failed { status, message },
            _ => Self::Rejected { status, message },
        }
    }

    /// The gateway's own words, where it said something.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::SignedOut { message }
            | Self::Forbidden { message }
            | Self::Gone { message }
            | Self::NameTaken { message }
            | Self::Rejected { message, .. }
            | Self::Failed { message, .. } => message.as_deref(),
            Self::NotTheApi { .. }
            | Self::Unreadable(_)
            | Self::Unreachable
            | Self::TimedOut { .. }
            | Self::Unaddressable(_) => None,
        }
    }

    /// Whether a write that ended so may have changed something all the same (G4, G16).
    ///
    /// Only four answers come from before the first side effect: not signed in, not allowed, name
    /// taken, and the request that was never sent (contract §2, §5).
    pub fn may_have_written(&self) -> bool {
        !matches!(
            self,
            Self::SignedOut { .. }
                | Self::Forbidden { .. }
                | Self::NameTaken { .. }
                | Self::Unaddressable(_)
        )
    }
}

/// How the message of a write to a missing identity ends (G6).
const NOT_FOUND: &str = "resource not found";

/// Whether the answer says of itself that it is JSON.
pub(super) fn is_json(response: &RawResponse) -> bool {
    response
        .header("content-type")
        .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("application/json"))
}

impl From<Unaddressable> for GatewayError {
    fn from(reason: Unaddressable) -> Self {
        Self::Unaddressable(reason)
    }
}

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedOut { .. } => f.write_str("not signed in"),
            Self::Forbidden { .. } => f.write_str("not allowed"),
            Self::Gone { .. } => f.write_str("no such identity"),
            Self::NameTaken { .. } => f.write_str("name taken"),
            Self::Rejected { status, .. } => write!(f, "rejected with status {status}"),
            Self::Failed { status, .. } => write!(f, "failed with status {status}"),
            Self::NotTheApi { status } => {
                write!(f, "status {status} without the form of the gateway's API")
            }
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::Unreachable => f.write_str("no answer"),
            Self::TimedOut { seconds } => write!(f, "no answer within {seconds} s"),
            Self::Unaddressable(reason) => reason.fmt(f),
        }
    }
}

impl std::error::Error for GatewayError {}
