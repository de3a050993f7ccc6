//! Credentials: what lets an identity use one connection.

use std::collections::BTreeSet;

use super::{connection::ConnectionName, secret::Secret};

/// A credential as the gateway answered it (contract §3, §7).
///
/// There is no `Debug`: most fields are, or contain, the secret.
#[derive(Clone, Eq, PartialEq)]
pub struct Credential {
    pub connection_name: ConnectionName,
    pub connection_type: String,
    pub connection_subtype: Option<String>,
    pub hostname: Option<String>,
    /// The gateway sends text, and not always a number (G9).
    pub port: Option<String>,
    pub database_name: Option<String>,
    pub endpoint_url: Option<String>,
    pub username: Option<Secret>,
    pub password: Option<Secret>,
    pub proxy_token: Option<Secret>,
    pub aws_access_key_id: Option<Secret>,
    pub aws_secret_access_key: Option<Secret>,
    pub connection_string: Option<Secret>,
    /// A shell command, or JSON in a string, depending on the type (contract §7).
    pub command: Option<Secret>,
    /// What the command holds where it is JSON.
    pub links: Option<Links>,
    /// `None` where the gateway sent an empty one.
    pub secret_key: Option<Secret>,
}

/// The two forms of a command that the gateway puts into one string (contract §7).
#[derive(Clone, Eq, PartialEq)]
pub struct Links {
    pub curl: Secret,
    /// An address that signs a browser in; it holds the secret (G25).
    pub browser: Option<Secret>,
}

/// A field of a credential; how it is shown is [`super::card::sent`]'s.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CredentialField {
    ConnectionType,
    ConnectionSubtype,
    Hostname,
    Port,
    DatabaseName,
    EndpointUrl,
    Username,
    Password,
    ProxyToken,
    AwsAccessKeyId,
    AwsSecretAccessKey,
    ConnectionString,
    Command,
    SecretKey,
}

/// The connections that the credentials are for.
pub fn connection_names(credentials: &[Credential]) -> BTreeSet<ConnectionName> {
    credentials.iter().map(|credential| credential.connection_name.clone()).collect()
}
