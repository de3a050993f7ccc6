//! POST /machineidentities: validated first, then created step by step (contract §4).

use std::collections::BTreeSet;

use serde::Serialize;

use super::{IdentityRequest, IdentityView};
use crate::sandbox::call::Call;
use crate::sandbox::credentials::{CredentialInfo, new_credentials};
use crate::sandbox::http::{json, message};
use crate::sandbox::json::instant;
use crate::sandbox::provision::{Holder, Provisioner, eligible};
use crate::sandbox::store::{NewIdentity, NewRow, check_text, identity_id};
use crate::wire::exchange::RawResponse;

/// The gateway reads its clock once for each of the two times: they can differ (contract §3).
const BETWEEN_TIMES: i64 = 1_000;

/// Why the request stopped.
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
    let id = identity_id(&request.columns.name);
    let created_at = call.world.now();
    let moments = (created_at, created_at.saturating_add(BETWEEN_TIMES));
    match create(call, &request, id.clone(), moments) {
        Ok(credentials) => {
            let (created_at, updated_at) = (instant(moments.0), instant(moments.1));
            let identity = IdentityView::echo(&id, &request, created_at, updated_at);
            json(201, &Created { identity, credentials: new_credentials(credentials) })
        }
        Err(Refusal::Exists) => message(409, "machine identity with this name already exists"),
        Err(Refusal::Failed(error)) => {
            message(400, &format!("failed creating machine identity: {error}"))
        }
    }
}

#[derive(Serialize)]
struct Created<'a> {
    #[serde(flatten)]
    identity: IdentityView<'a>,
    credentials: Option<Vec<CredentialInfo>>,
}

fn create(
    call: &mut Call<'_>,
    request: &IdentityRequest,
    id: String,
    moments: (i64, i64),
) -> Result<Vec<CredentialInfo>, Refusal> {
    check_text(&request.columns.name)
        .map_err(|error| Refusal::Failed(format!("failed checking existing identity: {error}")))?;
    if call.store.identity_row(&request.columns.name).is_some() {
        return Err(Refusal::Exists);
    }
    if !call.settings.has_server_configuration {
        return Err(Refusal::Failed("server misc configuration not found".into()));
    }
    let listed = request.columns.listed();
    let mut connections = Vec::with_capacity(listed.len());
    for name in listed {
        connections.push(eligible(call.store, name).map_err(Refusal::Failed)?);
    }
    let row = call
        .store
        .insert_identity(NewIdentity {
            id,
            columns: &request.columns,
            created_at: moments.0,
            updated_at: moments.1,
        })
        .map_err(|error| Refusal::Failed(format!("failed creating machine identity: {error}")))?;
    let holder = Holder { row, name: &request.columns.name };
    let mut credentials = Vec::new();
    for (name, connection) in listed.iter().zip(&connections) {
        match call.provisioner().provision(holder, name, connection) {
            Ok(credential) => credentials.extend(
                call.store
                    .credential(credential)
                    .map(|found| CredentialInfo::build(found, connection, call.settings)),
            ),
            Err(error) => {
                // The row and its links are removed; the credentials issued so far remain (G32).
                call.store.delete_identity(row);
                return Err(Refusal::Failed(format!(
                    "failed provisioning credential for connection {name}: {error}"
                )));
            }
        }
    }
    call.store
        .replace_identity_attributes(row, &request.attributes, &mut || NewRow::draw(call.world))
        .map_err(|error| {
            Refusal::Failed(format!("failed upserting machine identity attributes: {error}"))
        })?;
    // The gateway compares with the credentials just issued, which carry the connections' own names.
    let held = credentials.iter().map(|made| made.connection_name.clone()).collect();
    let matched = provision_matched(&mut call.provisioner(), holder, &request.attributes, &held);
    credentials.extend(matched);
    Ok(credentials)
}

/// Issues a credential for each connection that an attribute matches and that has none. Skips
/// ineligible connections and failures silently (contract §5, step 9).
pub fn provision_matched(
    provisioner: &mut Provisioner<'_>,
    holder: Holder<'_>,
    attributes: &[String],
    held: &BTreeSet<String>,
) -> Vec<CredentialInfo> {
    let matched = provisioner.store.connections_matching(attributes);
    let mut credentials = Vec::new();
    for name in matched.difference(held) {
        let Ok(connection) = eligible(provisioner.store, name) else { continue };
        let Ok(made) = provisioner.provision(holder, name, &connection) else { continue };
        credentials.extend(
            provisioner
                .store
                .credential(made)
                .map(|found| CredentialInfo::build(found, &connection, provisioner.settings)),
        );
    }
    credentials
}
