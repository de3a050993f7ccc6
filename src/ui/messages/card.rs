//! The words for credentials.

use crate::domain::{
    card::{Kind, Label, Note},
    host::{HostError, HostFlag},
};

pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Postgres => "Postgres",
        Kind::Ssh => "SSH",
        Kind::Rdp => "Remote desktop",
        Kind::AwsSsm => "AWS Systems Manager",
        Kind::HttpProxy => "HTTP proxy",
        Kind::Kubernetes => "Kubernetes",
        Kind::ClaudeCode => "Claude Code",
        Kind::Other => "Other",
    }
}

pub const fn label(label: Label) -> &'static str {
    match label {
        Label::Host => "Host",
        Label::Port => "Port",
        Label::Database => "Database",
        Label::UserName => "User name",
        Label::Password => "Password",
        Label::ConnectionString => "Connection string",
        Label::Command => "Command",
        Label::Curl => "curl",
        Label::Browser => "Browser link",
        Label::ProxyToken => "Proxy token",
        Label::EndpointUrl => "Endpoint URL",
        Label::AccessKeyId => "Access key ID",
        Label::SecretAccessKey => "Secret access key",
        Label::StartSession => "Start a session",
        Label::SecretKey => "Secret key",
    }
}

pub const fn note(note: Note) -> &'static str {
    match note {
        Note::Host(HostFlag::Unspecified) => {
            "The host 0.0.0.0 is where the gateway listens, not where it is reached. Set a public \
             host to put it in its place everywhere."
        }
        Note::Host(HostFlag::Loopback) => {
            "The host is the gateway’s own machine, and leads nowhere from another. Set a public \
             host to put it in its place everywhere."
        }
        Note::Host(HostFlag::Cut) => {
            "The gateway cut an IPv6 address in two: host and port are not what they should be. \
             Set a public host to put it in its place everywhere."
        }
        Note::HostsDiffer => "The host in the command is another one than in its field.",
        Note::PasswordIsPlaceholder => {
            "The user name is the secret. The password is a word that clients ask for, and any will \
             do."
        }
        Note::CommandCorrected => {
            "The gateway’s own command gives the secret as the user name; its SSH proxy wants it as \
             the password. This one does."
        }
        Note::TargetMissing => "Put the id of an instance in place of {TARGET_INSTANCE}.",
        Note::SecretOnly => {
            "The gateway reports nothing but the secret for a connection of this type, and its proxy \
             does not take it."
        }
        Note::SecretOnlyForHttp => {
            "The gateway reports nothing but the secret for a connection of this type. Its HTTP proxy \
             takes it as a bearer token."
        }
        Note::BrowserHoldsSecret => {
            "The browser link holds the secret, which then stands in the history."
        }
    }
}

pub const fn host_error(error: HostError) -> &'static str {
    match error {
        HostError::Empty => "Enter a host name or an address.",
        HostError::MoreThanHost => {
            "Enter the host alone, such as proxy.example.com, without a scheme, port or path."
        }
        HostError::Character => "A host name is made of letters from a to z, digits, “-” and “.”.",
        HostError::TooLong => "A host name has 253 characters at most.",
    }
}
