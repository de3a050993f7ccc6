//! Faults: a closed list, requested by a request or armed in advance.

mod armed;

pub use armed::{Armed, Faults, Hits, LATE_MILLIS};

use super::access::TokenFault;

/// A way in which a request fails.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// The handler crashes before it does anything.
    Error500,
    /// The request never reaches the API (G17).
    Html,
    /// The connection ends before the request takes effect.
    CutBefore,
    /// The connection ends half-way through the answer.
    CutDuring,
    /// The connection ends after the effect, before the answer (G16).
    CutAfter,
    /// The answer is slow.
    Slow,
    /// A reverse proxy times out; its page has no CORS headers (contract §1).
    GatewayTimeout,
    /// The token has expired and is refreshed (G21).
    ExpiredToken,
    /// The token is no longer accepted.
    RevokedToken,
    /// The caller's role no longer allows the request.
    Forbidden,
    /// The answer is lost, and the write takes effect only later: writes run detached (G16).
    LateWrite,
    /// A field that the route doesn't know is refused, as a future gateway may do (contract §15).
    UnknownFields,
    /// The process dies between the answer and the audit log entry (contract §15).
    AuditNotWritten,
    /// The audit log entry is late.
    AuditLate,
}

/// The part of an exchange that a fault affects. Faults of different parts combine.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// Whether and how the request takes effect and is answered.
    Answer,
    /// How its body is read.
    Body,
    /// What the audit log records of it.
    Audit,
}

impl Fault {
    /// All faults, in the order of the documentation's table.
    pub const ALL: [Self; 14] = [
        Self::Error500,
        Self::Html,
        Self::CutBefore,
        Self::CutDuring,
        Self::CutAfter,
        Self::Slow,
        Self::GatewayTimeout,
        Self::ExpiredToken,
        Self::RevokedToken,
        Self::Forbidden,
        Self::LateWrite,
        Self::UnknownFields,
        Self::AuditNotWritten,
        Self::AuditLate,
    ];

    /// The name that arms the fault.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error500 => "error-500",
            Self::Html => "html",
            Self::CutBefore => "cut-before",
            Self::CutDuring => "cut-during",
            Self::CutAfter => "cut-after",
            Self::Slow => "slow",
            Self::GatewayTimeout => "gateway-timeout",
            Self::ExpiredToken => "expired-token",
            Self::RevokedToken => "revoked-token",
            Self::Forbidden => "forbidden",
            Self::LateWrite => "late-write",
            Self::UnknownFields => "unknown-fields",
            Self::AuditNotWritten => "audit-not-written",
            Self::AuditLate => "audit-late",
        }
    }

    /// What the caller observes, in one sentence.
    pub const fn effect(self) -> &'static str {
        match self {
            Self::Error500 => "500 with an empty body; nothing happened",
            Self::Html => "200 with an HTML page; nothing happened",
            Self::CutBefore => "the connection is cut; nothing happened",
            Self::CutDuring => "the request takes effect, the connection is cut inside the answer",
            Self::CutAfter => "the request takes effect, the connection is cut before the answer",
            Self::Slow => "the request takes effect at once, the answer comes late",
            Self::GatewayTimeout => {
                "the request takes effect, a proxy answers 504 with an HTML page without CORS headers"
            }
            Self::ExpiredToken => "the request succeeds, X-New-Access-Token carries a new token",
            Self::RevokedToken => "401 access denied; nothing happened",
            Self::Forbidden => "403 access denied; nothing happened",
            Self::LateWrite => "the connection is cut, the request takes effect later",
            Self::UnknownFields => "400 if the body has a field that the route doesn't know",
            Self::AuditNotWritten => "the request takes effect, no audit log entry is written",
            Self::AuditLate => "the request takes effect, its audit log entry is written later",
        }
    }

    /// The fault of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// What the fault does to the token, if anything.
    pub(super) const fn on_token(self) -> Option<TokenFault> {
        match self {
            Self::ExpiredToken => Some(TokenFault::Expired),
            Self::RevokedToken => Some(TokenFault::Revoked),
            Self::Forbidden => Some(TokenFault::Demoted),
            _ => None,
        }
    }

    /// The part that the fault affects.
    pub const fn place(self) -> Place {
        match self {
            Self::UnknownFields => Place::Body,
            Self::AuditNotWritten | Self::AuditLate => Place::Audit,
            _ => Place::Answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn every_fault_is_found_by_its_name() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(fault));
        }
        assert_eq!(Fault::parse("unheard-of"), None);
    }
}
