//! Reads everything that an edit starts from.

use futures_util::future::{join, join_all};

use crate::{
    domain::{
        access,
        catalog::{Catalog, ListedAttribute},
        collect::{Collect, HashedSet},
        credential::Credential,
        identity::Identity,
        identity_state::{Addresses, IdentityState, LiveCredentials},
        listeners::Listeners,
        name::IdentityName,
    },
    flow::gate::Gate,
    gateway::{
        call::Call,
        calls::{
            GetIdentity, GetListeners, GetServerFacts, ListAttributes, ListConnections,
            ListCredentials, ListIdentities, ListLive, PAGE_SIZE,
        },
        client::Client,
        error::GatewayError,
        pause::give_way,
    },
};

/// An identity and its credentials with their secrets, read one right after the other.
#[derive(Clone)]
pub struct Reading {
    /// The identity, and which credentials are live.
    pub state: IdentityState,
    /// Empty when the user may not read them.
    pub credentials: Vec<Credential>,
}

impl Reading {
    /// The reading of an identity that is being created: nothing is stored.
    pub fn unsaved() -> Self {
        Self { state: IdentityState::unsaved(), credentials: Vec::new() }
    }
}

/// Reads an identity, which credentials are live, and where they are used; no secret.
pub async fn state(client: &Client, name: &IdentityName) -> Result<IdentityState, GatewayError> {
    let (identity, listed) =
        join(client.send(&GetIdentity { name }), client.send(&ListLive { name })).await;
    let identity = identity?;
    let listed = match listed {
        Ok(listed) => Some(listed),
        Err(GatewayError::Forbidden { .. }) => None,
        Err(error) => return Err(error),
    };
    let live = listed.map(|listed| {
        let names = listed.iter().map(|it| it.connection_name.clone());
        let live: LiveCredentials = names.collect();
        let addresses = listed.into_iter().map(|it| (it.connection_name, it.address));
        live.at(addresses.into_hashed_map())
    });
    Ok(IdentityState::new(identity, live))
}

/// Reads an identity and its credentials, with where they are used and secrets included.
pub async fn reading(client: &Client, name: &IdentityName) -> Result<Reading, GatewayError> {
    let identity = client.send(&GetIdentity { name }).await?;
    let credentials = match client.send(&ListCredentials { name }).await {
        Ok(credentials) => Some(credentials),
        Err(GatewayError::Forbidden { .. }) => None,
        Err(error) => return Err(error),
    };
    let Some(credentials) = credentials else {
        return Ok(Reading { state: IdentityState::new(identity, None), credentials: Vec::new() });
    };
    let names = credentials.iter().map(|credential| credential.connection_name.clone());
    let live: LiveCredentials = names.collect();
    let live = live.at(addresses(&credentials).await);
    Ok(Reading { state: IdentityState::new(identity, Some(live)), credentials })
}

/// How many addresses are computed before yielding to the browser.
const ADDRESSES_AT_ONCE: usize = 500;

/// The addresses of credentials, computed in steps.
async fn addresses(credentials: &[Credential]) -> Addresses {
    let mut addresses = Addresses::default();
    for (index, slice) in credentials.chunks(ADDRESSES_AT_ONCE).enumerate() {
        if index > 0 {
            give_way().await;
        }
        for credential in slice {
            addresses.insert(credential.connection_name.clone(), access::address_of(credential));
        }
    }
    addresses
}

/// Reads which proxies are on, as far as every signed-in user may know: Postgres (contract §6).
pub async fn public_listeners(client: &Client) -> Result<Listeners, GatewayError> {
    match client.send(&GetServerFacts).await {
        Ok(facts) => Ok(facts.listeners),
        Err(GatewayError::Gone { .. } | GatewayError::NotTheApi { status: 404 }) => {
            Ok(Listeners::UNKNOWN)
        }
        Err(error) => Err(error),
    }
}

/// Reads which proxies are on, all of them, if the user may (contract §17, G29).
///
/// `None` if the user may not, or the gateway refuses: on multi-tenant servers, and without the
/// role.
pub async fn all_listeners(client: &Client) -> Result<Option<Listeners>, GatewayError> {
    if !client.may_read_server_config() {
        return Ok(None);
    }
    match client.send(&GetListeners).await {
        Ok(listeners) => Ok(Some(listeners)),
        Err(
            GatewayError::Forbidden { .. }
            | GatewayError::Gone { .. }
            | GatewayError::NotTheApi { status: 404 },
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Stops a list that never ends: 100,000 attributes.
const MOST_PAGES: usize = 1_000;

/// Pages that are requested together: as many as a browser sends to one origin at a time over
/// HTTP/1.1. A gateway that ignores the page number answers at most this many for nothing.
const PAGES_AT_ONCE: usize = 6;

/// Whether a page of `count` entries, `added` of them new, is the last one.
///
/// A short page is the last, whatever the total says, or a list that shrinks meanwhile would be
/// read forever. So is a page without new entries: the server ignores the page number.
fn is_last_page(count: usize, added: usize, read: usize, total: usize) -> bool {
    count < PAGE_SIZE || added == 0 || read >= total
}

/// Reads every identity. Closes the gate once the answer has come, before it is decoded.
pub async fn identities(client: &Client, gate: &Gate) -> Result<Vec<Identity>, GatewayError> {
    let answer = client.answer_to(&ListIdentities).await?;
    gate.close();
    ListIdentities.take_in(&answer).await
}

/// Reads every connection, and every page of the attributes, at the same time.
pub async fn catalog(client: &Client) -> Result<Catalog, GatewayError> {
    catalog_while(client, &Gate::default(), &|| true).await
}

/// [`catalog`], which decodes no answer while the gate is closed, and asks for no further page once
/// `is_needed` is false.
pub async fn catalog_while(
    client: &Client,
    gate: &Gate,
    is_needed: &dyn Fn() -> bool,
) -> Result<Catalog, GatewayError> {
    let connections = async {
        let answer = client.answer_to(&ListConnections).await?;
        gate.pass().await;
        ListConnections.take_in(&answer).await
    };
    let (connections, attributes) =
        join(connections, all_attributes(client, gate, is_needed)).await;
    Ok(Catalog::new(connections?, attributes?))
}

/// Reads the first page alone, which tells how many there are, and the others several at a time.
async fn all_attributes(
    client: &Client,
    gate: &Gate,
    is_needed: &dyn Fn() -> bool,
) -> Result<Vec<ListedAttribute>, GatewayError> {
    let mut attributes = Vec::new();
    let mut names = HashedSet::default();
    let (mut next, mut at_once) = (1, 1);
    while next <= MOST_PAGES {
        let pages = next..next + at_once;
        next = pages.end;
        let calls: Vec<_> = pages.map(|page| ListAttributes { page }).collect();
        let pages = calls.iter().map(|call| async move {
            let answer = client.answer_to(call).await?;
            gate.pass().await;
            call.take_in(&answer).await
        });
        for answer in join_all(pages).await {
            let answer = answer?;
            let count = answer.attributes.len();
            let known = names.len();
            names.extend(answer.attributes.iter().map(|attribute| attribute.name.clone()));
            attributes.extend(answer.attributes);
            let is_last = is_last_page(count, names.len() - known, attributes.len(), answer.total);
            if is_last || !is_needed() {
                return Ok(attributes);
            }
            let pages_left = answer.total.saturating_sub(attributes.len()).div_ceil(PAGE_SIZE);
            at_once = pages_left.clamp(1, PAGES_AT_ONCE);
        }
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    use super::is_last_page;

    #[test]
    fn pages_end_when_they_are_short_add_nothing_or_reach_the_total() {
        assert!(!is_last_page(100, 100, 100, 250));
        assert!(is_last_page(50, 50, 250, 250));
        assert!(is_last_page(99, 99, 99, 250), "the list shrank meanwhile");
        assert!(is_last_page(100, 0, 200, usize::MAX), "the same page again");
        assert!(is_last_page(100, 100, 200, 200));
    }
}
