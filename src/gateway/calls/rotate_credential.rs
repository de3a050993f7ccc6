use crate::{
    domain::{connection::ConnectionName, credential::Credential, name::IdentityName},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{credential, json::Unreadable},
};

/// `POST /machineidentities/{name}/credentials/{connectionName}/rotate`: the old secret dies before
/// the new one is made (contract §4, G7).
pub struct RotateCredential<'a> {
    pub name: &'a IdentityName,
    pub connection_name: &'a ConnectionName,
}

impl Call for RotateCredential<'_> {
    type Output = Credential;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = ApiPath::new("machineidentities").identity(self.name)?.then("credentials");
        Ok(Outgoing::post(path.connection(self.connection_name).then("rotate"), Vec::new()))
    }

    fn read(&self, body: &[u8]) -> Result<Credential, Unreadable> {
        credential::read_rotated(body)
    }
}
