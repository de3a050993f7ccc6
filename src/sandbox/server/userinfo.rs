//! GET /userinfo (contract §11).

use serde::Serialize;

use crate::sandbox::access::Role;
use crate::sandbox::call::Call;
use crate::sandbox::http::json;
use crate::sandbox::store::ORGANISATION;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let user = call.caller.as_deref().expect("the route asks its caller to be signed in");
    let is_admin = user.role() == Role::Admin;
    let info = UserInfo {
        id: &user.subject,
        name: &user.name,
        email: &user.email,
        status: "active",
        verified: true,
        role: user.role().name(),
        slack_id: "",
        picture: "",
        groups: &user.groups,
        is_admin,
        is_multitenant: false,
        tenancy_type: "selfhosted",
        org_id: ORGANISATION,
        org_name: "default",
        org_license: "",
        feature_ask_ai: "unavailable",
        webapp_users_management: "on",
        intercom_hmac_digest: DIGEST,
        default_protection_profile: None,
        show_origin_survey: !user.is_key(),
        show_setup_checklist: is_admin,
    };
    json(200, &info)
}

/// In the form of a SHA-256; the sandbox has no chat provider.
const DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

#[derive(Serialize)]
struct UserInfo<'a> {
    id: &'a str,
    name: &'a str,
    email: &'a str,
    status: &'static str,
    verified: bool,
    role: &'static str,
    slack_id: &'static str,
    picture: &'static str,
    groups: &'a [String],
    is_admin: bool,
    is_multitenant: bool,
    tenancy_type: &'static str,
    org_id: &'static str,
    org_name: &'static str,
    org_license: &'static str,
    feature_ask_ai: &'static str,
    webapp_users_management: &'static str,
    intercom_hmac_digest: &'static str,
    default_protection_profile: Option<&'static str>,
    show_origin_survey: bool,
    show_setup_checklist: bool,
}
