//! Forms that are tables: a record for each credential, under the gateway's own field names.

use super::{Entry, quote};
use crate::domain::{
    card::Label, credential::Credential, name::IdentityName, redacted_text::RedactedText,
};

/// The columns, with the part of the card that fills each: hosts are substituted there, and the
/// command for ssh put right.
const COLUMNS: [(&str, &[Label]); 13] = [
    ("hostname", &[Label::Host]),
    ("port", &[Label::Port]),
    ("database_name", &[Label::Database]),
    ("username", &[Label::UserName]),
    ("password", &[Label::Password]),
    ("proxy_token", &[Label::ProxyToken]),
    ("endpoint_url", &[Label::EndpointUrl]),
    ("aws_access_key_id", &[Label::AccessKeyId]),
    ("aws_secret_access_key", &[Label::SecretAccessKey]),
    ("connection_string", &[Label::ConnectionString, Label::StartSession]),
    ("command", &[Label::Command, Label::Curl]),
    ("browser", &[Label::Browser]),
    ("secret_key", &[]),
];

fn fields(entry: &Entry<'_>) -> Vec<(&'static str, Option<RedactedText>)> {
    let Credential { connection_name, connection_type, connection_subtype, secret_key, .. } =
        entry.credential;
    let of_columns = COLUMNS.iter().map(|(name, labels)| {
        let value = match *name {
            "secret_key" => secret_key.as_ref().map(RedactedText::hidden),
            _ => labels.iter().find_map(|label| entry.part(*label)).cloned(),
        };
        (*name, value)
    });
    [
        ("connection_name", Some(RedactedText::plain(connection_name.as_str()))),
        ("connection_type", Some(RedactedText::plain(connection_type.as_str()))),
        ("connection_subtype", connection_subtype.as_deref().map(RedactedText::plain)),
    ]
    .into_iter()
    .chain(of_columns)
    .collect()
}

pub fn json(identity: &IdentityName, entries: &[Entry<'_>]) -> RedactedText {
    let name = quote::json(RedactedText::plain(identity.as_str()));
    let mut text =
        RedactedText::plain("{\n  \"identity\": ").and_all(name).and(",\n  \"credentials\": [");
    for (index, entry) in entries.iter().enumerate() {
        text = text.and(if index == 0 { "\n    {" } else { ",\n    {" });
        let present = fields(entry).into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (index, (name, value)) in present.enumerate() {
            let comma = if index == 0 { "" } else { "," };
            text = text.and(format!("{comma}\n      \"{name}\": ")).and_all(quote::json(value));
        }
        text = text.and("\n    }");
    }
    text.and(if entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" })
}

pub fn csv(entries: &[Entry<'_>]) -> RedactedText {
    let fixed = ["connection_name", "connection_type", "connection_subtype"];
    let head: Vec<&str> = fixed.into_iter().chain(COLUMNS.map(|(name, _)| name)).collect();
    let mut text = RedactedText::plain(head.join(",")).and("\r\n");
    for entry in entries {
        for (index, (_, value)) in fields(entry).into_iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            text = text.and(comma).and_all(value.map(quote::csv).unwrap_or_default());
        }
        text = text.and("\r\n");
    }
    text
}
