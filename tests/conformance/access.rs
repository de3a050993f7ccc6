//! Recorded answers by role, one request per line.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::compare::Tokens;
use crate::replay::{Gateway, Sent};
use crate::roles::{Roles, authorization};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    #[serde(rename = "as")]
    role: Option<String>,
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    method: String,
    /// Relative to `/api`, percent-encoded.
    path: String,
    headers: BTreeMap<String, String>,
    /// A string is sent unchanged, anything else as JSON.
    body: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Response {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Value,
}

/// The headers that the recording contains wherever they occurred.
const COMPARED: [&str; 8] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Expose-Headers",
    "Content-Type",
    "Location",
    "Token",
];

/// Sends the request and compares the answer.
pub fn play(exchange: &Exchange, roles: &Roles, gateway: &mut dyn Gateway) -> Result<(), String> {
    let Exchange { role, request, response } = exchange;
    let who = role.as_deref().unwrap_or("no user");
    let place = format!("as {who}, {} {}", request.method, request.path);
    let mut headers: Vec<(String, String)> =
        request.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    headers.extend(authorization(roles, role.as_deref()));
    let body = match &request.body {
        Value::Null => Vec::new(),
        Value::String(text) => text.clone().into_bytes(),
        other => other.to_string().into_bytes(),
    };
    let answer = gateway.send_raw(&Sent {
        method: &request.method,
        path: &request.path,
        headers: &headers,
        body: &body,
    })?;
    if answer.status != response.status {
        return Err(format!("{place}: expected {}, found {}", response.status, answer.status));
    }
    for name in COMPARED {
        let (expected, found) =
            (response.headers.get(name).map(String::as_str), answer.header(name));
        if expected != found {
            return Err(format!("{place}: expected {name} {expected:?}, found {found:?}"));
        }
    }
    let found = match (&response.body, answer.value()) {
        // The recording represents no body as empty text.
        (Value::String(text), Value::Null) if text.is_empty() => return Ok(()),
        (_, found) => found,
    };
    Tokens::default().compare(&response.body, &found, &place)
}
