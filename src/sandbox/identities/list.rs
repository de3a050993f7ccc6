//! GET /machineidentities: everything at once, newest first (contract §4).

use super::write_stored;
use crate::sandbox::call::Call;
use crate::sandbox::http::json;
use crate::sandbox::json::encode::Json;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let body = Json::array(call.store.identities(), |json, identity| {
        json.entry(|json| write_stored(json, identity));
    });
    json(200, body)
}
