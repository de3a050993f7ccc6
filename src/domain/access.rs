//! What a credential opens and with what, in types: the only source of cards, commands and exports.
//!
//! The gateway's answer is text of any form, and an export ends in a shell, an ssh config, a cluster.
//! So each field is parsed strictly, and a credential with a field that isn't what it has to be is
//! rejected as a whole: exports leave it out and say so, and its card shows what the gateway sent,
//! masked.

use super::{
    credential::{Credential, CredentialField},
    host::{Host, PublicHost},
};

mod kind;
mod leak;
mod read;
mod url;
mod values;

pub use kind::Kind;
pub(super) use leak::{holds_secret, secrets};
pub use leak::{looks_secret, shown};
pub use url::HttpUrl;
pub use values::{DatabaseName, Port, SecretText, SslMode, Token, TypeName, UserName, ValueError};

/// The user name in SSH credentials and the password in Postgres credentials: a placeholder that the
/// proxies ignore (contract §7).
pub const PLACEHOLDER: &str = "hoop";

/// A credential, parsed by its type (contract §7).
#[derive(Clone, Eq, PartialEq)]
pub enum Access {
    Postgres(Postgres),
    Ssh(Ssh),
    Rdp(Rdp),
    AwsSsm(AwsSsm),
    Http(Http),
    /// The gateway sent nothing but the secret.
    SecretOnly(Token),
    Other(Other),
}

/// Where a proxy listens.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    pub host: Host,
    pub port: Port,
    /// The host is the public one, in place of the gateway's.
    pub is_public: bool,
}

impl Address {
    /// `host:port` as in a URL.
    pub fn in_url(&self) -> String {
        format!("{}:{}", self.host.in_url(), self.port)
    }
}

#[derive(Clone, Eq, PartialEq)]
pub struct Postgres {
    pub address: Address,
    pub database: Option<DatabaseName>,
    /// The proxy authenticates by the user name.
    pub user: Token,
    /// Ignored by the proxy; `None` when the gateway sends none.
    pub password: Option<SecretText>,
    /// From the gateway's connection string, its only source.
    pub ssl_mode: Option<SslMode>,
}

#[derive(Clone, Eq, PartialEq)]
pub struct Ssh {
    pub address: Address,
    /// Ignored by the proxy.
    pub user: UserName,
    pub password: Token,
}

#[derive(Clone, Eq, PartialEq)]
pub struct Rdp {
    pub address: Address,
    pub user: Token,
    pub password: Token,
}

#[derive(Clone, Eq, PartialEq)]
pub struct AwsSsm {
    pub endpoint: HttpUrl,
    /// The endpoint's host is the public one.
    pub is_public: bool,
    pub access_key_id: Token,
    pub secret_access_key: Token,
}

#[derive(Clone, Eq, PartialEq)]
pub struct Http {
    pub address: Address,
    /// From the gateway's commands, the only place that tells the scheme; `None` when they have no
    /// address, or several that differ.
    pub origin: Option<HttpUrl>,
    pub token: Token,
}

/// A credential of a type that this editor doesn't know: everything in it counts as secret.
#[derive(Clone, Eq, PartialEq)]
pub struct Other {
    pub values: Vec<(CredentialField, SecretText)>,
    pub public: Option<Host>,
    /// Fields that aren't one line of visible characters, and commands, which only a known type lets
    /// this program rebuild.
    pub rejected: Vec<Rejected>,
}

/// A field that isn't what it has to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rejected {
    pub field: CredentialField,
    pub error: ValueError,
}

impl Access {
    /// Parses a credential, with the public host in place of the gateway's where there is one.
    ///
    /// # Errors
    ///
    /// The first field that isn't what it has to be for a credential of this type.
    pub fn of(credential: &Credential, public: Option<&PublicHost>) -> Result<Self, Rejected> {
        read::read(credential, public)
    }
}
