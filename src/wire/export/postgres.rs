//! What the clients of PostgreSQL read: addresses, `.pgpass` and `pg_service.conf`.

use super::{Entry, ExportNote, Report, Written, quote};
use crate::domain::{
    access::{Access, Postgres, shown},
    card::commands,
    redacted_text::RedactedText,
};

fn postgres<'a>(entry: &'a Entry<'_>) -> Option<&'a Postgres> {
    match entry.access() {
        Access::Postgres(it) => Some(it),
        _ => None,
    }
}

/// One address on each line.
pub fn uris(entries: &[Entry<'_>]) -> Written {
    let mut written = Written::new();
    for it in entries.iter().filter_map(postgres) {
        written.text.append(commands::postgres_uri(it)).push("\n");
        written.carried += 1;
    }
    written
}

/// One line each, `host:port:database:user:password`; the reader compares the first four, of which
/// the user is the secret here.
pub fn pgpass(entries: &[Entry<'_>], report: &mut Report) -> Written {
    report.notes.push(ExportNote::OwnerOnly);
    let mut written = Written::new();
    for it in entries.iter().filter_map(postgres) {
        let database = it.database.as_ref().map_or("postgres", |name| name.as_str());
        let text = &mut written.text;
        text.append(quote::pgpass(shown(it.address.host.as_str())))
            .push(format!(":{}:", it.address.port))
            .append(quote::pgpass(shown(database)))
            .push(":")
            .append(it.user.redacted())
            .push(":");
        let password = it.password.as_ref().map(commands::placeholder);
        text.append(quote::pgpass(password.unwrap_or_default())).push("\n");
        written.carried += 1;
    }
    written
}

/// A section each, under the credential's alias: `psql service=NAME`.
pub fn service_file(entries: &[Entry<'_>], report: &mut Report) -> Written {
    report.notes.push(ExportNote::OwnerOnly);
    let mut written = Written::new();
    for entry in entries {
        let Some(it) = postgres(entry) else { continue };
        written.text.push(format!("[{}]\n", entry.alias()));
        let mut line = |name: &str, value: Option<RedactedText>| {
            if let Some(value) = value {
                written.text.push(format!("{name}=")).append(value).push("\n");
            }
        };
        line("host", Some(shown(it.address.host.as_str())));
        line("port", Some(RedactedText::own(it.address.port.to_string())));
        line("dbname", it.database.as_ref().map(|name| shown(name.as_str())));
        line("user", Some(it.user.redacted()));
        line("password", it.password.as_ref().map(commands::placeholder));
        line("sslmode", it.ssl_mode.map(|mode| RedactedText::own(mode.as_str())));
        written.text.push("\n");
        written.carried += 1;
    }
    written
}
