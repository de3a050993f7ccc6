//! A workload that connects with a credential, as a live proxy would see it (contract §16, G32, G35).

use serde::Serialize;

use crate::sandbox::gateway::Gateway;
use crate::sandbox::http::{json, message};
use crate::sandbox::json::Body;
use crate::sandbox::store::{Identity, Record, Row, Session, random_uuid, stored};
use crate::sandbox::world::World;
use crate::wire::exchange::RawResponse;

/// How long an ended session lasted.
const LASTED: i64 = 40_000_000;

/// The bytes of a session unless told otherwise.
const EVENT_SIZE: u32 = 215;

#[derive(Serialize)]
struct Used {
    session: String,
}

/// Answers `POST /_sandbox/use`. The credential is named by its secret, or by identity and
/// connection; a proxy's refusal is a 403 with its words, and leaves no session.
pub fn answer(
    gateway: &mut Gateway,
    body: &[u8],
    world: &mut dyn World,
) -> Result<RawResponse, String> {
    let mut body = Body::read(body, "Use")?;
    let secret = body.optional_text("secret");
    let (identity, connection) = (body.text("identity"), body.text("connection"));
    let seconds_ago = body.count("seconds_ago").unwrap_or_default();
    let status = body.optional_text("status");
    let exit_code = body.count("exit_code");
    let event_size = body.count("event_size").unwrap_or(EVENT_SIZE);
    body.finish(true)?;
    let status = match status.as_deref() {
        None | Some("done") => "done",
        Some("open") => "open",
        Some("ready") => "ready",
        Some(other) => return Err(format!("there is no status named {other:?}")),
    };
    let found = match &secret {
        Some(secret) => by_secret(gateway, secret),
        None => by_name(gateway, &identity, &connection),
    };
    let (holder, sent, row) = match found {
        Ok(found) => found,
        Err(refusal) => return Ok(message(403, refusal)),
    };
    let started_at = world.now().saturating_sub(i64::from(seconds_ago) * 1_000_000_000);
    let credential = gateway.store.credential(row);
    let Some(connection) = credential.and_then(|_| gateway.store.connection(&sent)) else {
        return Ok(message(403, "connection not found"));
    };
    if connection.access_mode_connect != "enabled" {
        return Ok(message(403, "connect is disabled for this connection"));
    }
    let is_done = status == "done";
    let session = Session {
        id: random_uuid(world),
        identity_id: holder.0,
        identity_name: holder.1,
        connection: connection.name.clone(),
        kind: connection.kind.clone(),
        subtype: connection.subtype.clone(),
        started_at: stored(started_at),
        ended_at: is_done.then(|| stored(started_at.saturating_add(LASTED))),
        record: Record::Use {
            status,
            exit_code: is_done.then(|| i64::from(exit_code.unwrap_or(0))),
            event_size: event_size.into(),
        },
    };
    let used = Used { session: session.id.clone() };
    gateway.store.insert_session(session);
    Ok(json(201, &used))
}

/// An identity's id and name, the connection as it was linked, and the credential.
type Found = ((String, String), String, Row);

fn found(identity: &Identity, (sent, row): (&String, &Row)) -> Found {
    ((identity.id.clone(), identity.columns.name.clone()), sent.clone(), *row)
}

fn by_secret(gateway: &Gateway, secret: &str) -> Result<Found, &'static str> {
    let mut credentials = gateway.store.credentials();
    let (row, _) = credentials
        .find(|(_, credential)| credential.secret_key == secret)
        .ok_or("invalid secret access key credentials")?;
    let identities = gateway.store.identities();
    let link = identities.into_iter().find_map(|identity| {
        let link = identity.links.iter().find(|(_, linked)| **linked == row)?;
        Some(found(identity, link))
    });
    link.ok_or("access token not found for user subject")
}

fn by_name(gateway: &Gateway, identity: &str, connection: &str) -> Result<Found, &'static str> {
    let row = gateway.store.identity_row(identity);
    let identity = row.and_then(|row| gateway.store.identity(row)).ok_or("identity not found")?;
    let link = identity.links.iter().find(|(sent, row)| {
        let credential = gateway.store.credential(**row);
        *sent == connection
            || credential.is_some_and(|credential| credential.connection_name == connection)
    });
    link.map(|link| found(identity, link)).ok_or("credential not found")
}
