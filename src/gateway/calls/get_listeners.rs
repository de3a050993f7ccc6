use crate::{
    domain::listeners::Listeners,
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{json::Unreadable, session},
};

/// `GET /serverconfig/misc`, for administrators and auditors. The answer contains the SSH proxy's
/// private host key (G29), so only a page without third-party scripts may call it: see
/// [`Client::allow_server_config`](crate::gateway::client::Client::allow_server_config).
pub struct GetListeners;

impl Call for GetListeners {
    type Output = Listeners;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        Ok(Outgoing::get(ApiPath::new("serverconfig").then("misc")))
    }

    fn read(&self, body: &[u8]) -> Result<Listeners, Unreadable> {
        session::read_listeners(body)
    }
}
