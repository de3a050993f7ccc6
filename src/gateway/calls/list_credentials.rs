use crate::{
    domain::{credential::Credential, name::IdentityName},
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
        list::{ListCall, receive_list},
    },
    wire::{credential, exchange::RawResponse, json::Unreadable, list::Elements},
};

/// `GET /machineidentities/{name}/credentials`: every live credential with its secret, for admins
/// (G24). The credential of a deleted connection is not among them (G23).
pub struct ListCredentials<'a> {
    /// The identity whose credentials are read.
    pub name: &'a IdentityName,
}

impl Call for ListCredentials<'_> {
    type Output = Vec<Credential>;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = ApiPath::new("machineidentities").identity(self.name)?;
        Ok(Outgoing::get_list(path.then("credentials")))
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Credential>, Unreadable> {
        credential::read_credentials(body)
    }

    async fn take_in(&self, response: &RawResponse) -> Result<Vec<Credential>, GatewayError> {
        receive_list(self, response).await
    }
}

impl ListCall for ListCredentials<'_> {
    type Entry = Credential;

    fn read_more(&self, list: &mut Elements<'_>) -> Result<Vec<Credential>, Unreadable> {
        credential::read_more_credentials(list)
    }
}
