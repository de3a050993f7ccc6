//! GET /machineidentities/{name}.

use super::IdentityView;
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let name = match call.parameter(0) {
        Ok(name) => name,
        Err(error) => return message(500, &format!("failed fetching machine identity: {error}")),
    };
    match call.store.identity_row(name).and_then(|row| call.store.identity(row)) {
        Some(identity) => json(200, &IdentityView::stored(identity)),
        None => message(404, "machine identity not found"),
    }
}
