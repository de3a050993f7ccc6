use crate::{
    domain::connection::Connection,
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
        list::{ListCall, receive_list},
    },
    wire::{catalog, exchange::RawResponse, json::Unreadable, list::Elements},
};

/// `GET /connections` without a page, which returns all of them (contract §10).
pub struct ListConnections;

impl Call for ListConnections {
    type Output = Vec<Connection>;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get_list(ApiPath::new("connections")))
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Connection>, Unreadable> {
        catalog::read_connections(body)
    }

    async fn take_in(&self, response: &RawResponse) -> Result<Vec<Connection>, GatewayError> {
        receive_list(self, response).await
    }
}

impl ListCall for ListConnections {
    type Entry = Connection;

    fn read_more(&self, list: &mut Elements<'_>) -> Result<Vec<Connection>, Unreadable> {
        catalog::read_more_connections(list)
    }
}
