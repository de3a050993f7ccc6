use crate::{
    domain::{attribute::Attribute, catalog::ListedAttribute},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{catalog, json::Unreadable},
};

/// `GET /attributes/{name}`, which also finds attributes that are in no list (G10).
pub struct GetAttribute<'a> {
    /// The attribute, which may be in no list.
    pub name: &'a Attribute,
}

impl Call for GetAttribute<'_> {
    type Output = ListedAttribute;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get(ApiPath::new("attributes").attribute(self.name)?))
    }

    fn read(&self, body: &[u8]) -> Result<ListedAttribute, Unreadable> {
        catalog::read_attribute(body)
    }
}
