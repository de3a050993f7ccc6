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

/// A field of a credential that a person may want to read or copy.
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

/// The value of a field: to be read, or to be masked.
pub enum FieldValue<'a> {
    Plain(&'a str),
    Masked(&'a Secret),
}

/// The connections that the credentials are for.
pub fn connection_names(credentials: &[Credential]) -> BTreeSet<ConnectionName> {
    credentials.iter().map(|credential| credential.connection_name.clone()).collect()
}

impl Credential {
    /// Every field that has a value, in the order in which a person uses them: where to, as whom,
    /// with what, and then the ready-made forms.
    pub fn fields(&self) -> impl Iterator<Item = (CredentialField, FieldValue<'_>)> {
        use CredentialField as Field;
        let plain = [
            (Field::ConnectionType, Some(self.connection_type.as_str())),
            (Field::ConnectionSubtype, self.connection_subtype.as_deref()),
            (Field::Hostname, self.hostname.as_deref()),
            (Field::Port, self.port.as_deref()),
            (Field::DatabaseName, self.database_name.as_deref()),
            (Field::EndpointUrl, self.endpoint_url.as_deref()),
        ];
        let masked = [
            (Field::Username, &self.username),
            (Field::Password, &self.password),
            (Field::ProxyToken, &self.proxy_token),
            (Field::AwsAccessKeyId, &self.aws_access_key_id),
            (Field::AwsSecretAccessKey, &self.aws_secret_access_key),
            (Field::ConnectionString, &self.connection_string),
            (Field::Command, &self.command),
            (Field::SecretKey, &self.secret_key),
        ];
        let plain = plain
            .into_iter()
            .filter_map(|(field, text)| Some((field, FieldValue::Plain(text?))))
            .filter(|(_, value)| !matches!(value, FieldValue::Plain("")));
        let masked = masked
            .into_iter()
            .filter_map(|(field, secret)| Some((field, self.shown(field, secret.as_ref()?))));
        plain.chain(masked)
    }

    /// A user name is a secret for Postgres and RDP, and the word `hoop` for SSH (contract §7).
    fn shown<'a>(&self, field: CredentialField, secret: &'a Secret) -> FieldValue<'a> {
        if field == CredentialField::Username && secret.expose() == SSH_USERNAME {
            FieldValue::Plain(secret.expose())
        } else {
            FieldValue::Masked(secret)
        }
    }
}

/// The user name in every SSH credential; the SSH proxy ignores it (contract §7).
const SSH_USERNAME: &str = "hoop";
