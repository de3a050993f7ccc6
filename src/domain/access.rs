//! What a credential gives access to and how, as types: cards, commands and exports have no other source.
//!
//! The gateway's answer is free text, and an export ends up in a shell, an ssh config, a cluster.
//! So each field is parsed strictly, and a credential with one invalid field is rejected as a
//! whole: exports leave it out and say so, and its card shows what the gateway sent, masked.

use super::{
    credential::{Credential, CredentialField},
    host::{Host, PublicHost},
    redacted_text::RedactedText,
};

mod hosts;
mod kind;
mod leak;
mod read;
mod url;
mod values;

pub use hosts::{host_flag, host_in};
pub use kind::Kind;
pub use leak::{address, address_of, holds_secret_of, looks_secret, shown};
pub(super) use leak::{holds_secret, secrets};
pub use url::HttpUrl;
pub use values::{DatabaseName, Port, SecretText, SslMode, Token, TypeName, UserName, ValueError};

/// The user name in SSH credentials and the password in Postgres credentials: a placeholder that the
/// proxies ignore (contract §7).
pub const PLACEHOLDER: &str = "hoop";

/// A credential, parsed by its type (contract §7).
#[derive(Clone, Eq, PartialEq)]
pub enum Access {
    /// A PostgreSQL session.
    Postgres(Postgres),
    /// An SSH session; `git` and `github` connections too (contract §6).
    Ssh(Ssh),
    /// A Windows remote desktop session.
    Rdp(Rdp),
    /// A session through AWS Systems Manager.
    AwsSsm(AwsSsm),
    /// An HTTP service, Kubernetes and Claude Code included.
    Http(Http),
    /// The gateway sent nothing but the secret.
    SecretOnly(Token),
    /// A type that this editor doesn't know.
    Other(Other),
}

/// Where a proxy listens.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    /// The public host, or the gateway's, see `is_public`.
    pub host: Host,
    /// The proxy's port, never the target's.
    pub port: Port,
    /// The host is the public one, in place of the gateway's.
    pub is_public: bool,
}

impl Address {
    /// `host:port` as in a URL.
    pub fn in_url(&self) -> String {
        format!("{}:{}", self.host.in_url(), self.port)
    }

    /// The host.
    pub fn redacted_host(&self) -> RedactedText {
        address_text(self.host.as_str(), self.is_public)
    }

    /// `host:port` as in a URL.
    pub fn redacted_in_url(&self) -> RedactedText {
        address_text(&self.in_url(), self.is_public)
    }
}

/// What holds a host: as the user entered it, or as the gateway sent it, masked if it looks like a
/// secret.
fn address_text(text: &str, is_public: bool) -> RedactedText {
    if is_public { RedactedText::sent(text) } else { shown(text) }
}

#[derive(Clone, Eq, PartialEq)]
/// How to open a PostgreSQL session.
pub struct Postgres {
    /// The Postgres proxy.
    pub address: Address,
    /// `None` when the gateway sends none.
    pub database: Option<DatabaseName>,
    /// The proxy authenticates by the user name.
    pub user: Token,
    /// Ignored by the proxy; `None` when the gateway sends none.
    pub password: Option<SecretText>,
    /// From the gateway's connection string, its only source.
    pub ssl_mode: Option<SslMode>,
}

#[derive(Clone, Eq, PartialEq)]
/// How to open an SSH session.
pub struct Ssh {
    /// The SSH proxy.
    pub address: Address,
    /// Ignored by the proxy.
    pub user: UserName,
    /// The secret: the proxy authenticates by it alone.
    pub password: Token,
}

#[derive(Clone, Eq, PartialEq)]
/// How to open a remote desktop session.
pub struct Rdp {
    /// The RDP proxy.
    pub address: Address,
    /// The secret, the same as the password.
    pub user: Token,
    /// The secret, the same as the user name.
    pub password: Token,
}

#[derive(Clone, Eq, PartialEq)]
/// How to open a session through AWS Systems Manager.
pub struct AwsSsm {
    /// Stands in for AWS's own endpoint (`--endpoint-url`).
    pub endpoint: HttpUrl,
    /// The endpoint's host is the public one.
    pub is_public: bool,
    /// Identifies the credential to the proxy.
    pub access_key_id: Token,
    /// Signs the requests.
    pub secret_access_key: Token,
}

impl AwsSsm {
    /// The endpoint; its path is the gateway's, whoever set the host.
    pub fn redacted_endpoint(&self) -> RedactedText {
        let mut text = address_text(&self.endpoint.origin(), self.is_public);
        text.append(shown(self.endpoint.path()));
        text
    }
}

#[derive(Clone, Eq, PartialEq)]
/// How to reach an HTTP service through the HTTP proxy.
pub struct Http {
    /// The HTTP proxy.
    pub address: Address,
    /// From the gateway's commands, the only place that has the scheme; `None` when they have no
    /// address, or several that differ.
    pub origin: Option<HttpUrl>,
    /// Sent in `Authorization`.
    pub token: Token,
}

impl Http {
    /// Scheme, host and port of the proxy, without a `/` at the end, where they are known.
    pub fn redacted_origin(&self) -> Option<RedactedText> {
        let origin = self.origin.as_ref()?.origin();
        Some(address_text(&origin, self.address.is_public))
    }
}

/// A credential of a type that this editor doesn't know: everything in it counts as secret.
#[derive(Clone, Eq, PartialEq)]
pub struct Other {
    /// In the gateway's order of fields.
    pub values: Vec<(CredentialField, SecretText)>,
    /// The public host, when the user set one.
    pub public: Option<Host>,
    /// Fields that aren't one line of visible characters, and commands: only for a known type can
    /// they be rebuilt from parsed fields.
    pub rejected: Vec<Rejected>,
}

/// A field with an invalid value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rejected {
    /// The gateway's field.
    pub field: CredentialField,
    /// What is wrong with its value.
    pub error: ValueError,
}

impl Access {
    /// Parses a credential, with the public host in place of the gateway's where there is one.
    ///
    /// # Errors
    ///
    /// The first field whose value is invalid for a credential of this type.
    pub fn of(credential: &Credential, public: Option<&PublicHost>) -> Result<Self, Rejected> {
        read::read(credential, public)
    }
}
