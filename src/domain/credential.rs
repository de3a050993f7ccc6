//! Credentials: what lets an identity use one connection.

use super::{connection::ConnectionName, secret::Secret};

/// A credential as the gateway answered it (contract §3, §7).
///
/// There is no `Debug`: most fields are, or contain, the secret.
#[derive(Clone, Eq, PartialEq)]
pub struct Credential {
    /// The connection that it opens; one identity can have two for it (contract §8).
    pub connection_name: ConnectionName,
    /// Of the credential, which may differ from the connection's type (contract §7).
    pub connection_type: String,
    /// `None` when it has none.
    pub connection_subtype: Option<String>,
    /// The address that the proxy listens on; not always reachable (G9).
    pub hostname: Option<String>,
    /// Text, not always a number (G9).
    pub port: Option<String>,
    /// PostgreSQL only.
    pub database_name: Option<String>,
    /// AWS only: replaces AWS's own endpoint.
    pub endpoint_url: Option<String>,
    /// The secret itself, or a placeholder, depending on the type.
    pub username: Option<Secret>,
    /// The secret itself, or a placeholder, depending on the type.
    pub password: Option<Secret>,
    /// The secret, for types that the HTTP proxy serves.
    pub proxy_token: Option<Secret>,
    /// AWS only; identifies the credential.
    pub aws_access_key_id: Option<Secret>,
    /// AWS only; signs the requests.
    pub aws_secret_access_key: Option<Secret>,
    /// A URI or shell text that contains the secret.
    pub connection_string: Option<Secret>,
    /// A shell command, or JSON in a string, depending on the type (contract §7).
    pub command: Option<Secret>,
    /// The parsed command where it is JSON.
    pub links: Option<Links>,
    /// `None` where the gateway sent an empty string.
    pub secret_key: Option<Secret>,
}

/// Where a credential is used. Not secret: it is the gateway's own.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Address {
    /// What the proxy listens on, not always reachable (G9).
    pub hostname: Option<String>,
    /// The gateway sends text, and not always a number (G9).
    pub port: Option<String>,
}

/// What the list of credentials says without its secrets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListedCredential {
    /// The connection that it opens.
    pub connection_name: ConnectionName,
    /// Where it is used.
    pub address: Address,
}

/// The two forms of a command that the gateway sends in one string (contract §7).
#[derive(Clone, Eq, PartialEq)]
pub struct Links {
    /// A shell command that contains the secret.
    pub curl: Secret,
    /// A URL that signs a browser in; it contains the secret (G25).
    pub browser: Option<Secret>,
}

/// A field of a credential; [`super::card::sent`] decides how it is shown.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CredentialField {
    /// `connection_type`.
    ConnectionType,
    /// `connection_subtype`.
    ConnectionSubtype,
    /// `hostname`.
    Hostname,
    /// `port`.
    Port,
    /// `database_name`.
    DatabaseName,
    /// `endpoint_url`.
    EndpointUrl,
    /// `username`.
    Username,
    /// `password`.
    Password,
    /// `proxy_token`.
    ProxyToken,
    /// `aws_access_key_id`.
    AwsAccessKeyId,
    /// `aws_secret_access_key`.
    AwsSecretAccessKey,
    /// `connection_string`.
    ConnectionString,
    /// `command`.
    Command,
    /// `secret_key`, the only field that is always there.
    SecretKey,
}
