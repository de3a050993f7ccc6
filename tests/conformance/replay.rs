//! Replays one scenario and compares every step.

use std::collections::BTreeSet;

use machine_identity_editor::sandbox::engine::{Engine, Reply};
use machine_identity_editor::sandbox::seed::Seed;
use machine_identity_editor::sandbox::world::{SEEDED_START, SeededWorld};
use machine_identity_editor::wire::exchange::{Method, RawRequest};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::compare::Tokens;
use crate::roles::{Roles, authorization, settings};
use crate::trace::{Scenario, Step};

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The JSON body, or the text if it isn't JSON; null for an empty body.
    pub fn value(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&self.body).into_owned()))
    }

    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// A request to the API.
pub struct Sent<'a> {
    pub method: &'a str,
    /// Relative to `/api`.
    pub path: &'a str,
    pub headers: &'a [(String, String)],
    /// Empty for none.
    pub body: &'a [u8],
}

/// A target that answers API requests.
pub trait Gateway {
    /// Sends a request with exactly these headers.
    fn send_raw(&mut self, sent: &Sent<'_>) -> Result<Answer, String>;

    /// The header that signs in the administrator.
    fn administrator(&self) -> (String, String);

    /// Brings the gateway to the start of a scenario: no identities, no attributes.
    fn clear(&mut self) -> Result<(), String>;

    /// Sends a request as the administrator.
    fn send(&mut self, method: &str, path: &str, body: Option<&[u8]>) -> Result<Answer, String> {
        let headers = [self.administrator()];
        let body = body.unwrap_or_default();
        self.send_raw(&Sent { method, path, headers: &headers, body })
    }
}

/// The engine, in this process.
pub struct InProcess {
    engine: Engine<SeededWorld>,
    administrator: (String, String),
}

impl InProcess {
    pub fn new(seed: Seed, roles: &Roles) -> Self {
        let world = SeededWorld::new(1, SEEDED_START);
        let administrator = authorization(roles, Some("admin")).expect("there is one");
        Self { engine: Engine::new(seed, settings(roles), world), administrator }
    }
}

impl Gateway for InProcess {
    fn send_raw(&mut self, sent: &Sent<'_>) -> Result<Answer, String> {
        let method = sent.method;
        let reply = self.engine.answer(&RawRequest {
            method: Method::parse(method).ok_or_else(|| format!("no method {method}"))?,
            target: format!("/api{}", sent.path),
            headers: sent.headers.to_vec(),
            body: sent.body.to_vec(),
        });
        let Reply::Answer(response) = reply else { return Err("no answer".into()) };
        Ok(Answer { status: response.status, headers: response.headers, body: response.body })
    }

    fn administrator(&self) -> (String, String) {
        self.administrator.clone()
    }

    fn clear(&mut self) -> Result<(), String> {
        self.engine.reset();
        Ok(())
    }
}

/// Replays a scenario up to its first difference; later ones would only follow from it.
pub fn scenario(scenario: &Scenario, gateway: &mut dyn Gateway) -> Result<(), String> {
    let mut tokens = Tokens::default();
    let mut before = &Map::new();
    gateway.clear().map_err(|error| format!("before scenario {}: {error}", scenario.number))?;
    for (index, step) in scenario.steps.iter().enumerate() {
        play(step, before, &mut tokens, gateway).map_err(|error| {
            format!(
                "scenario {}, step {index}, {} {}: {error}",
                scenario.number, step.request.method, step.request.path
            )
        })?;
        before = &step.state;
    }
    Ok(())
}

fn play(
    step: &Step,
    before: &Map<String, Value>,
    tokens: &mut Tokens,
    gateway: &mut dyn Gateway,
) -> Result<(), String> {
    let path = &step.request.path;
    let answer = match path.strip_prefix("/_reconcile/") {
        Some(connection) => reconcile(connection, gateway)?,
        None => {
            let body = (!step.request.body.is_null()).then(|| step.request.body.to_string());
            gateway.send(&step.request.method, path, body.as_deref().map(str::as_bytes))?
        }
    };
    let expected = &step.response;
    if answer.status != expected.status {
        return Err(format!(
            "expected status {}, found {}: {}",
            expected.status,
            answer.status,
            answer.value()
        ));
    }
    let Some(content_type) = &expected.content_type else { return Ok(()) };
    let found = answer.header("Content-Type").unwrap_or_default();
    if found != content_type {
        return Err(format!("expected {content_type:?}, found {found:?}"));
    }
    // For attributes, only rejections were recorded. For a re-saved connection, the recording has
    // the outcome of its last step, which no client sees.
    let unseen = path.starts_with("/_reconcile/")
        || (path.starts_with("/attributes") && expected.body.is_null());
    if !unseen {
        body(step, before, tokens, &answer)?;
    }
    state(&step.state, tokens, gateway)
}

/// Re-saves a connection unchanged, which reconciles every identity that it affects.
fn reconcile(connection: &str, gateway: &mut dyn Gateway) -> Result<Answer, String> {
    let path = format!("/connections/{connection}");
    let saved = gateway.send("GET", &path, None)?.value();
    let body = json!({ "attributes": saved["attributes"] }).to_string();
    gateway.send("PATCH", &path, Some(body.as_bytes()))
}

fn body(
    step: &Step,
    before: &Map<String, Value>,
    tokens: &mut Tokens,
    answer: &Answer,
) -> Result<(), String> {
    let mut expected = step.response.body.clone();
    let mut found = answer.value();
    if step.request.method == "GET" {
        sort_attributes(&mut expected);
        sort_attributes(&mut found);
    }
    if let (true, Some(expected), Some(found)) =
        (step.request.path.ends_with("/credentials"), expected.as_array(), found.as_array())
    {
        return tokens.credentials(expected, found, 0, "body");
    }
    for key in ["credentials", "new_credentials"] {
        if let (Value::Array(expected), Value::Array(found)) = (&expected[key], &found[key]) {
            let (expected, found) = (expected.clone(), found.clone());
            tokens.credentials(&expected, &found, added(step, before), key)?;
        }
        if expected[key].is_array() && found[key].is_array() {
            expected[key] = Value::Null;
            found[key] = Value::Null;
        }
    }
    tokens.compare(&expected, &found, "body")
}

/// The number of connections that the request added: their credentials come first, in order.
fn added(step: &Step, before: &Map<String, Value>) -> usize {
    let name = step.request.path.strip_prefix("/machineidentities/").unwrap_or_default();
    let listed: BTreeSet<&str> = before
        .iter()
        .filter(|(key, _)| encode(key) == name)
        .flat_map(|(_, identity)| identity["connection_names"].as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let sent = step.request.body["connection_names"].as_array();
    sent.into_iter()
        .flatten()
        .filter(|name| !listed.contains(name.as_str().unwrap_or_default()))
        .count()
}

/// The order of an identity's attributes is undefined.
fn sort_attributes(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(sort_attributes),
        Value::Object(fields) => {
            if let Some(Value::Array(names)) = fields.get_mut("attributes") {
                names.sort_by_key(ToString::to_string);
            }
        }
        _ => {}
    }
}

/// Reads everything over the API and compares it with the recorded state.
fn state(
    expected: &Map<String, Value>,
    tokens: &mut Tokens,
    gateway: &mut dyn Gateway,
) -> Result<(), String> {
    let listed = gateway.send("GET", "/machineidentities", None)?.value();
    let mut found = Map::new();
    for identity in listed.as_array().ok_or("the identities are not a list")? {
        let mut identity = identity.clone();
        sort_attributes(&mut identity);
        let name = identity["name"].as_str().unwrap_or_default().to_owned();
        let path = format!("/machineidentities/{}/credentials", encode(&name));
        let held = gateway.send("GET", &path, None)?;
        let credentials = if held.status == 200 {
            let held = held.value();
            let entries = held.as_array().into_iter().flatten();
            entries
                .map(|entry| {
                    let name = entry["connection_name"].as_str().unwrap_or_default();
                    (name.to_owned(), entry["secret_key"].clone())
                })
                .collect::<Map<_, _>>()
                .into()
        } else {
            Value::Null
        };
        found.insert(
            name,
            json!({
                "id": identity["id"],
                "description": identity["description"],
                "connection_names": identity["connection_names"],
                "attributes": identity["attributes"],
                "credentials": credentials,
            }),
        );
    }
    let mut expected = expected.clone();
    expected.values_mut().for_each(sort_attributes);
    for (name, identity) in &mut found {
        // The recording has null for an identity, or the part of it, that can't be read by name.
        if expected.get(name).is_some_and(Value::is_null) && identity["credentials"].is_null() {
            *identity = Value::Null;
        }
    }
    tokens.compare(&Value::Object(expected), &Value::Object(found), "state")
}

/// A path segment.
pub fn encode(segment: &str) -> String {
    const RESERVED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(segment, RESERVED).to_string()
}
