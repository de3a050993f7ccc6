//! GET /machineidentities: everything at once, newest first (contract §4).

use super::IdentityView;
use crate::sandbox::call::Call;
use crate::sandbox::http::json;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let identities = call.store.identities();
    json(200, &identities.into_iter().map(IdentityView::stored).collect::<Vec<_>>())
}
