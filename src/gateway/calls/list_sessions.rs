use crate::{
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{
        json::Unreadable,
        sessions::{self, SessionPage},
    },
};

/// `GET /sessions` of one identity: when its credentials were issued and used (contract §16).
pub struct ListSessions<'a> {
    /// The identity's id, which a rename leaves.
    pub id: &'a str,
    /// How many of the newest entries to pass over.
    pub offset: usize,
}

impl Call for ListSessions<'_> {
    type Output = SessionPage;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let offset = self.offset.to_string();
        // The largest answer that the gateway gives.
        let query = [("user", self.id), ("limit", "100"), ("offset", &offset)];
        Ok(Outgoing::get(ApiPath::new("sessions").query(&query)))
    }

    fn read(&self, body: &[u8]) -> Result<SessionPage, Unreadable> {
        sessions::read_sessions(body)
    }
}
