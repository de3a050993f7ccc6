//! What the gateway sent, field by field, masked unless every part of it was recognized.
//!
//! A text is recognized when it equals, byte for byte, what the gateway's own rule composes from
//! the parsed fields (contract §7). Any other text is masked as a whole: it may hold a second
//! token, or the secret in another encoding.

use super::commands;
use crate::domain::{
    access::{
        Access, DatabaseName, Http, HttpUrl, Kind, PLACEHOLDER, Port, Ssh, TypeName, holds_secret,
        looks_secret, secrets, shown,
    },
    credential::{Credential, CredentialField as Field},
    host::Host,
    redacted_text::RedactedText,
    secret::Secret,
};

/// Every field that has a value, in the order of use: address, user, secret, then the ready-made
/// texts.
pub fn sent(credential: &Credential) -> Vec<(Field, RedactedText)> {
    let kind = Kind::of(credential);
    let access = Access::of(credential, None).ok();
    let secrets = secrets(credential);
    let open = |text: &str, is_recognized: bool| {
        let is_open = is_recognized && !looks_secret(text) && !holds_secret(text, &secrets);
        match is_open {
            true => RedactedText::sent(text),
            false => RedactedText::secret(&Secret::new(text)),
        }
    };
    let is_known = kind != Kind::Other;
    let it = credential;
    let mut fields = vec![(
        Field::ConnectionType,
        open(&it.connection_type, TypeName::parse(&it.connection_type).is_ok()),
    )];
    let mut plain = |field, text: &Option<String>, parses: fn(&str) -> bool| {
        if let Some(text) = text {
            fields.push((field, open(text, is_known && parses(text))));
        }
    };
    plain(Field::ConnectionSubtype, &it.connection_subtype, |text| TypeName::parse(text).is_ok());
    plain(Field::Hostname, &it.hostname, |text| Host::parse(text).is_ok());
    plain(Field::Port, &it.port, |text| Port::parse(text).is_ok());
    plain(Field::DatabaseName, &it.database_name, |text| DatabaseName::parse(text).is_ok());
    plain(Field::EndpointUrl, &it.endpoint_url, |text| HttpUrl::parse(text).is_ok());
    let mut masked = |field, secret: &Option<Secret>, recognized: Option<RedactedText>| {
        if let Some(secret) = secret {
            let recognized = recognized.filter(|text| text.reveal() == *secret);
            fields.push((field, recognized.unwrap_or_else(|| RedactedText::secret(secret))));
        }
    };
    let placeholder = |is_one: bool| is_one.then(|| RedactedText::sent(PLACEHOLDER));
    masked(Field::Username, &it.username, placeholder(kind == Kind::Ssh));
    masked(Field::Password, &it.password, placeholder(kind == Kind::Postgres));
    masked(Field::ProxyToken, &it.proxy_token, None);
    masked(Field::AwsAccessKeyId, &it.aws_access_key_id, None);
    masked(Field::AwsSecretAccessKey, &it.aws_secret_access_key, None);
    let access = access.as_ref();
    masked(Field::ConnectionString, &it.connection_string, access.and_then(connection_string));
    masked(Field::Command, &it.command, access.and_then(command));
    masked(Field::SecretKey, &it.secret_key, None);
    fields.retain(|(_, text)| !text.is_empty());
    fields
}

/// A text from the gateway, masked as a whole unless it is recognized.
pub fn recognized(credential: &Credential, text: &Secret) -> RedactedText {
    let access = Access::of(credential, None).ok();
    let composed = access.iter().flat_map(|access| {
        let http = match access {
            Access::Http(http) => Some(http),
            _ => None,
        };
        let browser = http.and_then(|it| commands::browser(it, Kind::of(credential)));
        [connection_string(access), command(access), http.and_then(commands::curl), browser]
    });
    let found = composed.flatten().find(|composed| composed.reveal() == *text);
    found.unwrap_or_else(|| RedactedText::secret(text))
}

/// The gateway's connection string for a credential, composed of recognized parts.
fn connection_string(access: &Access) -> Option<RedactedText> {
    match access {
        Access::Postgres(it) => {
            let mut text = RedactedText::own("postgres://");
            text.append(it.user.redacted()).push(":");
            text.append(it.password.as_ref().map(commands::placeholder)?);
            text.push("@").append(it.address.redacted_in_url()).push("/");
            text.append(shown(it.database.as_ref()?.as_str()));
            text.push(format!("?sslmode={}", it.ssl_mode?.as_str()));
            Some(text)
        }
        Access::AwsSsm(it) => Some(commands::start_session(it)),
        _ => None,
    }
}

/// The gateway's command for a credential, composed of recognized parts.
fn command(access: &Access) -> Option<RedactedText> {
    match access {
        Access::Ssh(it) => Some(ssh(it)),
        Access::Rdp(it) => Some(commands::rdp(it)),
        Access::Http(it) => http(it),
        _ => None,
    }
}

/// With the secret as the user name (G8).
fn ssh(it: &Ssh) -> RedactedText {
    let mut text = RedactedText::own("sshpass -p 'hoop' ssh ");
    text.append(it.password.redacted())
        .push("@")
        .append(it.address.redacted_host())
        .push(format!(" -p {}", it.address.port));
    text
}

/// JSON, assembled by hand in the gateway.
fn http(it: &Http) -> Option<RedactedText> {
    let origin = it.redacted_origin()?;
    let mut text = RedactedText::own("{\n\t\t\t\t\"curl\": \"");
    text.append(commands::curl(it)?)
        .push("\",\n\t\t\t\t\"browser\": \"")
        .append(origin)
        .push("/")
        .append(it.token.redacted())
        .push("\"\n\t\t\t}");
    Some(text)
}
