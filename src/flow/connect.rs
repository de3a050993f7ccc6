//! Finding a gateway, and who the user is.

use futures_util::future::join;

use crate::{
    gateway::{
        calls::{GetPublicServerInfo, GetServerFacts, WhoAmI},
        client::Client,
        error::GatewayError,
    },
    wire::session::{Caller, PublicServerInfo, ServerFacts},
};

/// Checks that a gateway's API answers at the client's URL, and returns how its users sign in.
/// Calls the one endpoint that needs no token (contract §11), so a wrong URL shows before the user
/// enters one (G17).
pub async fn probe(client: &Client) -> Result<PublicServerInfo, GatewayError> {
    client.send(&GetPublicServerInfo).await
}

/// The signed-in user and the server's settings.
pub struct Welcome {
    /// Name, e-mail address and role.
    pub caller: Caller,
    /// Version and policies.
    pub facts: ServerFacts,
}

/// Signs in with the client's token.
pub async fn connect(client: &Client) -> Result<Welcome, GatewayError> {
    let (caller, facts) = join(client.send(&WhoAmI), client.send(&GetServerFacts)).await;
    // Its error comes first: whether the token is accepted matters more than the server's settings.
    let caller = caller?;
    // This answer says whether copying is forbidden (G28), so a failed read doesn't permit it. A
    // gateway without the endpoint doesn't have the policy either.
    let facts = match facts {
        Ok(facts) => facts,
        Err(GatewayError::Gone { .. } | GatewayError::NotTheApi { status: 404 }) => {
            ServerFacts::default()
        }
        Err(error) => return Err(error),
    };
    Ok(Welcome { caller, facts })
}
