//! Finding out whether there is a gateway, and who is calling it.

use crate::{
    gateway::{
        calls::{GetPublicServerInfo, GetServerFacts, WhoAmI},
        client::Client,
        error::GatewayError,
    },
    wire::session::{Caller, PublicServerInfo, ServerFacts},
};

/// Whether a gateway's API answers at the client's address, and how its users sign in. It asks the one
/// endpoint that needs no token (contract §11), so that no user is asked for one in vain (G17).
pub async fn probe(client: &Client) -> Result<PublicServerInfo, GatewayError> {
    client.send(&GetPublicServerInfo).await
}

/// Who the token belongs to, and what the server says of itself.
pub struct Welcome {
    /// Name, e-mail address and role.
    pub caller: Caller,
    /// Version and policies.
    pub facts: ServerFacts,
}

/// Signs in with the client's token.
pub async fn connect(client: &Client) -> Result<Welcome, GatewayError> {
    let caller = client.send(&WhoAmI).await?;
    // It says whether copying is forbidden (G28), so that not knowing is no leave to copy. A gateway
    // that has no such endpoint has no such policy.
    let facts = match client.send(&GetServerFacts).await {
        Ok(facts) => facts,
        Err(GatewayError::Gone { .. } | GatewayError::NotTheApi { status: 404 }) => {
            ServerFacts::default()
        }
        Err(error) => return Err(error),
    };
    Ok(Welcome { caller, facts })
}
