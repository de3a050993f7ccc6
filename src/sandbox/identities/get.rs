//! GET /machineidentities/{name}.

use super::write_stored;
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::sandbox::json::encode::Json;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let name = match call.parameter(0) {
        Ok(name) => name,
        Err(error) => return message(500, &format!("failed fetching machine identity: {error}")),
    };
    match call.store.identity_row(name).and_then(|row| call.store.identity(row)) {
        Some(identity) => json(200, Json::object(|json| write_stored(json, identity))),
        None => message(404, "machine identity not found"),
    }
}
