use crate::{
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{
        json::Unreadable,
        session::{self, PublicServerInfo},
    },
};

/// `GET /publicserverinfo`: how users sign in; needs no token.
pub struct GetPublicServerInfo;

impl Call for GetPublicServerInfo {
    type Output = PublicServerInfo;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get(ApiPath::new("publicserverinfo")))
    }

    fn read(&self, body: &[u8]) -> Result<PublicServerInfo, Unreadable> {
        session::read_public_server_info(body)
    }
}
