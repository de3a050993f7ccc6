//! What the clients of PostgreSQL read: addresses, `.pgpass` and `pg_service.conf`.

use super::{Entry, Remark, Writer, quote};
use crate::{
    domain::{card::Label, redacted_text::RedactedText},
    wire::percent::percent_encoded,
};

/// `postgres://` with everything encoded; the gateway leaves the database as it stands
/// (contract §7).
pub fn uri(entry: &Entry<'_>) -> Option<RedactedText> {
    let user = entry.part(Label::UserName)?.clone().map(percent_encoded);
    let password = entry.part(Label::Password).cloned().unwrap_or_default().map(percent_encoded);
    let (host, port) = (entry.host_in_address()?, entry.port()?);
    let database = percent_encoded(&entry.plain(Label::Database).unwrap_or_default());
    let mode = ssl_mode(entry).map(|mode| format!("?sslmode={mode}")).unwrap_or_default();
    Some(
        RedactedText::plain("postgres://")
            .and_all(user)
            .and(":")
            .and_all(password)
            .and(format!("@{host}:{port}/{database}{mode}")),
    )
}

/// The gateway tells whether its proxy has TLS only inside its own address (contract §7).
fn ssl_mode(entry: &Entry<'_>) -> Option<String> {
    let told = entry.part(Label::ConnectionString)?.masked();
    let (_, rest) = told.rsplit_once("sslmode=")?;
    let mode: String =
        rest.chars().take_while(|it| it.is_ascii_lowercase() || *it == '-').collect();
    (!mode.is_empty()).then_some(mode)
}

pub fn uris(entries: &[Entry<'_>]) -> RedactedText {
    let lines = entries.iter().filter_map(uri);
    lines.fold(RedactedText::new(), |text, uri| text.and_all(uri).and("\n"))
}

/// One line each, `host:port:database:user:password`; the reader compares the first four, of which
/// the user is the secret here.
pub fn pgpass(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    writer.remarks.push(Remark::OwnerOnly);
    let mut text = RedactedText::new();
    for entry in entries {
        let fields = [Label::Host, Label::Port, Label::Database, Label::UserName, Label::Password]
            .map(|label| quote::pgpass(entry.part(label).cloned().unwrap_or_default()));
        let [Some(host), Some(port), Some(database), Some(user), Some(password)] = fields else {
            writer.unwritable(entry, "database_name");
            continue;
        };
        let fields = [port, database, user, password];
        let line = fields.into_iter().fold(host, |line, field| line.and(":").and_all(field));
        text = text.and_all(line).and("\n");
    }
    text
}

/// A section each, under the name of the connection: `psql service=NAME`.
pub fn service_file(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    writer.remarks.push(Remark::OwnerOnly);
    let mut text = RedactedText::new();
    for entry in entries {
        text = text.and(format!("[{}]\n", entry.name()));
        let settings = [
            ("host", entry.part(Label::Host).cloned()),
            ("port", entry.part(Label::Port).cloned()),
            ("dbname", entry.part(Label::Database).cloned()),
            ("user", entry.part(Label::UserName).cloned()),
            ("password", entry.part(Label::Password).cloned()),
            ("sslmode", ssl_mode(entry).map(RedactedText::plain)),
        ];
        for (name, value) in settings {
            match value.map(quote::line) {
                None => {}
                Some(Some(value)) => text = text.and(format!("{name}=")).and_all(value).and("\n"),
                Some(None) => writer.unwritable(entry, name),
            }
        }
        text = text.and("\n");
    }
    text
}
