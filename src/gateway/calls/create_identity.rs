use crate::{
    domain::{draft::IdentitySpec, write::LogFields},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{identity, json::Unreadable},
};

/// `POST /machineidentities`: checks every listed connection, then creates the identity step by
/// step (contract §4).
pub struct CreateIdentity<'a> {
    /// Every field.
    pub spec: &'a IdentitySpec,
    /// What the audit log is to store of this write (contract §15).
    pub log: LogFields<'a>,
}

impl Call for CreateIdentity<'_> {
    /// The answer is ignored: what was created is read afterwards.
    type Output = ();

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let body = identity::write_spec(self.spec, self.log);
        Ok(Outgoing::post(ApiPath::new("machineidentities"), body))
    }

    fn read(&self, body: &[u8]) -> Result<(), Unreadable> {
        identity::read_created(body)
    }
}
