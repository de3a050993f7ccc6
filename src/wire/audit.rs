//! The gateway's audit log, as far as receipts and histories need it (contract §15), and the fields of
//! a write that only the log keeps.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::json::{self, Unreadable, null_as_default};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::IdentitySpec,
    history::{Action, Actor, AuditEntry},
    identity::Timestamp,
    name::IdentityName,
    write::{LogFields, ReceiptId},
};

/// The field that carries the receipt id in the body of a write.
pub const RECEIPT_FIELD: &str = "editor_request";

/// The field that carries the reason for a change in the body of a write.
pub const REASON_FIELD: &str = "change_note";

/// The audit log's entry for one write.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// Whether the gateway answered with a status below 400.
    pub succeeded: bool,
    /// The status that the gateway answered with.
    pub status: u16,
    /// The gateway's message; empty when the write succeeded.
    pub message: String,
    /// When the entry was written, right after the write (the gateway's clock).
    pub written_at: Timestamp,
}

#[derive(Deserialize)]
struct LogBody {
    #[serde(default)]
    pages: PagesBody,
    data: Option<Vec<EntryBody>>,
}

#[derive(Default, Deserialize)]
struct PagesBody {
    #[serde(default)]
    total: usize,
}

#[derive(Deserialize)]
struct EntryBody {
    #[serde(default, deserialize_with = "null_as_default")]
    id: String,
    #[serde(default, deserialize_with = "null_as_default")]
    created_at: String,
    #[serde(default, deserialize_with = "null_as_default")]
    actor_subject: String,
    #[serde(default, deserialize_with = "null_as_default")]
    actor_email: String,
    #[serde(default, deserialize_with = "null_as_default")]
    actor_name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    http_method: String,
    #[serde(default, deserialize_with = "null_as_default")]
    http_path: String,
    http_status: u16,
    outcome: bool,
    #[serde(default, deserialize_with = "null_as_default")]
    error_message: String,
    /// The body of any client, in any form.
    #[serde(default)]
    request_payload_redacted: Value,
}

/// Finds the receipt in an answer to `GET /audit/logs`; `None` when it isn't there. The log's
/// filters match substrings and wildcards, so each entry is compared here.
///
/// # Errors
///
/// When the body isn't a page of the audit log.
pub fn find_receipt(body: &[u8], id: &ReceiptId) -> Result<Option<Receipt>, Unreadable> {
    let log: LogBody = json::read(body, "a page of the audit log")?;
    let entries = log.data.into_iter().flatten();
    let has_id = |entry: &EntryBody| {
        entry.request_payload_redacted.get(RECEIPT_FIELD).and_then(Value::as_str)
            == Some(id.as_str())
    };
    Ok(entries.into_iter().find(has_id).map(|entry| Receipt {
        succeeded: entry.outcome,
        status: entry.http_status,
        message: entry.error_message.trim_end().to_owned(),
        written_at: Timestamp::received(entry.created_at),
    }))
}

/// One page of the audit log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuditPage {
    /// The writes of identities on it, newest first.
    pub entries: Vec<AuditEntry>,
    /// How many entries the filters find in all.
    pub total: usize,
    /// How many entries this page has, other resources included.
    pub count: usize,
    /// The time of its last entry.
    pub oldest: Option<Timestamp>,
}

/// Reads a page of the audit log; entries that are no write of an identity are left out.
///
/// # Errors
///
/// When the body is not a page of the audit log.
pub fn read_audit_page(body: &[u8]) -> Result<AuditPage, Unreadable> {
    let log: LogBody = json::read(body, "a page of the audit log")?;
    let entries = log.data.unwrap_or_default();
    Ok(AuditPage {
        total: log.pages.total,
        count: entries.len(),
        oldest: entries.last().map(|entry| Timestamp::received(&entry.created_at)),
        entries: entries.into_iter().filter_map(entry).collect(),
    })
}

fn entry(body: EntryBody) -> Option<AuditEntry> {
    let payload = &body.request_payload_redacted;
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let action = Action::of(&body.http_method, &body.http_path, text("name"))?;
    Some(AuditEntry {
        reason: text(REASON_FIELD).filter(|text| !text.is_empty()).map(str::to_owned),
        fields: fields(payload)
            .filter(|_| !matches!(action, Action::Rotate(..) | Action::Delete(_))),
        action,
        id: body.id,
        at: Timestamp::received(body.created_at),
        actor: Actor {
            name: body.actor_name,
            email: body.actor_email,
            subject: body.actor_subject,
        },
        is_done: body.outcome,
        message: told(&body.error_message).to_owned(),
    })
}

/// The fields as the gateway understood them: what is missing is empty, `null` in a list is the
/// empty text (contract §3).
fn fields(payload: &Value) -> Option<IdentitySpec> {
    let name = payload.get("name")?.as_str()?;
    let list = |name: &str| {
        let items = payload.get(name).and_then(Value::as_array).into_iter().flatten();
        items.map(|item| item.as_str().unwrap_or_default())
    };
    let mut attributes: Vec<_> = list("attributes").map(Attribute::received).collect();
    crate::domain::collect::sort(&mut attributes, Ord::cmp);
    attributes.dedup();
    Some(IdentitySpec {
        name: IdentityName::received(name),
        description: payload
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        connection_names: list("connection_names").map(ConnectionName::received).collect(),
        attributes: attributes.into(),
    })
}

/// The log writes `Error #01: …` and a line break around some messages.
fn told(message: &str) -> &str {
    let message = message.trim_end();
    message.strip_prefix("Error #01: ").unwrap_or(message)
}

#[derive(Serialize)]
struct LogFieldsBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    editor_request: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change_note: Option<&'a str>,
}

/// The body of a write that needs none of its own (rotate, delete): what the log is to store, or
/// nothing.
pub fn write_log_fields(fields: LogFields<'_>) -> Vec<u8> {
    match fields {
        LogFields { receipt: None, reason: None } => Vec::new(),
        LogFields { receipt, reason } => json::write(&LogFieldsBody {
            editor_request: receipt.map(ReceiptId::as_str),
            change_note: reason,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{find_receipt, read_audit_page, write_log_fields};
    use crate::domain::{
        history::Action,
        name::IdentityName,
        write::{LogFields, ReceiptId},
    };

    #[test]
    fn only_the_entry_with_the_id_is_the_receipt() {
        let log = br#"{"pages":{"total":3,"page":1,"size":100},"data":[
            {"http_status":200,"outcome":true,"request_payload_redacted":null},
            {"http_status":200,"outcome":true,"request_payload_redacted":{"editor_request":7}},
            {"created_at":"2026-08-21T10:00:00Z","http_status":400,"outcome":false,
             "error_message":"Error #01: connection nope not found\n",
             "request_payload_redacted":{"name":"a","editor_request":"id-1"}}]}"#;
        let found = find_receipt(log, &ReceiptId::received("id-1")).expect("it is a log");
        let found = found.expect("it is there");
        assert!(!found.succeeded);
        assert_eq!(found.message, "Error #01: connection nope not found");
        assert_eq!(found.written_at.as_str(), "2026-08-21T10:00:00Z");
        assert_eq!(find_receipt(log, &ReceiptId::received("id-2")), Ok(None));
        assert!(find_receipt(b"<html>", &ReceiptId::received("id-1")).is_err());
    }

    #[test]
    fn a_write_without_fields_carries_what_the_log_keeps() {
        let id = ReceiptId::received("u");
        let fields = LogFields { receipt: Some(&id), reason: None };
        assert_eq!(write_log_fields(fields), br#"{"editor_request":"u"}"#);
        let fields = LogFields { receipt: None, reason: Some("INC-1") };
        assert_eq!(write_log_fields(fields), br#"{"change_note":"INC-1"}"#);
        assert!(write_log_fields(LogFields::default()).is_empty());
    }

    #[test]
    fn a_page_holds_the_writes_of_identities() {
        let log = br#"{"pages":{"total":250,"page":1,"size":100},"data":[
            {"id":"3","actor_email":"a@b.c","actor_name":"","created_at":"2026-08-21T10:00:02Z",
             "http_method":"PUT","http_path":"/api/machineidentities/a","http_status":400,
             "outcome":false,"error_message":"Error #01: connection nope not found\n",
             "request_payload_redacted":{"name":"a","connection_names":null,"change_note":"INC-1"}},
            {"id":"2","http_method":"PATCH","http_path":"/api/connections/pg","http_status":200,
             "outcome":true,"created_at":"2026-08-21T10:00:01Z"},
            {"id":"1","http_method":"DELETE","http_path":"/api/machineidentities/a","http_status":200,
             "outcome":true,"created_at":"2026-08-21T10:00:00Z","request_payload_redacted":null}]}"#;
        let page = read_audit_page(log).expect("it is a page");
        assert_eq!((page.total, page.count, page.entries.len()), (250, 3, 2));
        assert_eq!(page.oldest.expect("it has a last entry").as_str(), "2026-08-21T10:00:00Z");
        let [save, delete] = &page.entries[..] else { panic!("there are two") };
        assert_eq!(save.message, "connection nope not found");
        assert_eq!(save.reason.as_deref(), Some("INC-1"));
        assert!(save.fields.is_some() && save.version().is_none());
        assert_eq!(delete.action, Action::Delete(IdentityName::received("a")));
        assert!(read_audit_page(b"<html>").is_err());
    }
}
