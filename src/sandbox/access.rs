//! Who is calling, and what they may do (contract §2).

use super::{ADMIN_TOKEN, AUDITOR_TOKEN, EXPIRED_TOKEN, STANDARD_TOKEN, engine::Reply};
use crate::{
    sandbox::body,
    wire::exchange::{Method, RawRequest},
};

/// The role behind a token.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Role {
    Standard,
    Auditor,
    Admin,
}

impl Role {
    /// The gateway's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }
}

/// A caller whose token was accepted.
pub struct Caller {
    pub role: Role,
    /// The token that replaces the one that was used (G21).
    pub new_token: Option<&'static str>,
}

/// The caller of a request: exactly `Bearer`, one space, a token (contract §2).
pub fn caller(request: &RawRequest) -> Option<Caller> {
    let token = request.header("authorization")?.strip_prefix("Bearer ")?;
    let (role, new_token) = match token {
        ADMIN_TOKEN => (Role::Admin, None),
        AUDITOR_TOKEN => (Role::Auditor, None),
        STANDARD_TOKEN => (Role::Standard, None),
        EXPIRED_TOKEN => (Role::Admin, Some(ADMIN_TOKEN)),
        _ => return None,
    };
    Some(Caller { role, new_token })
}

/// The least role that a route asks for.
pub fn needed(method: Method, path: &[&str]) -> Role {
    match (method, path) {
        (Method::Get | Method::Head, ["machineidentities", _, "credentials"]) => Role::Admin,
        (Method::Get | Method::Head, ["attributes", _]) => Role::Auditor,
        (Method::Get | Method::Head, _) => Role::Standard,
        _ => Role::Admin,
    }
}

/// Whether a role passes; an auditor passes only what names the auditor (contract §2).
pub fn passes(role: Role, needed: Role) -> bool {
    role >= needed
}

/// 401 for no token, a malformed, a wrong and a revoked one: they cannot be told apart.
pub fn signed_out() -> Reply {
    body::message(401, "access denied")
}

pub fn forbidden() -> Reply {
    body::message(403, "access denied")
}
