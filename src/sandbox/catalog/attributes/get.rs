//! GET /attributes/{name}: an unknown name is a 500 (contract §10).

use super::AttributeView;
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let failed = |error: &str| message(500, &format!("failed fetching attribute: {error}"));
    match call.parameter(0) {
        Ok(name) => match call.store.attribute(name) {
            Some(stored) => json(200, &AttributeView::stored(stored)),
            None => failed("record not found"),
        },
        Err(error) => failed(&error),
    }
}
