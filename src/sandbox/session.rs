//! Who am I, what server is this, and signing in (contract §11).

pub(super) mod login;
pub(super) mod serverinfo;
pub(super) mod userinfo;

use super::call::Call;
use super::http::json;
use super::json::encode::Json;
use crate::wire::exchange::RawResponse;

/// GET /healthz.
pub(super) fn health(_: &mut Call<'_>) -> RawResponse {
    json(200, Json::object(|json| json.text("liveness", "OK")))
}

/// GET /publicserverinfo.
pub(super) fn public_server_info(_: &mut Call<'_>) -> RawResponse {
    json(
        200,
        Json::object(|json| {
            json.text("auth_method", "local");
            json.flag("setup_required", false);
        }),
    )
}
