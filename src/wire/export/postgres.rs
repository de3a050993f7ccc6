//! Formats for the clients of PostgreSQL: URLs, `.pgpass` and `pg_service.conf`.

use super::{Entry, LeftOutReason, Report, Written, quote};
use crate::domain::{
    access::{Access, Postgres, shown},
    card::commands,
    redacted_text::RedactedText,
};

/// Bytes that every libpq reads of a line of `.pgpass`; before version 14 it took the rest for another
/// line.
const LONGEST_PGPASS_LINE: usize = 318;

/// Bytes that every libpq reads of a line of `pg_service.conf`. One line that is longer makes it refuse
/// the file, with every other service in it.
const LONGEST_SERVICE_LINE: usize = 254;

fn postgres<'a>(entry: &'a Entry<'_>) -> Option<&'a Postgres> {
    match entry.access() {
        Access::Postgres(it) => Some(it),
        _ => None,
    }
}

/// One URL per line.
pub fn uri(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Some(it) = postgres(entry) else { return };
    written.text().append(commands::postgres_uri(it)).push("\n");
    report.wrote_host(entry, &it.address.host);
    written.carried += 1;
}

/// Lines of `host:port:database:user:password`. libpq matches the first four; the user is the
/// secret here.
pub fn pgpass(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Some(it) = postgres(entry) else { return };
    let database = it.database.as_ref().map_or("postgres", |name| name.as_str());
    let mut line = quote::pgpass(it.address.redacted_host());
    line.push(format!(":{}:", it.address.port))
        .append(quote::pgpass(shown(database)))
        .push(":")
        .append(it.user.redacted())
        .push(":");
    let password = it.password.as_ref().map(commands::placeholder);
    line.append(quote::pgpass(password.unwrap_or_default()));
    if line.reveal().expose().len() > LONGEST_PGPASS_LINE {
        return report.leave_out(entry.credential(), LeftOutReason::LineTooLong);
    }
    written.text().append(line).push("\n");
    report.wrote_host(entry, &it.address.host);
    written.carried += 1;
}

/// A section each, under the credential's alias: `psql service=NAME`.
pub fn service(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Some(it) = postgres(entry) else { return };
    let settings = [
        ("host", Some(it.address.redacted_host())),
        ("port", Some(RedactedText::own(it.address.port.to_string()))),
        ("dbname", it.database.as_ref().map(|name| shown(name.as_str()))),
        ("user", Some(it.user.redacted())),
        ("password", it.password.as_ref().map(commands::placeholder)),
        ("sslmode", it.ssl_mode.map(|mode| RedactedText::own(mode.as_str()))),
    ];
    let lines = settings.into_iter().filter_map(|(name, value)| {
        let mut line = RedactedText::own(format!("{name}="));
        line.append(value?);
        Some(line)
    });
    let lines: Vec<RedactedText> = lines.collect();
    if lines.iter().any(|line| line.reveal().expose().len() > LONGEST_SERVICE_LINE) {
        return report.leave_out(entry.credential(), LeftOutReason::LineTooLong);
    }
    let text = written.text();
    text.push(format!("[{}]\n", entry.alias()));
    for line in lines {
        text.append(line).push("\n");
    }
    text.push("\n");
    report.wrote_host(entry, &it.address.host);
    written.carried += 1;
}
