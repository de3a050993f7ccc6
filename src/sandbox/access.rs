//! Who calls, and whether they may (contract §2).

use std::collections::BTreeMap;

use super::http::message;
use super::store::hexadecimal;
use super::world::World;
use crate::wire::exchange::{RawRequest, RawResponse};

/// The token of an administrator.
pub const ADMIN_TOKEN: &str = "sandbox-admin-token";
/// The token of an auditor.
pub const AUDITOR_TOKEN: &str = "sandbox-auditor-token";
/// The token of a user in no special group.
pub const STANDARD_TOKEN: &str = "sandbox-standard-token";
/// An administrator's expired token, which every call refreshes (G21).
pub const EXPIRED_TOKEN: &str = "sandbox-expired-token";
/// A token that can no longer be refreshed: 401, like any unknown one.
pub const REVOKED_TOKEN: &str = "sandbox-revoked-token";
/// The legacy server key, sent as `Api-Key`; always admin.
pub const API_KEY: &str = "xapi-sandbox-key";
/// An API key without the admin group, sent as a bearer token.
pub const READER_KEY: &str = "hpk_sandbox_reader";
/// An API key with the admin group, sent as a bearer token.
const ADMIN_KEY: &str = "hpk_sandbox_admin";

/// How long a local sign-in lasts (contract §11).
const SESSION: i64 = 12 * 3600 * 1_000_000_000;

/// What a route asks of its caller.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// Nothing.
    Open,
    /// To be signed in.
    SignedIn,
    /// To be an auditor or an administrator.
    Auditor,
    /// To be an administrator.
    Admin,
}

/// The group that decides what a user may do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    Standard,
    Auditor,
    Admin,
}

impl Role {
    /// The word in `/userinfo`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }

    const fn passes(self, access: Access) -> bool {
        match access {
            Access::Open | Access::SignedIn => true,
            Access::Auditor => matches!(self, Self::Auditor | Self::Admin),
            Access::Admin => matches!(self, Self::Admin),
        }
    }
}

/// A user of the organisation.
pub struct User {
    pub id: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub role: Role,
    token: &'static str,
}

/// Everybody who can sign in.
pub static USERS: [User; 3] = [
    User {
        id: "6f1f0c5e-54a4-4d0c-9c1b-3d3a4c2f0a01",
        name: "Ada Admin",
        email: "admin@sandbox.example",
        password: "sandbox-admin",
        role: Role::Admin,
        token: ADMIN_TOKEN,
    },
    User {
        id: "6f1f0c5e-54a4-4d0c-9c1b-3d3a4c2f0a02",
        name: "Ari Auditor",
        email: "auditor@sandbox.example",
        password: "sandbox-auditor",
        role: Role::Auditor,
        token: AUDITOR_TOKEN,
    },
    User {
        id: "6f1f0c5e-54a4-4d0c-9c1b-3d3a4c2f0a03",
        name: "Stella Standard",
        email: "standard@sandbox.example",
        password: "sandbox-standard",
        role: Role::Standard,
        token: STANDARD_TOKEN,
    },
];

/// Tokens that were given out while the engine ran.
#[derive(Default)]
pub struct Sessions {
    /// Token to user and the moment it ends.
    issued: BTreeMap<String, (&'static User, i64)>,
}

/// What a call's credential came to. A rotated token is sent whatever the answer is (G21).
pub struct Admission {
    /// Nobody in particular on an open route.
    pub caller: Result<Option<&'static User>, RawResponse>,
    pub new_token: Option<String>,
}

/// What a fault does to the caller's token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TokenFault {
    Expired,
    Revoked,
}

impl Sessions {
    /// A new token for the user.
    pub fn issue(&mut self, user: &'static User, world: &mut dyn World) -> String {
        let mut bytes = [0; 16];
        world.fill(&mut bytes);
        let token = format!("sandbox-session-{}", hexadecimal(&bytes));
        self.issued.insert(token.clone(), (user, world.now().saturating_add(SESSION)));
        token
    }

    /// Admits a call to a route. Unless it is open, in the gateway's order: `Api-Key`, `hpk_`, token, role.
    pub fn admit(
        &mut self,
        request: &RawRequest,
        access: Access,
        fault: Option<TokenFault>,
        world: &mut dyn World,
    ) -> Admission {
        if access == Access::Open {
            return Admission { caller: Ok(None), new_token: None };
        }
        if let Some(key) = request.header("Api-Key").filter(|key| !key.is_empty()) {
            let caller = if key == API_KEY {
                Ok(Some(user_with(Role::Admin)))
            } else {
                Err(message(401, "unauthorize"))
            };
            return Admission { caller, new_token: None };
        }
        let token = bearer(request);
        let (user, new_token) = match token {
            None => (None, None),
            Some(_) if fault == Some(TokenFault::Revoked) => (None, None),
            Some(EXPIRED_TOKEN) => {
                let user = user_with(Role::Admin);
                (Some(user), Some(self.issue(user, world)))
            }
            Some(token) => {
                let user = self.user(token, world);
                let expired = user.filter(|_| fault == Some(TokenFault::Expired));
                (user, expired.map(|user| self.issue(user, world)))
            }
        };
        let caller = match user {
            None => Err(message(401, "access denied")),
            Some(user) if !user.role.passes(access) => Err(message(403, "access denied")),
            Some(user) => Ok(Some(user)),
        };
        Admission { caller, new_token }
    }

    fn user(&self, token: &str, world: &mut dyn World) -> Option<&'static User> {
        match token {
            ADMIN_KEY => Some(user_with(Role::Admin)),
            READER_KEY => Some(user_with(Role::Standard)),
            _ => USERS.iter().find(|user| user.token == token).or_else(|| {
                let (user, ends) = self.issued.get(token)?;
                (*ends > world.now()).then_some(*user)
            }),
        }
    }
}

/// The user that stands for a role.
fn user_with(role: Role) -> &'static User {
    USERS.iter().find(|user| user.role == role).expect("every role has a user")
}

/// The bearer token: exactly two parts around one space, the scheme spelled exactly so.
pub fn bearer(request: &RawRequest) -> Option<&str> {
    let mut parts = request.header("Authorization")?.split(' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("Bearer"), Some(token), None) if !token.is_empty() => Some(token),
        _ => None,
    }
}
