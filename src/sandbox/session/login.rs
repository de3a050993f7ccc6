//! POST /localauth/login: the token comes in a header (contract §11).

use crate::sandbox::access::USERS;
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message, set};
use crate::sandbox::json::decode::{Slot, decode};
use crate::sandbox::json::encode::Json;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let (mut email, mut password) = (String::new(), String::new());
    let mut slots = [("email", Slot::Text(&mut email)), ("password", Slot::Text(&mut password))];
    if let Err(error) = decode(&call.request.body, "LocalUserRequest", &mut slots) {
        return message(400, &error);
    }
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
        return message(400, &missing.join("\n"));
    }
    let Some(user) = USERS.iter().find(|user| user.email == email) else {
        return message(404, "user not found");
    };
    if user.password != password {
        return message(401, "invalid credentials");
    }
    let token = call.sessions.issue(user, call.world);
    let mut response = json(200, Json::object(|json| json.text("status", "ok")));
    set(&mut response, "Access-Control-Expose-Headers", "Token");
    set(&mut response, "Token", &token);
    response
}
