//! Formats that are tables: a record for each credential, under the gateway's own field names.

use super::{Entry, LeftOutReason, Report, Written, quote, spreadsheet::survives};
use crate::domain::{
    access::{Access, Address, shown},
    card::commands,
    credential::CredentialField as Field,
    redacted_text::RedactedText,
};

/// The columns, in the order of the gateway's own objects.
const COLUMNS: [&str; 16] = [
    "connection_name",
    "connection_type",
    "connection_subtype",
    "hostname",
    "port",
    "database_name",
    "username",
    "password",
    "proxy_token",
    "endpoint_url",
    "aws_access_key_id",
    "aws_secret_access_key",
    "connection_string",
    "command",
    "browser",
    "secret_key",
];

type Values = Vec<(&'static str, RedactedText)>;

/// The values of a record, in any order.
fn values(entry: &Entry<'_>, report: &mut Report) -> Values {
    let mut values = vec![("connection_name", RedactedText::sent(entry.name()))];
    let (kind, subtype) = entry.types();
    values.extend(kind.map(|it| ("connection_type", shown(it.as_str()))));
    values.extend(subtype.map(|it| ("connection_subtype", shown(it.as_str()))));
    match entry.access() {
        Access::Postgres(it) => {
            values.extend(address(&it.address));
            values.extend(it.database.as_ref().map(|it| ("database_name", shown(it.as_str()))));
            values.push(("username", it.user.redacted()));
            let password = it.password.as_ref().map(commands::placeholder);
            values.extend(password.map(|password| ("password", password)));
            values.push(("connection_string", commands::postgres_uri(it)));
        }
        Access::Ssh(it) => {
            values.extend(address(&it.address));
            values.push(("username", shown(it.user.as_str())));
            values.push(("password", it.password.redacted()));
            values.push(("command", commands::ssh(it)));
        }
        Access::Rdp(it) => {
            values.extend(address(&it.address));
            values.push(("username", it.user.redacted()));
            values.push(("password", it.password.redacted()));
            values.push(("command", commands::rdp(it)));
        }
        Access::AwsSsm(it) => {
            values.push(("endpoint_url", it.redacted_endpoint()));
            values.push(("aws_access_key_id", it.access_key_id.redacted()));
            values.push(("aws_secret_access_key", it.secret_access_key.redacted()));
            values.push(("command", commands::start_session(it)));
        }
        Access::Http(it) => {
            values.extend(address(&it.address));
            values.push(("proxy_token", it.token.redacted()));
            values.extend(commands::curl(it).map(|curl| ("command", curl)));
            values.extend(commands::browser(it, entry.kind()).map(|link| ("browser", link)));
            if it.origin.is_none() {
                report.leave_out(entry.credential(), LeftOutReason::NoAddress);
            }
        }
        Access::SecretOnly(token) => values.push(("secret_key", token.redacted())),
        Access::Other(it) => {
            for rejected in &it.rejected {
                report.reject(entry, rejected.field, rejected.error);
            }
            let public = it.public.as_ref();
            values.extend(public.map(|host| ("hostname", RedactedText::sent(host.as_str()))));
            let others = it.values.iter();
            values.extend(others.map(|(field, value)| (column(*field), value.redacted())));
        }
    }
    values
}

fn address(address: &Address) -> Values {
    vec![
        ("hostname", address.redacted_host()),
        ("port", RedactedText::sent(address.port.to_string())),
    ]
}

fn column(field: Field) -> &'static str {
    match field {
        Field::ConnectionType => "connection_type",
        Field::ConnectionSubtype => "connection_subtype",
        Field::Hostname => "hostname",
        Field::Port => "port",
        Field::DatabaseName => "database_name",
        Field::EndpointUrl => "endpoint_url",
        Field::Username => "username",
        Field::Password => "password",
        Field::ProxyToken => "proxy_token",
        Field::AwsAccessKeyId => "aws_access_key_id",
        Field::AwsSecretAccessKey => "aws_secret_access_key",
        Field::ConnectionString => "connection_string",
        Field::Command => "command",
        Field::SecretKey => "secret_key",
    }
}

pub fn json(
    identity: &RedactedText,
    entry: &Entry<'_>,
    written: &mut Written,
    report: &mut Report,
) {
    let mut values = values(entry, report);
    if !is_usable(&values) {
        return;
    }
    let is_first = written.carried == 0;
    let text = written.text();
    if is_first {
        let identity = quote::json(identity.clone());
        text.push("{\n  \"identity\": ").append(identity).push(",\n  \"credentials\": [");
    }
    text.push(if is_first { "\n    {" } else { ",\n    {" });
    values.sort_by_key(|(name, _)| COLUMNS.iter().position(|column| column == name));
    for (index, (name, value)) in values.into_iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        text.push(format!("{comma}\n      \"{name}\": ")).append(quote::json(value));
    }
    text.push("\n    }");
    written.carried += 1;
}

/// A record without its name or secrets is useless.
fn is_usable(values: &Values) -> bool {
    values.iter().any(|(name, _)| *name == "connection_name")
        && values.iter().any(|(_, value)| value.has_secret())
}

/// What closes the lists of a JSON file.
pub fn json_end(written: &mut Written) {
    if written.carried > 0 {
        written.text().push("\n  ]\n}\n");
    }
}

pub fn csv(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let mut values = values(entry, report);
    values.retain(|(column, value)| {
        let is_fit = survives(value.reveal().expose());
        if !is_fit {
            report.leave_out(entry.credential(), LeftOutReason::Spreadsheet { column });
        }
        is_fit
    });
    if !is_usable(&values) {
        return;
    }
    if written.carried == 0 {
        written.text().push(COLUMNS.join(",")).push("\r\n");
    }
    for (index, column) in COLUMNS.into_iter().enumerate() {
        written.text().push(if index == 0 { "" } else { "," });
        if let Some(value) = values.iter().position(|(name, _)| *name == column) {
            written.text().append(quote::csv(values.swap_remove(value).1));
        }
    }
    written.text().push("\r\n");
    written.carried += 1;
}
