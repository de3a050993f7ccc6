//! What the audit log records of a request (contract §15).

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::sandbox::access::User;
use crate::sandbox::faults::{Armed, Fault};
use crate::sandbox::http::Target;
use crate::sandbox::store::{AuditEntry, check_text, random_uuid, stored};
use crate::sandbox::world::World;
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// Keys whose values are redacted in any object (contract §15).
const REDACTED: [&str; 12] = [
    "password",
    "hashed_password",
    "client_secret",
    "secret",
    "secrets",
    "api_key",
    "token",
    "key",
    "env",
    "envs",
    "rollout_api_key",
    "hosts_key",
];

/// Requests with one of these in their path aren't logged. The gateway matches the whole path, so
/// an identity named `login-bot` has no entries either (from the gateway's source).
const UNLOGGED: [&str; 4] = ["/health", "/metrics", "/login", "/signup"];

/// What handlers put before an error in their answer, but not in the log.
const PREFIXES: [&str; 6] = [
    "failed creating machine identity: ",
    "failed updating machine identity: ",
    "failed rotating credential: ",
    "failed creating attribute: ",
    "failed updating attribute: ",
    "failed deleting attribute: ",
];

/// The entry of a request that reached its handler; `None` for a read, and where the entry is lost.
pub fn entry(
    request: &RawRequest,
    target: &Target,
    caller: &User,
    response: &RawResponse,
    fault: Option<&Armed>,
    world: &mut dyn World,
) -> Option<AuditEntry> {
    let action = match request.method {
        Method::Post => "create",
        Method::Put | Method::Patch => "update",
        Method::Delete => "delete",
        Method::Get | Method::Head | Method::Options => return None,
    };
    let delay = match fault.map(|armed| (armed.fault, armed.millis)) {
        Some((Fault::AuditNotWritten, _)) => return None,
        Some((_, millis)) => i64::from(millis) * 1_000_000,
        None => 0,
    };
    // The column rejects broken UTF-8 and U+0000, and the gateway only logs the error.
    let http_path = std::str::from_utf8(&target.path).ok()?.to_owned();
    check_text(&http_path).ok()?;
    if UNLOGGED.iter().any(|part| http_path.contains(part)) {
        return None;
    }
    let payload = payload(&request.body);
    if payload.as_ref().is_some_and(holds_nul) {
        return None;
    }
    Some(AuditEntry {
        id: random_uuid(world),
        actor_subject: caller.subject.clone(),
        actor_email: caller.email.clone(),
        actor_name: caller.name.clone(),
        created_at: stored(world.now().saturating_add(delay)),
        resource_type: resource_type(&http_path),
        action,
        http_method: request.method.as_str(),
        http_status: response.status,
        http_path,
        payload,
        error_message: error_message(response),
    })
}

fn resource_type(path: &str) -> &'static str {
    let (_, below) = path.split_once("/api/").unwrap_or_default();
    match below.split('/').next() {
        Some("machineidentities") => "machine_identities",
        Some("connections") => "connections",
        Some("attributes") => "attributes",
        _ => "unknown",
    }
}

fn payload(body: &[u8]) -> Option<Map<String, Value>> {
    let text = String::from_utf8_lossy(body);
    let value = Value::deserialize(&mut serde_json::Deserializer::from_str(&text)).ok()?;
    match value {
        Value::Object(fields) => Some(redacted(fields)),
        _ => None,
    }
}

/// Redacts objects inside objects, but not objects inside lists.
fn redacted(fields: Map<String, Value>) -> Map<String, Value> {
    let redact = |(key, value): (String, Value)| {
        let value = match value {
            _ if REDACTED.contains(&key.as_str()) => Value::from("[REDACTED]"),
            Value::Object(inner) => Value::Object(redacted(inner)),
            other => other,
        };
        (key, value)
    };
    fields.into_iter().map(redact).collect()
}

fn holds_nul(fields: &Map<String, Value>) -> bool {
    fn value_holds(value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('\0'),
            Value::Array(entries) => entries.iter().any(value_holds),
            Value::Object(fields) => holds_nul(fields),
            _ => false,
        }
    }
    fields.iter().any(|(key, value)| key.contains('\0') || value_holds(value))
}

/// Empty on success. Errors that a handler wraps are logged without the wrapping.
fn error_message(response: &RawResponse) -> String {
    if response.status < 400 {
        return String::new();
    }
    let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let message = answer["message"].as_str().unwrap_or_default();
    match PREFIXES.iter().find_map(|prefix| message.strip_prefix(prefix)) {
        Some(error) => format!("Error #01: {error}\n"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::payload;

    #[test]
    fn unknown_fields_are_kept_and_secrets_are_redacted() {
        let sent = json!({
            "name": "a", "editor_request": "7f", "token": "x",
            "note": { "change": "INC-1", "password": "x" }, "list": [{ "key": "x" }],
        });
        let kept = json!({
            "name": "a", "editor_request": "7f", "token": "[REDACTED]",
            "note": { "change": "INC-1", "password": "[REDACTED]" }, "list": [{ "key": "x" }],
        });
        assert_eq!(payload(sent.to_string().as_bytes()).map(Value::Object), Some(kept));
        assert_eq!(payload(b""), None);
        assert_eq!(payload(b"[1]"), None);
    }
}
