use crate::{
    domain::{attribute::Attribute, connection::ConnectionName},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{catalog, json::Unreadable},
};

/// `GET /connections/{name}`, for every attribute that the connection carries. A re-save sends them all,
/// those that hoop.dev manages included (G34).
pub struct GetCarried<'a> {
    /// The connection whose attributes are read.
    pub connection_name: &'a ConnectionName,
}

impl Call for GetCarried<'_> {
    type Output = Vec<Attribute>;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get(ApiPath::new("connections").connection(self.connection_name)))
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Attribute>, Unreadable> {
        catalog::read_carried(body)
    }
}
