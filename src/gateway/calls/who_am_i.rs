use crate::{
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{
        json::Unreadable,
        session::{self, Caller},
    },
};

/// `GET /userinfo`.
pub struct WhoAmI;

impl Call for WhoAmI {
    type Output = Caller;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get(ApiPath::new("userinfo")))
    }

    fn read(&self, body: &[u8]) -> Result<Caller, Unreadable> {
        session::read_caller(body)
    }
}
