//! GET /serverinfo.

use crate::sandbox::call::Call;
use crate::sandbox::http::json;
use crate::sandbox::json::encode::Json;
use crate::sandbox::settings::Listener;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let settings = call.settings;
    let postgres = !settings.listen_address(Listener::Postgres).is_empty();
    json(
        200,
        Json::object(|json| {
            json.text("version", concat!("sandbox-", env!("CARGO_PKG_VERSION")));
            json.text("auth_method", "local");
            json.text("api_url", &settings.api_url);
            json.text("tenancy_type", "selfhosted");
            json.flag("postgres_proxy_enabled", postgres);
            json.flag("disable_sessions_download", false);
            json.flag("disable_clipboard_copy_cut", settings.disable_clipboard_copy_cut);
            json.nested("license_info", |json| {
                json.text("status", "valid");
                json.flag("is_valid", true);
                json.text("type", "oss");
                json.names("features", []);
            });
            json.nested("feature_flags", |_| {});
            json.text("idp_provider_name", "");
        }),
    )
}
