//! The user, the server, and signing in (contract §11).

pub(super) mod login;
pub(super) mod serverinfo;
pub(super) mod userinfo;

use serde::Serialize;

use super::call::Call;
use super::http::json;
use crate::wire::exchange::RawResponse;

/// GET /healthz.
pub(super) fn health(_: &mut Call<'_>) -> RawResponse {
    json(200, &Health { liveness: "OK" })
}

#[derive(Serialize)]
struct Health {
    liveness: &'static str,
}

/// GET /publicserverinfo.
pub(super) fn public_server_info(call: &mut Call<'_>) -> RawResponse {
    let settings = call.settings;
    let info = PublicServerInfo {
        auth_method: &settings.auth_method,
        setup_required: settings.setup_required,
    };
    json(200, &info)
}

/// GET /feature-flags: only its refusals were recorded.
pub(super) fn feature_flags(_: &mut Call<'_>) -> RawResponse {
    json(200, &[(); 0])
}

#[derive(Serialize)]
struct PublicServerInfo<'a> {
    auth_method: &'a str,
    setup_required: bool,
}
