use crate::{
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{
        catalog::{self, AttributePage},
        json::Unreadable,
    },
};

/// The largest page (contract §9).
pub const PAGE_SIZE: usize = 100;

/// One page of `GET /attributes`; there is no other form (contract §10).
pub struct ListAttributes {
    /// The first page is 1.
    pub page: usize,
}

impl Call for ListAttributes {
    type Output = AttributePage;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let (page, size) = (self.page.to_string(), PAGE_SIZE.to_string());
        let query = [("page", page.as_str()), ("page_size", size.as_str())];
        Ok(Outgoing::get(ApiPath::new("attributes").query(&query)))
    }

    fn read(&self, body: &[u8]) -> Result<AttributePage, Unreadable> {
        catalog::read_attribute_page(body)
    }
}
