//! Reading when credentials were issued and used (contract §16).

use crate::{
    domain::{identity::Identity, usage::Usage},
    gateway::{calls::ListSessions, client::Client, error::GatewayError},
};

/// Reads the newest entries, in one request.
///
/// # Errors
///
/// Those of any read.
pub async fn open(client: &Client, identity: &Identity) -> Result<Usage, GatewayError> {
    let page = client.send(&ListSessions { id: &identity.id, offset: 0 }).await?;
    Ok(Usage::new(page.sessions, &identity.created_at, page.total, !page.has_next))
}

/// How many pages [`all`] reads; an identity with more entries than that stays unverified.
const PAGES: usize = 20;

/// Reads every entry, up to a limit: ask [`Usage::is_complete`].
///
/// # Errors
///
/// Those of any read.
pub async fn all(client: &Client, identity: &Identity) -> Result<Usage, GatewayError> {
    let mut usage = open(client, identity).await?;
    for _ in 1..PAGES {
        if usage.is_complete() || usage.is_at_limit() {
            break;
        }
        usage = more(client, identity, &usage).await?;
    }
    Ok(usage)
}

/// Reads the next older entries, in one request, unless [`Usage::is_at_limit`].
///
/// # Errors
///
/// Those of any read.
pub async fn more(
    client: &Client,
    identity: &Identity,
    usage: &Usage,
) -> Result<Usage, GatewayError> {
    let mut usage = usage.clone();
    if usage.is_complete() || usage.is_at_limit() {
        return Ok(usage);
    }
    let page = client.send(&ListSessions { id: &identity.id, offset: usage.received() }).await?;
    usage.add(page.sessions, &identity.created_at, !page.has_next);
    Ok(usage)
}
