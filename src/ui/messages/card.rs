//! The words for credentials.

use super::export::{HOST_KEY_UNKNOWN, rejected};
use crate::domain::{
    card::{Label, Note},
    host::{HostError, HostFlag},
};

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

pub fn note(note: Note) -> String {
    match note {
        Note::Host(HostFlag::Unspecified) => {
            "0.0.0.0 is the address the gateway listens on, not one that clients reach. Set a \
             public host to replace it."
        }
        Note::Host(HostFlag::Loopback) => {
            "The host is the gateway’s own machine. Set a public host to replace it."
        }
        Note::Host(HostFlag::Cut) => {
            "The gateway cut an IPv6 address in two, so host and port are wrong. Set a public \
             host to replace it."
        }
        Note::HostsDiffer => "The host in the command differs from the host field.",
        Note::PasswordIsPlaceholder => "Any password works; the user name is the secret.",
        Note::CommandCorrected => {
            "Corrected: the gateway’s command passes the secret as the user name, but its SSH \
             proxy expects it as the password."
        }
        Note::HostKeyUnknown => HOST_KEY_UNKNOWN,
        Note::TargetMissing => "Replace {TARGET_INSTANCE} with an instance ID.",
        Note::SecretOnly => {
            "The gateway reports only the secret for this type, and its proxy doesn’t accept it."
        }
        Note::SecretOnlyForHttp => {
            "The gateway reports only the secret for this type. Its HTTP proxy accepts it as a \
             bearer token."
        }
        Note::BrowserHoldsSecret => "This link contains the secret and stays in browser history.",
        Note::Unrecognized(field) => {
            let why = rejected(field);
            return format!("Shown as the gateway sent it, because {why}");
        }
    }
    .to_owned()
}

/// The mark of a value that is the gateway's own text, not rebuilt from fields.
pub const GATEWAY_TEXT: &str = "gateway’s own text";

pub const fn host_error(error: HostError) -> &'static str {
    match error {
        HostError::Empty => "Enter a host name or an IP address.",
        HostError::MoreThanHost => {
            "Enter the host only, for example proxy.example.com, without scheme, port or path."
        }
        HostError::Character => "Use letters a to z, digits, “-”, “_” and “.”.",
        HostError::Number => "Use an IPv4 address with four numbers, for example 10.0.0.7.",
        HostError::TooLong => "Use 253 characters or fewer.",
    }
}
