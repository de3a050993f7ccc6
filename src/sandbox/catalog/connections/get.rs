//! GET /connections/{nameOrID}.

use super::ConnectionView;
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let name = match call.parameter(0) {
        Ok(name) => name,
        Err(error) => return message(500, &error),
    };
    match call.store.connection(name) {
        Some(connection) => json(200, &ConnectionView::single(call.store, connection)),
        None => message(404, "not found"),
    }
}
