//! GET /machineidentities/{name}/credentials: every secret, every time (G24).

use crate::sandbox::call::Call;
use crate::sandbox::credentials::CredentialInfo;
use crate::sandbox::http::{json, message};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let name = match call.parameter(0) {
        Ok(name) => name,
        Err(error) => return message(500, &format!("failed fetching machine identity: {error}")),
    };
    let Some(identity) = call.store.identity_row(name).and_then(|row| call.store.identity(row))
    else {
        return message(404, "machine identity not found");
    };
    // An entry whose connection is gone is left out silently (G23).
    let shown = identity.links.iter().filter_map(|(connection, row)| {
        let credential = call.store.credential(*row)?;
        let connection = call.store.connection(connection)?;
        Some(CredentialInfo::build(credential, connection, call.settings))
    });
    json(200, &shown.collect::<Vec<_>>())
}
