use crate::{
    domain::{
        connection::ConnectionName, credential::Credential, name::IdentityName, write::LogFields,
    },
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{audit, credential, json::Unreadable},
};

/// `POST /machineidentities/{name}/credentials/{connectionName}/rotate`: the old secret is
/// revoked before the new one is created (contract §4, G7).
pub struct RotateCredential<'a> {
    /// The identity that owns the credential.
    pub name: &'a IdentityName,
    /// The connection that the credential opens.
    pub connection_name: &'a ConnectionName,
    /// What the audit log is to store of this write (contract §15).
    pub log: LogFields<'a>,
}

impl Call for RotateCredential<'_> {
    type Output = Credential;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = ApiPath::new("machineidentities").identity(self.name)?.then("credentials");
        let path = path.connection(self.connection_name).then("rotate");
        Ok(Outgoing::post(path, audit::write_log_fields(self.log)))
    }

    fn read(&self, body: &[u8]) -> Result<Credential, Unreadable> {
        credential::read_rotated(body)
    }
}
