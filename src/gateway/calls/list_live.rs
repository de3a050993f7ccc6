use crate::{
    domain::{credential::ListedCredential, name::IdentityName},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
        list::{ListCall, receive_list},
    },
    wire::{credential, exchange::RawResponse, json::Unreadable, list::Elements},
};

/// `GET /machineidentities/{name}/credentials`, of which no secret is looked at: the gateway has no
/// way to ask without them (G24).
pub struct ListLive<'a> {
    /// The identity whose credentials are read.
    pub name: &'a IdentityName,
}

impl Call for ListLive<'_> {
    type Output = Vec<ListedCredential>;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = ApiPath::new("machineidentities").identity(self.name)?;
        Ok(Outgoing::get_list(path.then("credentials")))
    }

    fn read(&self, body: &[u8]) -> Result<Vec<ListedCredential>, Unreadable> {
        credential::read_listed(body)
    }

    async fn take_in(&self, response: &RawResponse) -> Result<Vec<ListedCredential>, GatewayError> {
        receive_list(self, response).await
    }
}

impl ListCall for ListLive<'_> {
    type Entry = ListedCredential;

    fn read_more(&self, list: &mut Elements<'_>) -> Result<Vec<ListedCredential>, Unreadable> {
        credential::read_more_listed(list)
    }
}
