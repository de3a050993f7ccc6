//! Formats that are tables: a record for each credential, under the gateway's field names.
//!
//! It has what a client needs: no `secret_key` beside the field that repeats it, commands rebuilt from
//! parsed fields, and `browser`, which is a name inside the gateway's command (contract §7).

use super::{
    Entry, ExportNote, LeftOutReason, Report, Value, Written, quote, spreadsheet::survives,
    value::other,
};
use crate::domain::{
    access::{Access, Address, ValueError, shown},
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

/// The values of a record, in any order.
fn values(entry: &Entry<'_>, report: &mut Report) -> Vec<Value> {
    let mut values = vec![Value::new("connection_name", RedactedText::sent(entry.name()))];
    values.extend(types(entry, report));
    match entry.access() {
        Access::Postgres(it) => {
            let host = &it.address.host;
            values.extend(address(&it.address));
            let database = it.database.as_ref().map(|it| shown(it.as_str()));
            values.extend(database.map(|it| Value::new("database_name", it)));
            values.push(Value::new("username", it.user.redacted()));
            let password = it.password.as_ref().map(commands::placeholder);
            values.extend(password.map(|password| Value::new("password", password)));
            values.push(Value::new("connection_string", commands::postgres_uri(it)).at(host));
        }
        Access::Ssh(it) => {
            values.extend(address(&it.address));
            values.push(Value::new("username", shown(it.user.as_str())));
            values.push(Value::new("password", it.password.redacted()));
            values.push(Value::new("command", commands::ssh(it)).at(&it.address.host));
        }
        Access::Rdp(it) => {
            values.extend(address(&it.address));
            values.push(Value::new("username", it.user.redacted()));
            values.push(Value::new("password", it.password.redacted()));
            values.push(Value::new("command", commands::rdp(it)).at(&it.address.host));
        }
        Access::AwsSsm(it) => {
            let host = &it.endpoint.host;
            values.push(Value::new("endpoint_url", it.redacted_endpoint()).at(host));
            values.push(Value::new("aws_access_key_id", it.access_key_id.redacted()));
            values.push(Value::new("aws_secret_access_key", it.secret_access_key.redacted()));
            values.push(Value::new("connection_string", commands::start_session(it)).at(host));
        }
        Access::Http(it) => {
            values.extend(address(&it.address));
            values.push(Value::new("proxy_token", it.token.redacted()));
            match &it.origin {
                None => report.leave_out(entry.credential(), LeftOutReason::NoAddress),
                Some(origin) => {
                    let links = [
                        ("command", commands::curl(it)),
                        ("browser", commands::browser(it, entry.kind())),
                    ];
                    let links = links.into_iter().filter_map(|(name, text)| Some((name, text?)));
                    values.extend(links.map(|(name, it)| Value::new(name, it).at(&origin.host)));
                }
            }
        }
        Access::SecretOnly(token) => values.push(Value::new("secret_key", token.redacted())),
        Access::Other(it) => {
            for rejected in &it.rejected {
                report.reject(entry, rejected.field, rejected.error);
            }
            values.extend(other(it, |field| Some(column(field))));
        }
    }
    values
}

/// The gateway's types, as far as they are names and hold no secret.
fn types(entry: &Entry<'_>, report: &mut Report) -> Vec<Value> {
    let it = entry.credential();
    let subtype = it.connection_subtype.as_deref().unwrap_or_default();
    let mut values = Vec::new();
    for (field, text) in
        [(Field::ConnectionType, it.connection_type.as_str()), (Field::ConnectionSubtype, subtype)]
    {
        match entry.type_name(text) {
            Ok(name) => values.push(Value::new(column(field), shown(name.as_str()))),
            Err(ValueError::Missing) => {}
            Err(error) => report.reject(entry, field, error),
        }
    }
    values
}

fn address(address: &Address) -> Vec<Value> {
    vec![
        Value::new("hostname", address.redacted_host()).at(&address.host),
        Value::new("port", RedactedText::sent(address.port.to_string())),
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
    values.sort_by_key(|it| COLUMNS.iter().position(|column| *column == it.name));
    for (index, it) in values.into_iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        text.push(format!("{comma}\n      \"{}\": ", it.name)).append(quote::json(it.text));
        it.host.iter().for_each(|host| report.wrote_host(entry, host));
    }
    text.push("\n    }");
    written.carried += 1;
}

/// A record without its name or secrets is useless.
fn is_usable(values: &[Value]) -> bool {
    values.iter().any(|it| it.name == "connection_name")
        && values.iter().any(|it| it.text.has_secret())
}

/// What closes the lists of a JSON file.
pub fn json_end(written: &mut Written) {
    if written.carried > 0 {
        written.text().push("\n  ]\n}\n");
    }
}

pub fn csv(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let mut values = values(entry, report);
    values.retain(|it| {
        let is_fit = survives(it.text.reveal().expose());
        if !is_fit {
            report.leave_out(entry.credential(), LeftOutReason::Spreadsheet { column: it.name });
        }
        is_fit
    });
    if !is_usable(&values) {
        return;
    }
    let is_ascii = values.iter().all(|it| it.text.reveal().expose().is_ascii());
    if !is_ascii && !report.notes.contains(&ExportNote::Utf8) {
        report.notes.push(ExportNote::Utf8);
    }
    if written.carried == 0 {
        written.text().push(COLUMNS.join(",")).push("\r\n");
    }
    for (index, column) in COLUMNS.into_iter().enumerate() {
        written.text().push(if index == 0 { "" } else { "," });
        if let Some(index) = values.iter().position(|it| it.name == column) {
            let value = values.swap_remove(index);
            written.text().append(quote::csv(value.text));
            value.host.iter().for_each(|host| report.wrote_host(entry, host));
        }
    }
    written.text().push("\r\n");
    written.carried += 1;
}
