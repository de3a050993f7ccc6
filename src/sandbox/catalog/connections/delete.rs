//! DELETE /connections/{name}: reconciles nothing; the credentials remain (G23).

use crate::sandbox::call::Call;
use crate::sandbox::http::{message, respond};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let name = match call.parameter(0) {
        Ok(name) => name.to_owned(),
        Err(_) => return message(500, "failed removing connection"),
    };
    if call.store.delete_connection(&name) {
        respond(204, None, Vec::new())
    } else {
        message(404, "not found")
    }
}
