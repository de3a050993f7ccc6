use crate::{
    domain::{attribute::Attribute, connection::ConnectionName, write::LogFields},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{catalog, json::Unreadable},
};

/// `PATCH /connections/{name}` with its own attributes: the connection stays as it is, and the
/// identities around it are reconciled (contract §5).
pub struct ResaveConnection<'a> {
    /// The connection to re-save.
    pub connection_name: &'a ConnectionName,
    /// As read immediately before.
    pub attributes: &'a [Attribute],
    /// What the audit log is to store of this write (contract §15).
    pub log: LogFields<'a>,
}

impl Call for ResaveConnection<'_> {
    type Output = ();

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = ApiPath::new("connections").connection(self.connection_name);
        Ok(Outgoing::patch(path, catalog::write_carried(self.attributes, self.log)))
    }

    fn read(&self, body: &[u8]) -> Result<(), Unreadable> {
        catalog::read_carried(body).map(|_| ())
    }
}
