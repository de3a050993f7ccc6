//! The pretend gateway: wrong exactly where the real one is wrong.
//!
//! [`engine::Engine`] takes a raw request and gives a raw reply; it has no I/O, no clock and no
//! randomness of its own. Two hosts run it: the page itself (`gateway::in_page`), and the native
//! `sandbox` binary over HTTP (`listen`). What can be provoked is listed in `docs/sandbox.md`.

pub mod access;
pub mod body;
pub mod catalog;
pub mod credentials;
pub mod engine;
pub mod faults;
pub mod identities;
#[cfg(feature = "server")]
pub mod listen;
pub mod provision;
pub mod seed;
pub mod session;
pub mod store;
pub mod world;

/// The token of the sample organisation's administrator.
pub const ADMIN_TOKEN: &str = "sandbox-admin-token";

/// The token of its auditor.
pub const AUDITOR_TOKEN: &str = "sandbox-auditor-token";

/// The token of a person without a role.
pub const STANDARD_TOKEN: &str = "sandbox-standard-token";

/// A token that the gateway replaces by the administrator's on its first use (G21).
pub const EXPIRED_TOKEN: &str = "sandbox-expired-token";
