//! Reading everything that an edit rests on.

use crate::{
    domain::{catalog::Catalog, credential::Credential, identity::Identity, name::IdentityName},
    gateway::{
        calls::{GetIdentity, ListAttributes, ListConnections, ListCredentials, PAGE_SIZE},
        client::Client,
        error::GatewayError,
    },
};

/// An identity and its live credentials, read one right after the other.
pub struct Reading {
    pub identity: Identity,
    /// `None` for a reader who may not see them (contract §2).
    pub credentials: Option<Vec<Credential>>,
}

/// Reads an identity and its credentials.
pub async fn reading(client: &Client, name: &IdentityName) -> Result<Reading, GatewayError> {
    let identity = client.send(&GetIdentity { name }).await?;
    let credentials = match client.send(&ListCredentials { name }).await {
        Ok(credentials) => Some(credentials),
        Err(GatewayError::Forbidden { .. }) => None,
        Err(error) => return Err(error),
    };
    Ok(Reading { identity, credentials })
}

/// Reads every connection, and every page of the attributes.
pub async fn catalog(client: &Client) -> Result<Catalog, GatewayError> {
    let connections = client.send(&ListConnections).await?;
    let mut attributes = Vec::new();
    for page in 1.. {
        let answer = client.send(&ListAttributes { page }).await?;
        let count = answer.attributes.len();
        attributes.extend(answer.attributes);
        // A short page is the last one whatever the total says, so that a list which shrinks
        // meanwhile cannot be read for ever.
        if count < PAGE_SIZE || attributes.len() >= answer.total {
            break;
        }
    }
    Ok(Catalog::new(connections, attributes))
}
