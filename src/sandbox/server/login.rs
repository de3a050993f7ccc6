//! Signing in (contract §11).

use serde::Serialize;

use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message, set};
use crate::sandbox::json::Body;
use crate::wire::exchange::RawResponse;

/// POST /localauth/login: the token is returned in a header.
pub fn local(call: &mut Call<'_>) -> RawResponse {
    let (email, password) = match read(call) {
        Ok(fields) => fields,
        Err(error) => return refusal(&error),
    };
    let missing: Vec<String> = [("Email", &email), ("Password", &password)]
        .into_iter()
        .filter(|(_, value)| value.is_empty())
        .map(|(field, _)| {
            format!(
                "Key: 'LocalUserRequest.{field}' Error:Field validation for '{field}' failed on \
                 the 'required' tag"
            )
        })
        .collect();
    if !missing.is_empty() {
        return refusal(&missing.join("\n"));
    }
    let mut users = call.settings.directory.users.iter();
    let Some(user) = users.find(|user| !user.is_key() && user.email == email) else {
        return message(404, "user not found");
    };
    if user.password != password {
        return message(401, "invalid credentials");
    }
    let token = call.tokens.issue(user, &call.settings.directory, call.world);
    let mut response = json(200, &Status { status: "ok" });
    set(&mut response, "Access-Control-Expose-Headers", "Token");
    set(&mut response, "Token", &token);
    response
}

/// POST /localauth/register: there is a first user already.
pub fn register(_: &mut Call<'_>) -> RawResponse {
    message(403, "unable to register new users, please contact your administrator")
}

/// GET /login: the sandbox has local sign-in only.
pub fn oidc(_: &mut Call<'_>) -> RawResponse {
    message(403, "OIDC provider not configured")
}

/// GET /saml/login.
pub fn saml(_: &mut Call<'_>) -> RawResponse {
    message(401, "SAML provider not configured")
}

#[derive(Serialize)]
struct Status {
    status: &'static str,
}

/// E-mail and password.
fn read(call: &Call<'_>) -> Result<(String, String), String> {
    let mut body = Body::read(&call.request.body, "LocalUserRequest")?;
    let fields = (body.text("email"), body.text("password"));
    call.finish(body)?;
    Ok(fields)
}

/// A 400 is JSON sent as plain text (contract §1).
fn refusal(error: &str) -> RawResponse {
    let mut response = message(400, error);
    set(&mut response, "Content-Type", "text/plain; charset=utf-8");
    response
}
