//! POST /machineidentities/{name}/credentials/{connection}/rotate: revokes the old secret first
//! (G7).

use crate::sandbox::call::Call;
use crate::sandbox::credentials::CredentialInfo;
use crate::sandbox::http::{json, message};
use crate::sandbox::provision::Holder;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    match rotate(call) {
        Ok(info) => json(201, &info),
        Err(error) => message(400, &format!("failed rotating credential: {error}")),
    }
}

/// Checks neither type nor access mode, like the gateway (contract §4).
fn rotate(call: &mut Call<'_>) -> Result<CredentialInfo, String> {
    let unknown = |error: String| format!("failed fetching machine identity: {error}");
    let identity = call.parameter(0).map_err(unknown)?;
    let row =
        call.store.identity_row(identity).ok_or_else(|| unknown("resource not found".into()))?;
    let shown = call.shown_parameter(1);
    let kept =
        |error: String| format!("failed revoking old credential for connection {shown}: {error}");
    let name = call.parameter(1).map_err(kept)?.to_owned();
    let moment = call.world.now();
    if !call.store.revoke(row, &name, moment) {
        return Err(kept("resource not found".into()));
    }
    let connection = call
        .store
        .connection(&name)
        .cloned()
        .ok_or_else(|| format!("connection {name} not found"))?;
    if !call.settings.has_server_configuration {
        return Err("server misc configuration not found".into());
    }
    let user = call.store.identity(row).map(|found| found.columns.name.clone()).unwrap_or_default();
    let holder = Holder { row, name: &user };
    let made = call.provisioner().provision(holder, &name, &connection).map_err(|error| {
        format!("failed provisioning new credential for connection {name}: {error}")
    })?;
    call.store
        .credential(made)
        .map(|credential| CredentialInfo::build(credential, &connection, call.settings))
        .ok_or_else(|| format!("connection {name} not found"))
}
