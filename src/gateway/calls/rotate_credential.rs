use crate::{
    domain::{
        connection::ConnectionName, credential::Credential, name::IdentityName, write::ReceiptId,
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
    pub name: &'a IdentityName,
    pub connection_name: &'a ConnectionName,
    pub receipt: Option<&'a ReceiptId>,
}

impl Call for RotateCredential<'_> {
    type Output = Credential;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = ApiPath::new("machineidentities").identity(self.name)?.then("credentials");
        let path = path.connection(self.connection_name).then("rotate");
        Ok(Outgoing::post(path, audit::write_receipt(self.receipt)))
    }

    fn read(&self, body: &[u8]) -> Result<Credential, Unreadable> {
        credential::read_rotated(body)
    }
}
