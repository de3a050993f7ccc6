//! GET /attributes/{name}: an unknown name is a 500 (contract §10).

use super::write_stored;
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::sandbox::json::encode::Json;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let failed = |error: &str| message(500, &format!("failed fetching attribute: {error}"));
    match call.parameter(0) {
        Ok(name) => match call.store.attribute(name) {
            Some(stored) => json(200, Json::object(|json| write_stored(json, stored))),
            None => failed("record not found"),
        },
        Err(error) => failed(&error),
    }
}
