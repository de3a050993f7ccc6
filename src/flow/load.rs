//! Reading everything that an edit rests on.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;
use crate::{
    domain::{
        catalog::Catalog, connection::ConnectionName, credential::Credential, identity::Identity,
        name::IdentityName,
    },
    gateway::{
        calls::{
            GetIdentity, ListAttributes, ListConnections, ListCredentials, ListLive, PAGE_SIZE,
        },
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

impl Reading {
    /// The connections that the identity has a credential for.
    pub fn live(&self) -> Option<BTreeSet<ConnectionName>> {
        let names =
            |list: &Vec<Credential>| list.iter().map(|it| it.connection_name.clone()).into_set();
        self.credentials.as_ref().map(names)
    }

    /// The connections whose secret is not one that was there before; without a reading before,
    /// those that had none.
    pub fn fresh(
        &self,
        before: Option<&Self>,
        live: Option<&BTreeSet<ConnectionName>>,
    ) -> BTreeSet<ConnectionName> {
        let old = before.and_then(|before| before.credentials.as_deref());
        let is_fresh = |credential: &&Credential| {
            let name = &credential.connection_name;
            match old {
                Some(old) => !old.iter().any(|old| {
                    old.connection_name == *name && old.secret_key == credential.secret_key
                }),
                None => live.is_some_and(|live| !live.contains(name)),
            }
        };
        let now = self.credentials.iter().flatten();
        now.filter(is_fresh).map(|credential| credential.connection_name.clone()).into_set()
    }
}

/// An identity and the connections that it has a credential for, without a secret.
pub struct Glance {
    pub identity: Identity,
    /// `None` for a reader who may not see them (contract §2).
    pub live: Option<BTreeSet<ConnectionName>>,
}

/// Reads as much of an identity as a form needs.
pub async fn glance(client: &Client, name: &IdentityName) -> Result<Glance, GatewayError> {
    let identity = client.send(&GetIdentity { name }).await?;
    let live = match client.send(&ListLive { name }).await {
        Ok(names) => Some(names.into_iter().into_set()),
        Err(GatewayError::Forbidden { .. }) => None,
        Err(error) => return Err(error),
    };
    Ok(Glance { identity, live })
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
