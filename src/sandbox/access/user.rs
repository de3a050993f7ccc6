//! Users and API keys of the organization.

use std::sync::Arc;

use serde::Deserialize;

/// The token of an administrator.
pub const ADMIN_TOKEN: &str = "sandbox-admin-token";
/// The token of an auditor.
pub const AUDITOR_TOKEN: &str = "sandbox-auditor-token";
/// The token of a user without a special group.
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

/// The role that the caller's groups confer (contract §2).
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

    /// Whether the role may call a route.
    pub const fn passes(self, access: Access) -> bool {
        match access {
            Access::Open | Access::SignedIn => true,
            Access::Auditor => matches!(self, Self::Auditor | Self::Admin),
            Access::Admin => matches!(self, Self::Admin),
        }
    }
}

/// A local user, or an API key.
///
/// There is no `Debug`: a user of a test against a real gateway may have a real password.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
pub struct User {
    /// The e-mail address of a local user, a UUID for an API key (contract §2).
    pub subject: String,
    /// An API key shows its name as its e-mail address too.
    pub email: String,
    /// Shown in `/userinfo`.
    pub name: String,
    /// Empty for an API key, which can't sign in.
    pub password: String,
    /// `admin` and `auditor` confer these roles; other groups confer none.
    pub groups: Vec<String>,
    /// A bearer token that never expires.
    pub token: String,
}

impl User {
    /// The role that the groups confer.
    pub fn role(&self) -> Role {
        let has = |group: &str| self.groups.iter().any(|held| held == group);
        if has("admin") {
            Role::Admin
        } else if has("auditor") {
            Role::Auditor
        } else {
            Role::Standard
        }
    }

    /// Whether it is an API key, whose tokens begin with `hpk_`.
    pub fn is_key(&self) -> bool {
        self.token.starts_with("hpk_")
    }
}

/// Who can sign in, and how.
#[derive(Clone)]
pub struct Directory {
    /// The order is irrelevant.
    pub users: Vec<Arc<User>>,
    /// The legacy server key; `None` when the gateway has none.
    pub server_key: Option<String>,
    /// How long a sign-in lasts, in seconds; 12 hours on a gateway (contract §11).
    pub session_seconds: u32,
}

impl Directory {
    /// The first administrator, whom the legacy key and the expired token stand for.
    pub fn administrator(&self) -> Option<Arc<User>> {
        self.users.iter().find(|user| user.role() == Role::Admin).cloned()
    }
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            users: sandbox_users(),
            server_key: Some(API_KEY.to_owned()),
            session_seconds: 12 * 3600,
        }
    }
}

fn sandbox_users() -> Vec<Arc<User>> {
    let local = |email: &str, name: &str, password: &str, group: &str, token: &str| User {
        subject: email.to_owned(),
        email: email.to_owned(),
        name: name.to_owned(),
        password: password.to_owned(),
        groups: vec![group.to_owned()],
        token: token.to_owned(),
    };
    let key = |subject: &str, name: &str, group: &str, token: &str| User {
        subject: subject.to_owned(),
        email: name.to_owned(),
        name: name.to_owned(),
        password: String::new(),
        groups: vec![group.to_owned()],
        token: token.to_owned(),
    };
    [
        local("admin@sandbox.example", "Ada Admin", "sandbox-admin", "admin", ADMIN_TOKEN),
        local(
            "auditor@sandbox.example",
            "Ari Auditor",
            "sandbox-auditor",
            "auditor",
            AUDITOR_TOKEN,
        ),
        local(
            "standard@sandbox.example",
            "Stella Standard",
            "sandbox-standard",
            "engineering",
            STANDARD_TOKEN,
        ),
        key("6f1f0c5e-54a4-4d0c-9c1b-3d3a4c2f0a04", "ci", "admin", ADMIN_KEY),
        key("6f1f0c5e-54a4-4d0c-9c1b-3d3a4c2f0a05", "reader", "engineering", READER_KEY),
    ]
    .map(Arc::new)
    .to_vec()
}
