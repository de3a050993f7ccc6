//! A request passing through a handler.

use std::sync::Arc;

use super::access::{Tokens, User};
use super::http::Target;
use super::json::Body;
use super::provision::Provisioner;
use super::settings::Settings;
use super::store::{Store, decoded_text};
use super::world::World;
use crate::wire::exchange::RawRequest;

/// What a handler may read and change.
pub struct Call<'a> {
    pub store: &'a mut Store,
    pub settings: &'a Settings,
    pub tokens: &'a mut Tokens,
    pub world: &'a mut dyn World,
    pub request: &'a RawRequest,
    pub target: &'a Target,
    /// `None` on open routes.
    pub caller: Option<Arc<User>>,
    /// A future gateway may refuse fields that it doesn't know (contract §15).
    pub rejects_unknown_fields: bool,
    /// The decoded path parameters, in the order of the route's pattern.
    pub parameters: Vec<Vec<u8>>,
}

impl Call<'_> {
    /// A decoded path parameter, or the database's refusal of it.
    pub fn parameter(&self, index: usize) -> Result<&str, String> {
        decoded_text(self.parameters.get(index).map_or(&[], Vec::as_slice))
    }

    /// The same for a message, in which invalid UTF-8 has to be shown.
    pub fn shown_parameter(&self, index: usize) -> String {
        let bytes = self.parameters.get(index).map_or(&[][..], Vec::as_slice);
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// Finishes reading a body; the error is the message of the 400.
    pub fn finish(&self, body: Body) -> Result<(), String> {
        body.finish(self.rejects_unknown_fields)
    }

    /// What is needed to create credentials.
    pub fn provisioner(&mut self) -> Provisioner<'_> {
        Provisioner { store: self.store, settings: self.settings, world: self.world }
    }
}
