use crate::{
    domain::{identity::Identity, name::IdentityName},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{identity, json::Unreadable},
};

/// `GET /machineidentities/{name}`.
pub struct GetIdentity<'a> {
    /// Its current name; the gateway takes no id here.
    pub name: &'a IdentityName,
}

impl Call for GetIdentity<'_> {
    type Output = Identity;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get(ApiPath::new("machineidentities").identity(self.name)?))
    }

    fn read(&self, body: &[u8]) -> Result<Identity, Unreadable> {
        identity::read_identity(body)
    }
}
