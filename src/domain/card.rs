//! A credential as a person uses it: by type, in the order of use, corrected where the gateway is
//! wrong.

use super::{
    credential::Credential,
    host::{self, HostFlag, PublicHost},
    redacted_text::{RedactedText, is_secret},
    secret::Secret,
};

mod parts;
mod quote;

pub use quote::sh_quoted;

/// What a credential opens (contract §7).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    Postgres,
    Ssh,
    Rdp,
    AwsSsm,
    HttpProxy,
    Kubernetes,
    ClaudeCode,
    /// A type that this editor does not know.
    Other,
}

/// One line of a card.
#[derive(Clone, Eq, PartialEq)]
pub struct Part {
    pub label: Label,
    pub redacted_text: RedactedText,
    /// The host in it is the public one, not the one that the gateway told.
    pub is_substituted: bool,
    /// What the gateway said, where this is a correction (G8).
    pub original: Option<RedactedText>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Label {
    Host,
    Port,
    Database,
    UserName,
    Password,
    ConnectionString,
    Command,
    Curl,
    Browser,
    ProxyToken,
    EndpointUrl,
    AccessKeyId,
    SecretAccessKey,
    StartSession,
    SecretKey,
}

/// Something to know about a credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Note {
    /// The host cannot be used from elsewhere (G9).
    Host(HostFlag),
    /// The host in the command is another one than in its field (G9).
    HostsDiffer,
    /// The Postgres proxy goes by the user name, and takes any password (contract §7).
    PasswordIsPlaceholder,
    /// The gateway's command has secret and user name the wrong way round (G8).
    CommandCorrected,
    /// `{TARGET_INSTANCE}` has to be filled in (contract §7).
    TargetMissing,
    /// The gateway fills in nothing but the secret, and its proxy does not take it (contract §7).
    SecretOnly,
    /// The gateway fills in nothing but the secret, and its HTTP proxy takes it (contract §7).
    SecretOnlyForHttp,
    /// A link for a browser holds the secret; it is never opened by itself (G25).
    BrowserHoldsSecret,
}

/// A credential on screen. There is no `Debug`: most of it is secret.
pub struct Card {
    pub kind: Kind,
    pub parts: Vec<Part>,
    pub notes: Vec<Note>,
}

impl Kind {
    pub fn of(credential: &Credential) -> Self {
        let subtype = credential.connection_subtype.as_deref().unwrap_or_default();
        match (subtype, credential.connection_type.as_str()) {
            ("postgres", _) => Self::Postgres,
            ("ssh" | "git" | "github", _) => Self::Ssh,
            ("rdp", _) => Self::Rdp,
            ("aws-ssm", _) => Self::AwsSsm,
            ("claude-code", _) => Self::ClaudeCode,
            ("httpproxy" | "grafana" | "kibana" | "kubernetes-token", _) => Self::HttpProxy,
            ("kubernetes" | "kubernetes-eks", _) | (_, "kubernetes") => Self::Kubernetes,
            (_, "httpproxy") => Self::HttpProxy,
            _ => Self::Other,
        }
    }
}

impl Card {
    /// Lays a credential out, with the public host in place of the gateway's where there is one.
    pub fn of(credential: &Credential, public: Option<&PublicHost>) -> Self {
        let kind = Kind::of(credential);
        let parts = parts::of(credential, kind, public);
        let notes = notes(credential, kind, &parts, public);
        Self { kind, parts, notes }
    }

    pub fn part(&self, label: Label) -> Option<&Part> {
        self.parts.iter().find(|part| part.label == label)
    }
}

/// The values of a credential that nobody may see by accident.
pub fn secrets(credential: &Credential) -> Vec<&Secret> {
    [
        &credential.secret_key,
        &credential.username,
        &credential.password,
        &credential.proxy_token,
        &credential.aws_access_key_id,
        &credential.aws_secret_access_key,
    ]
    .into_iter()
    .filter_map(Option::as_ref)
    .filter(|value| is_secret(value))
    .collect()
}

/// Whether the gateway told where to, and not only with what.
pub fn has_place(credential: &Credential) -> bool {
    credential.hostname.is_some() || credential.endpoint_url.is_some()
}

fn notes(
    credential: &Credential,
    kind: Kind,
    parts: &[Part],
    public: Option<&PublicHost>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let host = credential.hostname.as_deref();
    if let (Some(found), None) = (host.and_then(host::flag), public) {
        notes.push(Note::Host(found));
    }
    if public.is_none() && hosts_differ(credential) {
        notes.push(Note::HostsDiffer);
    }
    let has = |label| parts.iter().any(|part| part.label == label);
    if parts.iter().any(|part| part.original.is_some()) {
        notes.push(Note::CommandCorrected);
    }
    if has(Label::Browser) {
        notes.push(Note::BrowserHoldsSecret);
    }
    match kind {
        Kind::Postgres if has(Label::Password) => notes.push(Note::PasswordIsPlaceholder),
        Kind::AwsSsm if has(Label::StartSession) => notes.push(Note::TargetMissing),
        Kind::ClaudeCode if !has_place(credential) => notes.push(Note::SecretOnlyForHttp),
        Kind::Ssh | Kind::Rdp if !has_place(credential) => notes.push(Note::SecretOnly),
        _ => {}
    }
    notes
}

/// Whether the host of the command is none that the host of the field stands for.
fn hosts_differ(credential: &Credential) -> bool {
    let command =
        credential.links.as_ref().map(|links| &links.curl).or(credential.command.as_ref());
    let (Some(command), Some(told)) = (command, credential.hostname.as_deref()) else {
        return false;
    };
    let Some(place) = host::find(command.expose()) else { return false };
    let named = &command.expose()[place];
    // `localhost` is how the gateway writes its own machine in a command.
    let is_own = host::flag(told).is_some() && host::flag(named).is_some();
    named != told && !is_own
}
