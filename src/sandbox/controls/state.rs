//! What the gateway received and stores, including what its API hides.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::sandbox::faults::Fault;
use crate::sandbox::gateway::Gateway;
use crate::sandbox::store::{Credential, Identity, IdentityColumns, Store};

/// A request since the last reset.
#[derive(Serialize)]
pub struct Request<'a> {
    sequence: u64,
    method: &'static str,
    target: &'a str,
    token: Option<&'a str>,
    /// `null` when none was sent.
    status: Option<u16>,
    fault: Option<&'static str>,
}

/// Answers `GET /_sandbox/requests`.
pub fn requests(gateway: &Gateway) -> Vec<Request<'_>> {
    gateway
        .log
        .entries()
        .map(|logged| Request {
            sequence: logged.sequence,
            method: logged.method.as_str(),
            target: &logged.target,
            token: logged.token.as_deref(),
            status: logged.status,
            fault: logged.fault.map(Fault::name),
        })
        .collect()
}

/// The tables.
#[derive(Serialize)]
pub struct Tables<'a> {
    identities: Vec<IdentityRow<'a>>,
    /// Credentials that no identity links to (G32).
    leaked: Vec<CredentialRow<'a>>,
}

#[derive(Serialize)]
struct IdentityRow<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    connection_names: &'a [String],
    attributes: &'a BTreeSet<String>,
    credentials: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    linked_as: &'a str,
    #[serde(flatten)]
    credential: CredentialRow<'a>,
    /// Its connection is deleted, so no list shows it (G23).
    hidden: bool,
}

#[derive(Serialize)]
struct CredentialRow<'a> {
    connection_name: &'a str,
    secret_key: &'a str,
}

impl<'a> CredentialRow<'a> {
    fn of(credential: &'a Credential) -> Self {
        Self { connection_name: &credential.connection_name, secret_key: &credential.secret_key }
    }
}

/// Answers `GET /_sandbox/state`.
pub fn tables(gateway: &Gateway) -> Tables<'_> {
    let store = &gateway.store;
    let identities = store.identities();
    let linked: BTreeSet<_> =
        identities.iter().flat_map(|identity| identity.links.values().copied()).collect();
    let leaked = store.credentials().filter(|(row, _)| !linked.contains(row));
    Tables {
        identities: identities.into_iter().map(|identity| row(store, identity)).collect(),
        leaked: leaked.map(|(_, credential)| CredentialRow::of(credential)).collect(),
    }
}

fn row<'a>(store: &'a Store, identity: &'a Identity) -> IdentityRow<'a> {
    // No `..`, twice: a column that is added is shown too.
    let Identity { id, columns, attributes, links, created_at: _, updated_at: _ } = identity;
    let IdentityColumns { name, description, connection_names: _ } = columns;
    let links = links.iter().filter_map(|(sent, row)| {
        Some(Link {
            linked_as: sent,
            credential: CredentialRow::of(store.credential(*row)?),
            hidden: store.connection(sent).is_none(),
        })
    });
    IdentityRow {
        id,
        name,
        description,
        connection_names: columns.listed(),
        attributes,
        credentials: links.collect(),
    }
}
