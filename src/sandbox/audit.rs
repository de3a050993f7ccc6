//! GET /audit/logs: filters, pages and refusals (contract §15).

use serde::Serialize;
use serde_json::{Map, Value};

use super::call::Call;
use super::catalog::page::{Page, contains};
use super::http::{Target, json, message};
use super::json::{day_or_instant, instant};
use super::store::{AuditEntry, ORGANISATION};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let page = match Page::parse(call.target) {
        Ok(page) => page,
        Err(error) => return message(422, error),
    };
    let filter = match Filter::parse(call.target) {
        Ok(filter) => filter,
        Err((status, error)) => return message(status, error),
    };
    let now = call.world.now();
    let entries = call.store.audit_entries();
    let found: Vec<&AuditEntry> =
        entries.filter(|entry| entry.created_at <= now && filter.keeps(entry)).collect();
    let shown = page.cut(&found).iter().map(|entry| EntryView::of(entry));
    json(200, &page.of(found.len(), shown.collect()))
}

/// The parsed query.
struct Filter {
    /// Column and value, exact.
    exact: Vec<(Column, String)>,
    /// Column and substring, ignoring case; `%` and `_` are wildcards.
    partial: Vec<(Column, String)>,
    http_status: Option<u16>,
    outcome: Option<bool>,
    /// Nanoseconds since 1970, inclusive.
    after: Option<i64>,
    before: Option<i64>,
}

type Column = fn(&AuditEntry) -> &str;

/// Every request comes from the same address.
const CLIENT_IP: &str = "127.0.0.1";

const EXACT: [(&str, Column); 3] = [
    ("resource_type", |entry| entry.resource_type),
    ("action", |entry| entry.action),
    ("http_method", |entry| entry.http_method),
];

const PARTIAL: [(&str, Column); 4] = [
    ("http_path", |entry| &entry.http_path),
    ("actor_subject", |entry| &entry.actor_subject),
    ("actor_email", |entry| &entry.actor_email),
    ("client_ip", |_| CLIENT_IP),
];

impl Filter {
    fn parse(target: &Target) -> Result<Self, (u16, &'static str)> {
        let asked = |name: &str| Some(target.query(name)).filter(|value| !value.is_empty());
        let columns = |columns: &[(&str, Column)]| {
            let asked = |(name, column): &(&str, Column)| Some((*column, asked(name)?));
            columns.iter().filter_map(asked).collect()
        };
        let moment = |name: &str| {
            let moment = asked(name).map(|text| day_or_instant(&text).ok_or(MALFORMED));
            moment.transpose()
        };
        let http_status = asked("http_status")
            .map(|text| text.parse().map_err(|_| (400, "http_status must be a valid integer")));
        let outcome = asked("outcome").map(|text| match text.as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err((400, "outcome must be true or false")),
        });
        Ok(Self {
            exact: columns(&EXACT),
            partial: columns(&PARTIAL),
            http_status: http_status.transpose()?,
            outcome: outcome.transpose()?,
            after: moment("created_after")?,
            before: moment("created_before")?,
        })
    }

    fn keeps(&self, entry: &AuditEntry) -> bool {
        self.exact.iter().all(|(column, value)| column(entry) == value)
            && self.partial.iter().all(|(column, part)| contains(column(entry), part))
            && self.http_status.is_none_or(|status| entry.http_status == status)
            && self.outcome.is_none_or(|outcome| entry.outcome() == outcome)
            && self.after.is_none_or(|after| entry.created_at >= after)
            && self.before.is_none_or(|before| entry.created_at <= before)
    }
}

/// The refusal of a malformed moment.
const MALFORMED: (u16, &str) = (500, "failed listing security audit logs");

/// An entry's fields, in the gateway's order.
#[derive(Serialize)]
struct EntryView<'a> {
    id: &'a str,
    org_id: &'a str,
    actor_subject: &'a str,
    actor_email: &'a str,
    actor_name: &'a str,
    created_at: String,
    resource_type: &'a str,
    action: &'a str,
    http_method: &'a str,
    http_status: u16,
    http_path: &'a str,
    client_ip: &'a str,
    request_payload_redacted: Option<&'a Map<String, Value>>,
    outcome: bool,
    error_message: &'a str,
}

impl<'a> EntryView<'a> {
    fn of(entry: &'a AuditEntry) -> Self {
        Self {
            id: &entry.id,
            org_id: ORGANISATION,
            actor_subject: &entry.actor_subject,
            actor_email: &entry.actor_email,
            actor_name: &entry.actor_name,
            created_at: instant(entry.created_at),
            resource_type: entry.resource_type,
            action: entry.action,
            http_method: entry.http_method,
            http_status: entry.http_status,
            http_path: &entry.http_path,
            client_ip: CLIENT_IP,
            request_payload_redacted: entry.payload.as_ref(),
            outcome: entry.outcome(),
            error_message: &entry.error_message,
        }
    }
}
