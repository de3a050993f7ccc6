//! A credential as it is shown: by type, in the order of use, with commands rebuilt from parsed
//! fields.

use super::{
    access::{Access, Http, Kind, Rejected, ValueError, host_flag},
    credential::{Credential, CredentialField},
    host::{HostFlag, PublicHost},
    redacted_text::RedactedText,
};

pub mod commands;
mod parts;
mod quote;
mod sent;

pub use quote::{sh_quoted, sh_word};
pub use sent::sent;

/// One line of a card.
#[derive(Clone, Eq, PartialEq)]
pub struct Part {
    /// What the line is.
    pub label: Label,
    /// Its value, with the secrets marked.
    pub redacted_text: RedactedText,
    /// The host in it is the public one, in place of the gateway's.
    pub is_substituted: bool,
    /// The gateway's own text, which didn't parse. It may be anything, such as a harmful command.
    pub is_gateway_text: bool,
    /// What the gateway sent, where this program rebuilt it differently (G8).
    pub original: Option<RedactedText>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Label {
    /// Where the proxy listens.
    Host,
    /// The proxy's port.
    Port,
    /// The database to open.
    Database,
    /// The user to sign in as; for PostgreSQL and RDP it is the secret.
    UserName,
    /// The password; for PostgreSQL a placeholder that the proxy ignores (contract §7).
    Password,
    /// All values in one, such as a `postgres://` URI.
    ConnectionString,
    /// A command for a terminal.
    Command,
    /// A curl command that sends the secret in a header.
    Curl,
    /// A link that signs a browser in; it contains the secret (G25).
    Browser,
    /// The secret of the HTTP proxy.
    ProxyToken,
    /// What AWS tools connect to.
    EndpointUrl,
    /// The first half of an AWS credential.
    AccessKeyId,
    /// The second half of an AWS credential.
    SecretAccessKey,
    /// The command that starts an AWS session.
    StartSession,
    /// The bare secret, where the gateway sent nothing else.
    SecretKey,
}

/// A note about a credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Note {
    /// The host can't be used from elsewhere (G9).
    Host(HostFlag),
    /// The command and the host field name different hosts (G9).
    HostsDiffer,
    /// The Postgres proxy authenticates by the user name and ignores the password (contract §7).
    PasswordIsPlaceholder,
    /// The gateway's command swaps the secret and the user name (G8).
    CommandCorrected,
    /// `sshpass` exits with status 6 and no message while the host key is unknown.
    HostKeyUnknown,
    /// The user has to replace `{TARGET_INSTANCE}` (contract §7).
    TargetMissing,
    /// The gateway sends only the secret, and its proxy doesn't accept it (contract §7).
    SecretOnly,
    /// The gateway sends only the secret, and its HTTP proxy accepts it (contract §7).
    SecretOnlyForHttp,
    /// The link for a browser contains the secret; it is never opened automatically (G25).
    BrowserHoldsSecret,
    /// A field didn't parse, so what the gateway sent is shown instead, masked.
    Unrecognized(Rejected),
}

/// A credential on screen. There is no `Debug`: most of it is secret.
pub struct Card {
    /// In the order in which they are shown.
    pub parts: Vec<Part>,
    /// In the order in which they are shown.
    pub notes: Vec<Note>,
}

impl Card {
    /// Lays a credential out, with the public host in place of the gateway's where there is one.
    pub fn of(credential: &Credential, public: Option<&PublicHost>) -> Self {
        let kind = Kind::of(credential);
        let access = Access::of(credential, public);
        let parts = match &access {
            Ok(access) => parts::of(credential, kind, access),
            Err(_) => parts::as_sent(credential),
        };
        let notes = notes(credential, kind, &access, public);
        Self { parts, notes }
    }
}

impl Label {
    /// The label of a field's value.
    pub fn of(field: CredentialField) -> Option<Self> {
        use CredentialField as Field;
        Some(match field {
            Field::ConnectionType | Field::ConnectionSubtype => return None,
            Field::Hostname => Self::Host,
            Field::Port => Self::Port,
            Field::DatabaseName => Self::Database,
            Field::EndpointUrl => Self::EndpointUrl,
            Field::Username => Self::UserName,
            Field::Password => Self::Password,
            Field::ProxyToken => Self::ProxyToken,
            Field::AwsAccessKeyId => Self::AccessKeyId,
            Field::AwsSecretAccessKey => Self::SecretAccessKey,
            Field::ConnectionString => Self::ConnectionString,
            Field::Command => Self::Command,
            Field::SecretKey => Self::SecretKey,
        })
    }
}

fn notes(
    credential: &Credential,
    kind: Kind,
    access: &Result<Access, Rejected>,
    public: Option<&PublicHost>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    if public.is_none() {
        notes.extend(host_flag(credential).map(Note::Host));
    }
    match access {
        // The note about the host covers it.
        Err(Rejected { error: ValueError::HostCut, .. }) => {}
        Err(rejected) => notes.push(Note::Unrecognized(*rejected)),
        Ok(Access::Postgres(it)) if it.password.is_some() => {
            notes.push(Note::PasswordIsPlaceholder);
        }
        Ok(Access::Postgres(_) | Access::Rdp(_) | Access::Other(_)) => {}
        Ok(Access::Ssh(_)) => {
            if credential.command.is_some() {
                notes.push(Note::CommandCorrected);
            }
            notes.push(Note::HostKeyUnknown);
        }
        Ok(Access::AwsSsm(_)) => notes.push(Note::TargetMissing),
        Ok(Access::Http(http)) => notes.extend(http_notes(credential, kind, http, public)),
        Ok(Access::SecretOnly(_)) if kind == Kind::ClaudeCode => {
            notes.push(Note::SecretOnlyForHttp);
        }
        Ok(Access::SecretOnly(_)) if matches!(kind, Kind::Ssh | Kind::Rdp) => {
            notes.push(Note::SecretOnly);
        }
        Ok(Access::SecretOnly(_)) => {}
    }
    notes
}

fn http_notes(
    credential: &Credential,
    kind: Kind,
    http: &Http,
    public: Option<&PublicHost>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    match &http.origin {
        None if credential.command.is_some() => notes.push(Note::Unrecognized(Rejected {
            field: CredentialField::Command,
            error: ValueError::Shape,
        })),
        None => {}
        Some(origin) => {
            // `localhost` is how the gateway writes its own machine in a command.
            let is_own = origin.host.flag().is_some() && http.address.host.flag().is_some();
            if public.is_none() && origin.host != http.address.host && !is_own {
                notes.push(Note::HostsDiffer);
            }
        }
    }
    if commands::browser(http, kind).is_some() {
        notes.push(Note::BrowserHoldsSecret);
    }
    notes
}
