use crate::{
    domain::{credential::Credential, draft::IdentitySpec, name::IdentityName, write::LogFields},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{identity, json::Unreadable},
};

/// `PUT /machineidentities/{name}`, with side effects on credentials (contract §5).
///
/// The body is built from an [`IdentitySpec`], which has every field, so none can be left out
/// (G1, G11).
pub struct UpdateIdentity<'a> {
    /// The name that the identity has now; the new one is in the spec.
    pub name: &'a IdentityName,
    /// Every field as it is to be.
    pub spec: &'a IdentitySpec,
    /// What the audit log is to store of this write (contract §15).
    pub log: LogFields<'a>,
}

impl Call for UpdateIdentity<'_> {
    /// The credentials that the save created; the rest of the answer repeats the request (G13).
    type Output = Vec<Credential>;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = ApiPath::new("machineidentities").identity(self.name)?;
        Ok(Outgoing::put(path, identity::write_spec(self.spec, self.log)))
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Credential>, Unreadable> {
        identity::read_saved(body)
    }
}
