use crate::{
    domain::{name::IdentityName, write::LogFields},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{audit, identity, json::Unreadable},
};

/// `DELETE /machineidentities/{name}`: revokes every credential, then deletes the identity. A
/// failed revocation is only logged (contract §4).
pub struct DeleteIdentity<'a> {
    /// The identity.
    pub name: &'a IdentityName,
    /// What the audit log is to store of this write (contract §15).
    pub log: LogFields<'a>,
}

impl Call for DeleteIdentity<'_> {
    type Output = ();

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = ApiPath::new("machineidentities").identity(self.name)?;
        Ok(Outgoing::delete(path, audit::write_log_fields(self.log)))
    }

    fn read(&self, body: &[u8]) -> Result<(), Unreadable> {
        identity::read_deleted(body)
    }
}
