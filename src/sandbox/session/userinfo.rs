//! GET /userinfo.

use crate::sandbox::access::Role;
use crate::sandbox::call::Call;
use crate::sandbox::http::json;
use crate::sandbox::json::encode::Json;
use crate::sandbox::store::ORGANISATION;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let user = call.caller.expect("the route asks its caller to be signed in");
    let groups = match user.role {
        Role::Standard => vec!["engineering".to_owned()],
        role => vec![role.name().to_owned()],
    };
    json(
        200,
        Json::object(|json| {
            json.text("id", user.id);
            json.text("name", user.name);
            json.text("email", user.email);
            json.text("status", "active");
            json.flag("verified", true);
            json.text("role", user.role.name());
            json.text("slack_id", "");
            json.text("picture", "");
            json.names("groups", &groups);
            json.flag("is_admin", user.role == Role::Admin);
            json.flag("is_multitenant", false);
            json.text("tenancy_type", "selfhosted");
            json.text("org_id", ORGANISATION);
            json.text("org_name", "default");
            json.literal("org_license", "null");
            json.text("feature_ask_ai", "unavailable");
            json.text("webapp_users_management", "on");
            json.text("intercom_hmac_digest", "");
            json.literal("default_protection_profile", "null");
            json.flag("show_origin_survey", false);
            json.flag("show_setup_checklist", false);
        }),
    )
}
