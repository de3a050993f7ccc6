//! DELETE /machineidentities/{name}: revokes every linked credential, then deletes the row.

use crate::sandbox::call::Call;
use crate::sandbox::http::message;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let found = match call.parameter(0) {
        Ok(name) => call.store.identity_row(name),
        Err(error) => return message(500, &format!("failed deleting machine identity: {error}")),
    };
    let Some(row) = found else {
        return message(404, "machine identity not found");
    };
    let identity = call.store.identity(row);
    let linked: Vec<String> =
        identity.into_iter().flat_map(|identity| identity.links.keys().cloned()).collect();
    for connection in linked {
        let moment = call.world.now();
        call.store.revoke(row, &connection, moment);
    }
    call.store.delete_identity(row);
    message(200, "machine identity deleted")
}
