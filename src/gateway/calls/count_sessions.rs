use crate::{
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{json::Unreadable, sessions},
};

/// `GET /sessions?limit=1` of one identity, for the number of its entries: it grows with every
/// credential that is created (contract §16).
pub struct CountSessions<'a> {
    /// The identity's id.
    pub id: &'a str,
}

impl Call for CountSessions<'_> {
    /// `None` where the gateway doesn't count.
    type Output = Option<usize>;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let query = [("user", self.id), ("limit", "1")];
        Ok(Outgoing::get(ApiPath::new("sessions").query(&query)))
    }

    fn read(&self, body: &[u8]) -> Result<Option<usize>, Unreadable> {
        sessions::read_sessions(body).map(|page| page.total)
    }
}
