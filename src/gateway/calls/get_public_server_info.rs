use crate::{
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{json::Unreadable, session},
};

/// `GET /publicserverinfo`, the one fact of which is that a gateway answered.
pub struct GetPublicServerInfo;

impl Call for GetPublicServerInfo {
    type Output = ();

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get(ApiPath::new("publicserverinfo")))
    }

    fn read(&self, body: &[u8]) -> Result<(), Unreadable> {
        session::read_public_server_info(body)
    }
}
