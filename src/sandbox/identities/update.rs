//! PUT /machineidentities/{name}: ten steps without a transaction (contract §5).

use std::collections::BTreeSet;

use serde::Serialize;

use super::create::provision_matched;
use super::{IdentityRequest, IdentityView};
use crate::sandbox::call::Call;
use crate::sandbox::credentials::{CredentialInfo, new_credentials};
use crate::sandbox::http::{json, message};
use crate::sandbox::provision::{Holder, eligible};
use crate::sandbox::store::{NewRow, check_text};
use crate::wire::exchange::RawResponse;

/// Go's zero time, which the answer carries instead of the stored moments (G13).
const ZERO: &str = "0001-01-01T00:00:00Z";

/// Why the update stopped; earlier steps stay done.
enum Refusal {
    /// 409.
    Exists,
    /// 400; the gateway adds a prefix.
    Failed(String),
}

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let request = match IdentityRequest::read(call) {
        Ok(request) => request,
        Err(error) => return message(400, &error),
    };
    match update(call, &request) {
        Ok((id, credentials)) => {
            let identity = IdentityView::echo(&id, &request, ZERO.into(), ZERO.into());
            json(200, &Updated { identity, new_credentials: new_credentials(credentials) })
        }
        Err(Refusal::Exists) => message(409, "machine identity with this name already exists"),
        Err(Refusal::Failed(error)) => {
            message(400, &format!("failed updating machine identity: {error}"))
        }
    }
}

#[derive(Serialize)]
struct Updated<'a> {
    #[serde(flatten)]
    identity: IdentityView<'a>,
    new_credentials: Option<Vec<CredentialInfo>>,
}

fn update(
    call: &mut Call<'_>,
    request: &IdentityRequest,
) -> Result<(String, Vec<CredentialInfo>), Refusal> {
    let (row, old_name, stored) = load(call, request)?;
    let holder = Holder { row, name: &old_name };
    let sent = request.columns.listed();
    let (added, removed) = difference(&stored, sent);
    let matched = call.store.connections_matching(&request.attributes);
    if !call.settings.has_server_configuration {
        return Err(Refusal::Failed("server misc configuration not found".into()));
    }
    let mut credentials = provision_added(call, holder, &added)?;
    for name in removed {
        if !matched.contains(name) {
            let moment = call.world.now();
            call.store.revoke(row, name, moment);
        }
    }
    let updated_at = call.world.now();
    call.store
        .update_identity(row, &request.columns, updated_at)
        .map_err(|error| Refusal::Failed(format!("failed updating machine identity: {error}")))?;
    call.store
        .replace_identity_attributes(row, &request.attributes, &mut || NewRow::draw(call.world))
        .map_err(|error| {
            Refusal::Failed(format!("failed upserting machine identity attributes: {error}"))
        })?;
    // Links have the names that were sent, new credentials the connections' own names: both count.
    let mut held: BTreeSet<String> =
        credentials.iter().map(|made| made.connection_name.clone()).collect();
    let identity = call.store.identity(row);
    held.extend(identity.into_iter().flat_map(|identity| identity.links.keys().cloned()));
    let id = identity.map(|identity| identity.id.clone()).unwrap_or_default();
    credentials.extend(provision_matched(
        &mut call.provisioner(),
        holder,
        &request.attributes,
        &held,
    ));
    Ok((id, credentials))
}

/// Step 1: the identity by the name in the path, and the new name, if any.
fn load(call: &Call<'_>, request: &IdentityRequest) -> Result<(u64, String, Vec<String>), Refusal> {
    let failed =
        |error: String| Refusal::Failed(format!("failed fetching machine identity: {error}"));
    let name = call.parameter(0).map_err(failed)?;
    let row = call.store.identity_row(name);
    let found = row.and_then(|row| Some((row, call.store.identity(row)?)));
    let (row, identity) = found.ok_or_else(|| failed("resource not found".into()))?;
    if request.columns.name != identity.columns.name {
        check_text(&request.columns.name)
            .map_err(|error| Refusal::Failed(format!("failed checking duplicate name: {error}")))?;
        if call.store.identity_row(&request.columns.name).is_some() {
            return Err(Refusal::Exists);
        }
    }
    let stored = &identity.columns;
    Ok((row, stored.name.clone(), stored.listed().to_vec()))
}

/// Step 2: what is new, in the order sent and with duplicates, and what is removed.
fn difference<'a>(stored: &'a [String], sent: &'a [String]) -> (Vec<&'a String>, Vec<&'a String>) {
    let before: BTreeSet<&String> = stored.iter().collect();
    let after: BTreeSet<&String> = sent.iter().collect();
    (
        sent.iter().filter(|name| !before.contains(name)).collect(),
        stored.iter().filter(|name| !after.contains(name)).collect(),
    )
}

/// Step 5: the first failure ends the request; credentials issued before it remain (G4).
fn provision_added(
    call: &mut Call<'_>,
    holder: Holder<'_>,
    added: &[&String],
) -> Result<Vec<CredentialInfo>, Refusal> {
    let mut credentials = Vec::new();
    for name in added {
        let connection = eligible(call.store, name).map_err(Refusal::Failed)?;
        let made = call.provisioner().provision(holder, name, &connection).map_err(|error| {
            Refusal::Failed(format!(
                "failed provisioning credential for connection {name}: {error}"
            ))
        })?;
        credentials.extend(
            call.store
                .credential(made)
                .map(|found| CredentialInfo::build(found, &connection, call.settings)),
        );
    }
    Ok(credentials)
}
