//! `/userinfo`, `/serverinfo`, `/publicserverinfo`, `/localauth/login`, `/healthz` (contract §11).

use serde_json::json;

use super::{
    ADMIN_TOKEN,
    access::{Caller, Role},
    body,
    engine::Reply,
};

/// The sample organisation's sign-in.
pub const EMAIL: &str = "admin@example.com";
pub const PASSWORD: &str = "sandbox-password";

pub fn user_info(caller: &Caller) -> Reply {
    let role = caller.role.as_str();
    body::json(
        200,
        &json!({
            "id": super::store::derived("user", role).to_string(),
            "name": format!("Sandbox {role}"),
            "email": format!("{role}@example.com"),
            "status": "active",
            "verified": true,
            "role": role,
            "slack_id": "",
            "picture": "",
            "groups": if caller.role == Role::Standard { vec![] } else { vec![role] },
            "is_admin": caller.role == Role::Admin,
            "is_multitenant": false,
            "tenancy_type": "selfhosted",
            "org_id": super::store::ORGANISATION,
            "org_name": "default",
            "org_license": "oss",
            "feature_ask_ai": "unavailable",
            "webapp_users_management": "on",
            "intercom_hmac_digest": "",
            "default_protection_profile": null,
        }),
    )
}

pub fn server_info(has_postgres: bool) -> Reply {
    body::json(
        200,
        &json!({
            "version": "sandbox",
            "auth_method": "local",
            "api_url": "http://localhost:8009",
            "tenancy_type": "selfhosted",
            "postgres_proxy_enabled": has_postgres,
            "disable_clipboard_copy_cut": false,
            "license_info": { "status": "", "is_valid": true, "type": "oss", "features": [] },
            "feature_flags": {},
            "idp_provider_name": "",
        }),
    )
}

pub fn public_server_info() -> Reply {
    body::json(200, &json!({ "auth_method": "local", "setup_required": false }))
}

/// The token comes in a header, which replaces the exposed ones (contract §1).
pub fn login(request: &[u8]) -> Reply {
    let object = match body::read_object(request, "LocalUserRequest") {
        Ok(object) => object,
        Err(message) => return body::message(400, message),
    };
    let field = |key| object.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
    if field("email") != EMAIL {
        return body::message(404, "user not found");
    }
    if field("password") != PASSWORD {
        return body::message(401, "invalid credentials");
    }
    let mut reply = body::json(200, &json!({ "status": "ok" }));
    reply.set_header("Token", ADMIN_TOKEN);
    reply.set_header("Access-Control-Expose-Headers", "Token");
    reply
}
