//! Recorded audit log entries and sessions, one scenario per line.

use std::collections::{BTreeMap, BTreeSet};

use machine_identity_editor::sandbox::nanoseconds;
use serde::Deserialize;
use serde_json::Value;

use crate::compare::Tokens;
use crate::replay::{Answer, Gateway, Sent};
use crate::roles::{Roles, authorization};
use crate::setup::Setup;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    #[serde(rename = "scenario")]
    number: Value,
    pub steps: Vec<Step>,
}

impl Scenario {
    /// Every attribute that a request names.
    pub fn attributes(&self) -> BTreeSet<String> {
        let bodies = self.steps.iter().map(|step| &step.request.body);
        bodies.flat_map(|body| strings(&body["attributes"])).collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// `admin` or `api-key`.
    actor: String,
    request: Request,
    response: Response,
    /// The new entries.
    audit: Vec<Value>,
    /// Every session by identity id, newest first.
    sessions: BTreeMap<String, Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    method: String,
    path: String,
    body: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Response {
    status: u16,
}

/// Why a replay stopped.
pub enum Difference {
    /// Connections got or kept a credential that the recording doesn't show: the attributes of the
    /// request match too much.
    Matched { attributes: Vec<String>, connections: Vec<String> },
    /// Anything else.
    Other(String),
}

impl From<String> for Difference {
    fn from(error: String) -> Self {
        Self::Other(error)
    }
}

/// Replays a scenario up to its first difference.
pub fn play(
    scenario: &Scenario,
    setup: &Setup,
    roles: &Roles,
    gateway: &mut dyn Gateway,
) -> Result<(), Difference> {
    gateway.clear()?;
    setup.apply(gateway)?;
    let mut replay = Replay { roles, gateway, tokens: Tokens::default(), known: BTreeSet::new() };
    // The entries of the setup don't belong to the scenario.
    replay.new_entries()?;
    for (index, step) in scenario.steps.iter().enumerate() {
        let Request { method, path, .. } = &step.request;
        replay.step(step).map_err(|difference| match difference {
            Difference::Other(error) => Difference::Other(format!(
                "scenario {}, step {index}, {method} {path}: {error}",
                scenario.number
            )),
            matched @ Difference::Matched { .. } => matched,
        })?;
    }
    Ok(())
}

struct Replay<'a> {
    roles: &'a Roles,
    gateway: &'a mut dyn Gateway,
    tokens: Tokens,
    /// The ids of the entries seen so far.
    known: BTreeSet<String>,
}

impl Replay<'_> {
    fn step(&mut self, step: &Step) -> Result<(), Difference> {
        let Step { actor, request, response, audit, sessions } = step;
        let role = if actor == "api-key" { "key-admin" } else { actor };
        let body = if request.body.is_null() { String::new() } else { request.body.to_string() };
        let answer = self.send(role, &request.method, &request.path, body.as_bytes())?;
        if answer.status != response.status {
            let found = answer.value();
            return Err(
                format!("expected {}, found {}: {found}", response.status, answer.status).into()
            );
        }
        let found = Value::Array(self.new_entries()?);
        self.tokens.compare(&Value::Array(audit.clone()), &found, "audit")?;
        for (identity, expected) in sessions {
            let path = format!("/sessions?user={identity}&limit=100");
            let mut found = self.send("admin", "GET", &path, b"")?.value()["data"].take();
            let found =
                found.as_array_mut().ok_or_else(|| "the sessions are not a list".to_owned())?;
            check_order(found)?;
            found.iter().try_for_each(check_revocation)?;
            found.iter_mut().for_each(leave_out_empty);
            let connections = surplus(expected, found);
            if !connections.is_empty() {
                let attributes = strings(&request.body["attributes"]);
                return Err(Difference::Matched { attributes, connections });
            }
            let mut expected = expected.clone();
            // Times are whole seconds, so two may be equal by chance; they are checked above
            // instead.
            for session in expected.iter_mut().chain(found.iter_mut()) {
                if let Some(moment) = session.pointer_mut(REVOKED_AT) {
                    *moment = Value::from("checked");
                }
            }
            // The order of connections that attributes match is undefined.
            self.tokens.credentials(&expected, found, 0, "sessions")?;
        }
        Ok(())
    }

    /// The new entries, newest first.
    fn new_entries(&mut self) -> Result<Vec<Value>, String> {
        let page = self.send("admin", "GET", "/audit/logs?page_size=100", b"")?.value();
        let entries = page["data"].as_array().ok_or("the audit log is not a page")?;
        let is_new =
            |entry: &&Value| self.known.insert(entry["id"].as_str().unwrap_or_default().to_owned());
        Ok(entries.iter().filter(is_new).cloned().collect())
    }

    fn send(
        &mut self,
        role: &str,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> Result<Answer, String> {
        let headers: Vec<_> = authorization(self.roles, Some(role)).into_iter().collect();
        self.gateway.send_raw(&Sent { method, path, headers: &headers, body })
    }
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The connections with more entries, or more open ones, than recorded.
fn surplus(expected: &[Value], found: &[Value]) -> Vec<String> {
    let count = |sessions: &[Value]| {
        let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for session in sessions {
            let name = session["connection"].as_str().unwrap_or_default().to_owned();
            let (all, endless) = counts.entry(name).or_default();
            *all += 1;
            *endless += usize::from(session.get("end_date").is_none());
        }
        counts
    };
    let expected = count(expected);
    let is_surplus = |name: &String, found: (usize, usize)| {
        let (all, endless) = expected.get(name).copied().unwrap_or_default();
        found.0 > all || found.1 > endless
    };
    let found = count(found).into_iter().filter(|(name, found)| is_surplus(name, *found));
    found.map(|(name, _)| name).collect()
}

/// Newest first.
fn check_order(sessions: &[Value]) -> Result<(), String> {
    let moments: Vec<i64> = sessions
        .iter()
        .filter_map(|session| nanoseconds(session["start_date"].as_str()?.as_bytes()).ok())
        .collect();
    let is_ordered = moments.len() == sessions.len() && moments.is_sorted_by(|a, b| a >= b);
    if is_ordered { Ok(()) } else { Err("the sessions are not the newest first".into()) }
}

const REVOKED_AT: &str = "/metadata/credentials_revoked_at";

/// A revocation sets the end, in whole seconds.
fn check_revocation(session: &Value) -> Result<(), String> {
    let Some(revoked) = session.pointer(REVOKED_AT) else { return Ok(()) };
    let end = session["end_date"].as_str().unwrap_or_default();
    let second = end.split(['.', 'Z']).next().unwrap_or_default();
    if *revoked == format!("{second}Z") {
        Ok(())
    } else {
        Err(format!("{revoked} is not the second of {end}"))
    }
}

/// The recording omits null and empty fields.
fn leave_out_empty(session: &mut Value) {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(entries) => entries.is_empty(),
        _ => false,
    };
    if let Some(fields) = session.as_object_mut() {
        fields.retain(|_, value| !is_empty(value));
    }
}
