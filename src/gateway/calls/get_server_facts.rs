use crate::{
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{
        json::Unreadable,
        session::{self, ServerFacts},
    },
};

/// `GET /serverinfo`.
pub struct GetServerFacts;

impl Call for GetServerFacts {
    type Output = ServerFacts;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get(ApiPath::new("serverinfo")))
    }

    fn read(&self, body: &[u8]) -> Result<ServerFacts, Unreadable> {
        session::read_server_facts(body)
    }
}
