use crate::{
    domain::identity::Identity,
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
        list::{ListCall, receive_list},
    },
    wire::{exchange::RawResponse, identity, json::Unreadable, list::Elements},
};

/// `GET /machineidentities`: all of them, newest first; there are no pages (contract §4).
pub struct ListIdentities;

impl Call for ListIdentities {
    type Output = Vec<Identity>;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get_list(ApiPath::new("machineidentities")))
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Identity>, Unreadable> {
        identity::read_identities(body)
    }

    async fn take_in(&self, response: &RawResponse) -> Result<Vec<Identity>, GatewayError> {
        receive_list(self, response).await
    }
}

impl ListCall for ListIdentities {
    type Entry = Identity;

    fn read_more(&self, list: &mut Elements<'_>) -> Result<Vec<Identity>, Unreadable> {
        identity::read_more_identities(list)
    }
}
