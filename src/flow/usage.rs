//! Reading when credentials were issued and used (contract §16).

use crate::{
    domain::{identity::Identity, usage::Usage},
    gateway::{calls::ListSessions, client::Client, error::GatewayError},
};

/// The largest offset that the gateway takes.
const MOST: usize = 10_000;

/// Reads the newest entries, in one request.
///
/// # Errors
///
/// Those of any read.
pub async fn open(client: &Client, identity: &Identity) -> Result<Usage, GatewayError> {
    let page = client.send(&ListSessions { id: &identity.id, offset: 0 }).await?;
    Ok(Usage::new(page.sessions, &identity.created_at, page.total, !page.has_next))
}

/// Reads the next older entries, in one request.
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
    if usage.is_complete() || usage.read() > MOST {
        return Ok(usage);
    }
    let page = client.send(&ListSessions { id: &identity.id, offset: usage.read() }).await?;
    usage.add(page.sessions, &identity.created_at, !page.has_next);
    Ok(usage)
}
