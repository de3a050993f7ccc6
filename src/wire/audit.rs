//! The gateway's audit log, as far as receipts need it (contract §15).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::json::{self, Unreadable, null_as_default};
use crate::domain::{identity::Timestamp, write::ReceiptId};

/// The field that carries the receipt id in the body of a write.
pub const RECEIPT_FIELD: &str = "editor_request";

/// What the audit log says of one write.
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
    data: Option<Vec<EntryBody>>,
}

#[derive(Deserialize)]
struct EntryBody {
    #[serde(default, deserialize_with = "null_as_default")]
    created_at: String,
    http_status: u16,
    outcome: bool,
    #[serde(default, deserialize_with = "null_as_default")]
    error_message: String,
    /// Whatever some client sent: any shape.
    #[serde(default)]
    request_payload_redacted: Value,
}

/// Finds the receipt among the entries of an answer to `GET /audit/logs`; `None` when it is not
/// there. The log's own filters match substrings and wildcards, so each entry is compared here.
///
/// # Errors
///
/// When the body is not a page of the audit log.
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

#[derive(Serialize)]
struct ReceiptBody<'a> {
    editor_request: &'a str,
}

/// The body of a write that needs none of its own (rotate, delete): the receipt id, or nothing.
pub fn write_receipt(receipt: Option<&ReceiptId>) -> Vec<u8> {
    match receipt {
        Some(id) => json::write(&ReceiptBody { editor_request: id.as_str() }),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{find_receipt, write_receipt};
    use crate::domain::write::ReceiptId;

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
    fn a_write_without_fields_carries_the_receipt_alone() {
        let id = ReceiptId::received("u");
        assert_eq!(write_receipt(Some(&id)), br#"{"editor_request":"u"}"#);
        assert!(write_receipt(None).is_empty());
    }
}
