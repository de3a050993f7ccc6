//! The ways in which a call fails.

use std::fmt;

use super::proxy_answer::ProxyAnswer;
use crate::{
    domain::name::Unaddressable,
    wire::{audit::Receipt, exchange::RawResponse, failure, json::Unreadable},
};

/// A call that failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum GatewayError {
    /// 401: the token is missing, expired or wrong; the gateway doesn't say which (contract §2).
    SignedOut {
        /// The gateway's message, if any.
        message: Option<String>,
    },
    /// 403: the user lacks the right.
    Forbidden {
        /// The gateway's message, if any.
        message: Option<String>,
    },
    /// The identity does not exist: 404 on reading, and on writing a 400 that ends in
    /// `resource not found` (G6).
    Gone {
        /// The gateway's message, if any.
        message: Option<String>,
    },
    /// 409: another identity has that name.
    NameTaken {
        /// The gateway's message, if any.
        message: Option<String>,
    },
    /// Any other 4xx from the gateway. On a write it doesn't mean that nothing changed (G4).
    Rejected {
        /// The HTTP status.
        status: u16,
        /// The gateway's message, if any.
        message: Option<String>,
    },
    /// 5xx with the gateway's message, or 500 with an empty body: a crash (contract §1).
    Failed {
        /// The HTTP status.
        status: u16,
        /// The gateway's message, if any.
        message: Option<String>,
    },
    /// An answer that no route of the API gives, such as a web page (G17): the URL probably isn't a
    /// gateway's API.
    NotTheApi {
        /// The HTTP status.
        status: u16,
    },
    /// A proxy answered in place of the gateway.
    Proxy(ProxyAnswer),
    /// A redirect, which the API never gives for the client's paths; it wasn't followed.
    Redirected,
    /// The answer exceeds the size limit.
    TooLarge {
        /// The limit, in MB.
        megabytes: usize,
    },
    /// A list with more entries than it may have.
    TooMany {
        /// The limit that it exceeds.
        entries: usize,
    },
    /// A success whose body isn't what the endpoint returns.
    Unreadable(Unreadable),
    /// No answer. Browsers don't distinguish offline, refused, a failed preflight and a proxy's
    /// page without CORS headers (G20).
    Unreachable,
    /// Another sign-in has begun since the procedure started; nothing was sent.
    OtherSession,
    /// No answer in time. The gateway continues a write (G16).
    TimedOut {
        /// The deadline that passed.
        seconds: u32,
    },
    /// A browser can't send a request with this name (G18); nothing was sent.
    Unaddressable(Unaddressable),
}

impl GatewayError {
    /// Classifies an answer that isn't a success.
    pub fn of(response: &RawResponse) -> Self {
        let status = response.status;
        let message = match is_json(response) {
            true => failure::read_message(&response.body),
            false => None,
        };
        match status {
            300..400 => Self::Redirected,
            // Some proxies answer in the gateway's form, with statuses that it never sends (contract §1).
            407 | 413 | 429 | 501.. => {
                ProxyAnswer::of(response).map_or(Self::NotTheApi { status }, Self::Proxy)
            }
            // Both status and body decide: the gateway's refusals are JSON with a message.
            400.. if message.is_some() => Self::of_status(status, message),
            500 if response.body.is_empty() => Self::Failed { status, message: None },
            _ => ProxyAnswer::of(response).map_or(Self::NotTheApi { status }, Self::Proxy),
        }
    }

    /// Classifies a failed write by its audit log entry (contract §15).
    pub fn of_receipt(receipt: &Receipt) -> Self {
        let message = Some(receipt.message.clone()).filter(|message| !message.is_empty());
        Self::of_status(receipt.status, message)
    }

    /// Classifies a refusal in the gateway's form.
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

    /// Whether the gateway itself says that it failed, in its words. A proxy may have given up while the
    /// gateway goes on.
    pub fn is_own_failure(&self) -> bool {
        const BEGINNINGS: [&str; 2] = ["failed ", "internal server error"];
        let Self::Failed { message: Some(message), .. } = self else { return false };
        BEGINNINGS.iter().any(|beginning| message.starts_with(beginning))
    }

    /// The gateway's message, if any.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::SignedOut { message }
            | Self::Forbidden { message }
            | Self::Gone { message }
            | Self::NameTaken { message }
            | Self::Rejected { message, .. }
            | Self::Failed { message, .. } => message.as_deref(),
            Self::NotTheApi { .. }
            | Self::Proxy(_)
            | Self::Redirected
            | Self::TooLarge { .. }
            | Self::TooMany { .. }
            | Self::Unreadable(_)
            | Self::Unreachable
            | Self::OtherSession
            | Self::TimedOut { .. }
            | Self::Unaddressable(_) => None,
        }
    }

    /// Whether a write with this error may have changed something (G4, G16).
    ///
    /// Only these precede the first side effect: not signed in, not allowed, name taken, never sent
    /// (contract §2, §5), and what a proxy refused to pass on.
    pub fn may_have_written(&self) -> bool {
        match self {
            Self::SignedOut { .. }
            | Self::Forbidden { .. }
            | Self::NameTaken { .. }
            | Self::Redirected
            | Self::OtherSession
            | Self::Unaddressable(_) => false,
            Self::Proxy(answer) => !answer.is_before_gateway(),
            _ => true,
        }
    }

    /// How long a proxy asks to wait before the next request, in milliseconds.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Proxy(ProxyAnswer::TooManyRequests { retry_after }) => {
                retry_after.map(|seconds| seconds.saturating_mul(1000))
            }
            _ => None,
        }
    }
}

/// How the message of a write to a missing identity ends (G6).
const NOT_FOUND: &str = "resource not found";

/// Whether the answer declares itself as JSON.
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
            Self::Proxy(answer) => answer.fmt(f),
            Self::Redirected => f.write_str("redirected"),
            Self::TooMany { entries } => write!(f, "more than {entries} entries"),
            Self::TooLarge { megabytes } => write!(f, "larger than {megabytes} MB"),
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::OtherSession => f.write_str("another sign-in has begun"),
            Self::Unreachable => f.write_str("no answer"),
            Self::TimedOut { seconds } => write!(f, "no answer within {seconds} s"),
            Self::Unaddressable(reason) => reason.fmt(f),
        }
    }
}

impl std::error::Error for GatewayError {}
