//! `security_audit_log`: one entry for each write that reached its handler (contract §15).

use serde_json::{Map, Value};

use super::Store;

/// A row of the audit log.
pub struct AuditEntry {
    pub id: String,
    pub actor_subject: String,
    pub actor_email: String,
    pub actor_name: String,
    /// When it was written, in nanoseconds since 1970; a late entry isn't visible until then.
    pub created_at: i64,
    pub resource_type: &'static str,
    pub action: &'static str,
    pub http_method: &'static str,
    pub http_status: u16,
    /// Decoded.
    pub http_path: String,
    /// The body as sent, with secrets redacted; `None` when it wasn't an object.
    pub payload: Option<Map<String, Value>>,
    pub error_message: String,
}

impl AuditEntry {
    /// Whether the request succeeded.
    pub const fn outcome(&self) -> bool {
        self.http_status < 400
    }
}

impl Store {
    /// Every entry, newest first.
    pub fn audit_entries(&self) -> impl Iterator<Item = &AuditEntry> {
        self.audit_log.iter().rev()
    }

    /// Adds an entry, in the order of time.
    pub fn insert_audit_entry(&mut self, entry: impl IntoIterator<Item = AuditEntry>) {
        for entry in entry {
            let place =
                self.audit_log.partition_point(|other| other.created_at <= entry.created_at);
            self.audit_log.insert(place, entry);
        }
    }
}
