use crate::{
    domain::{identity::Timestamp, name::IdentityName},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{
        audit::{self, AuditPage},
        json::Unreadable,
    },
};

/// `GET /audit/logs`: writes of identities, newest first (contract §15).
pub struct ListAudit<'a> {
    /// Which writes.
    pub filter: AuditFilter<'a>,
    /// Counts from 1; the gateway's largest pages are read.
    pub page: usize,
}

/// Which writes to list. The log's own filters match substrings and wildcards, so that the caller
/// compares again.
#[derive(Clone, Copy, Debug)]
pub enum AuditFilter<'a> {
    /// Everything that was sent to an identity of this name.
    Named(&'a IdentityName),
    /// Successful creations within a time.
    Created {
        /// Inclusive.
        after: &'a Timestamp,
        /// Inclusive.
        before: &'a Timestamp,
    },
    /// Successful saves within a time: of one name, or of any.
    Saved {
        /// The name before the save.
        name: Option<&'a IdentityName>,
        /// Inclusive.
        after: &'a Timestamp,
        /// Inclusive.
        before: &'a Timestamp,
    },
}

/// The number of entries that [`ListAudit`] asks for: the most that the gateway gives.
pub const AUDIT_PAGE: usize = 100;

impl Call for ListAudit<'_> {
    type Output = AuditPage;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let page = self.page.to_string();
        let mut query = vec![
            ("page", page.as_str()),
            ("page_size", "100"),
            ("resource_type", "machine_identities"),
        ];
        let path;
        match self.filter {
            AuditFilter::Named(name) => {
                path = below(Some(name));
                query.push(("http_path", &path));
            }
            AuditFilter::Created { after, before } => {
                path = below(None);
                query.extend([("http_method", "POST"), ("outcome", "true"), ("http_path", &path)]);
                query.extend([
                    ("created_after", after.as_str()),
                    ("created_before", before.as_str()),
                ]);
            }
            AuditFilter::Saved { name, after, before } => {
                path = below(name);
                query.extend([("http_method", "PUT"), ("outcome", "true"), ("http_path", &path)]);
                query.extend([
                    ("created_after", after.as_str()),
                    ("created_before", before.as_str()),
                ]);
            }
        }
        Ok(Outgoing::get_list(ApiPath::new("audit").then("logs").query(&query)))
    }

    fn read(&self, body: &[u8]) -> Result<AuditPage, Unreadable> {
        audit::read_audit_page(body)
    }
}

/// The decoded path as a pattern, in which a backslash would escape the character after it.
fn below(name: Option<&IdentityName>) -> String {
    match name {
        Some(name) => format!("/machineidentities/{}", name.as_str()).replace('\\', "_"),
        None => "/machineidentities".to_owned(),
    }
}
