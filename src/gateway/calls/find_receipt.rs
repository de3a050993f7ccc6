use crate::{
    domain::{
        name::IdentityName,
        write::{ReceiptId, WriteRequest},
    },
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{
        audit::{self, Receipt},
        json::Unreadable,
    },
};

/// `GET /audit/logs`, filtered for the entries that may be the receipt of a write (contract §15).
pub struct FindReceipt<'a> {
    /// The id that the write carried.
    pub id: &'a ReceiptId,
    /// The name that the identity had before the write.
    pub name: &'a IdentityName,
    /// What was sent: decides which entries can be its receipt.
    pub request: &'a WriteRequest,
}

/// The number of newest entries to read: the largest page that the gateway gives.
const PAGE_SIZE: &str = "100";

impl FindReceipt<'_> {
    /// Method, resource type and end of the decoded path, as the log writes them.
    fn filters(&self) -> (&'static str, &'static str, String) {
        let identity = |rest: &str| format!("/machineidentities/{}{rest}", self.name.as_str());
        match self.request {
            WriteRequest::Create { .. } => {
                ("POST", "machine_identities", "/machineidentities".to_owned())
            }
            WriteRequest::Save { .. } => ("PUT", "machine_identities", identity("")),
            WriteRequest::Delete => ("DELETE", "machine_identities", identity("")),
            WriteRequest::Rotate { connection_name } => {
                let rest = format!("/credentials/{connection_name}/rotate");
                ("POST", "machine_identities", identity(&rest))
            }
            WriteRequest::Resave { connection_name, .. } => {
                ("PATCH", "connections", format!("/connections/{connection_name}"))
            }
        }
    }
}

impl Call for FindReceipt<'_> {
    /// `None` when there is no entry, which proves nothing: it is written after the answer.
    type Output = Option<Receipt>;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let (method, resource, path) = self.filters();
        // The filter is a LIKE pattern, in which a backslash escapes the next character.
        let path = path.replace('\\', "_");
        let query = [
            ("page", "1"),
            ("page_size", PAGE_SIZE),
            ("http_method", method),
            ("resource_type", resource),
            ("http_path", &path),
        ];
        Ok(Outgoing::get(ApiPath::new("audit").then("logs").query(&query)))
    }

    fn read(&self, body: &[u8]) -> Result<Option<Receipt>, Unreadable> {
        audit::find_receipt(body, self.id)
    }
}
