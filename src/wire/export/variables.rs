//! Forms that are lists of variables.

use base64ct::{Base64, Encoding};

use super::{Entry, Remark, Writer, names, names::Variables, postgres, quote};
use crate::domain::{
    card::{Kind, Label, sh_quoted},
    name::IdentityName,
    redacted_text::RedactedText,
    secret::Secret,
};

/// What a workload is told of a credential; commands are for people.
fn values(entry: &Entry<'_>) -> Vec<(&'static str, RedactedText)> {
    let mut values = Vec::new();
    match entry.card.kind {
        Kind::Postgres => values.extend(postgres::uri(entry).map(|uri| ("URL", uri))),
        _ => values.extend(entry.origin().map(|origin| ("URL", RedactedText::plain(origin)))),
    }
    let rest = entry.card.parts.iter().filter_map(|part| {
        let ending = match part.label {
            Label::Host => "HOST",
            Label::Port => "PORT",
            Label::Database => "DATABASE",
            Label::UserName => "USER",
            Label::Password => "PASSWORD",
            Label::ProxyToken => "TOKEN",
            Label::EndpointUrl => "AWS_ENDPOINT_URL",
            Label::AccessKeyId => "AWS_ACCESS_KEY_ID",
            Label::SecretAccessKey => "AWS_SECRET_ACCESS_KEY",
            Label::SecretKey => "SECRET_KEY",
            Label::ConnectionString if entry.card.kind == Kind::Other => "URL",
            Label::ConnectionString
            | Label::Command
            | Label::Curl
            | Label::Browser
            | Label::StartSession => return None,
        };
        Some((ending, part.redacted_text.clone()))
    });
    values.extend(rest);
    values
}

/// Every variable with its name, which no other has.
fn named<'a>(
    entries: &'a [Entry<'a>],
) -> impl Iterator<Item = (&'a Entry<'a>, String, RedactedText)> {
    let mut variables = Variables::default();
    entries.iter().flat_map(move |entry| {
        let values = values(entry);
        let endings: Vec<_> = values.iter().map(|(ending, _)| *ending).collect();
        let names = variables.of(entry.name(), &endings);
        names.into_iter().zip(values).map(move |(name, (_, value))| (entry, name, value))
    })
}

/// One line for each variable, in a quoting of the form's own.
fn lines(
    entries: &[Entry<'_>],
    writer: &mut Writer,
    line: impl Fn(&str) -> RedactedText,
    quoted: impl Fn(RedactedText) -> Option<RedactedText>,
) -> RedactedText {
    let mut text = RedactedText::new();
    for (entry, name, value) in named(entries) {
        match quoted(value) {
            Some(value) => text = text.and_all(line(&name)).and_all(value).and("\n"),
            None => writer.unwritable(entry, &name),
        }
    }
    text
}

pub fn dot_env(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    lines(entries, writer, |name| RedactedText::plain(format!("{name}=")), quote::dot_env)
}

/// `docker run --env-file` reads each value as it stands, quotes included.
pub fn docker_env(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    lines(entries, writer, |name| RedactedText::plain(format!("{name}=")), quote::line)
}

pub fn terraform(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    writer.remarks.push(Remark::Declare);
    let line = |name: &str| RedactedText::plain(format!("{} = ", name.to_lowercase()));
    lines(entries, writer, line, quote::hcl)
}

pub fn shell(entries: &[Entry<'_>]) -> RedactedText {
    named(entries).fold(RedactedText::new(), |text, (_, name, value)| {
        text.and(format!("export {name}=")).and_all(as_whole(value, sh_quoted)).and("\n")
    })
}

/// The values are in base64, as the API server keeps them, so that no YAML rule touches them.
pub fn kubernetes_secret(identity: &IdentityName, entries: &[Entry<'_>]) -> RedactedText {
    let name = names::slug(identity.as_str());
    let head =
        format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"{name}\"\ntype: Opaque\ndata:");
    let mut text = RedactedText::plain(head);
    let mut is_empty = true;
    for (_, name, value) in named(entries) {
        let encoded = as_whole(value, |text| Base64::encode_string(text.as_bytes()));
        text = text.and(format!("\n  {name}: \"")).and_all(encoded).and("\"");
        is_empty = false;
    }
    if is_empty { text.and(" {}\n") } else { text.and("\n") }
}

/// A value changed as a whole is secret as a whole when a piece of it was.
fn as_whole(value: RedactedText, change: impl Fn(&str) -> String) -> RedactedText {
    let text = change(value.reveal().expose());
    match value.has_secret() {
        true => RedactedText::new().and_hidden(Secret::new(text)),
        false => RedactedText::plain(text),
    }
}
