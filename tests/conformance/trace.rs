//! Recorded traffic of three kinds, one scenario per line.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::{access, insight};

#[derive(Deserialize)]
pub struct Scenario {
    #[serde(rename = "scenario")]
    pub number: Value,
    pub steps: Vec<Step>,
}

#[derive(Deserialize)]
pub struct Step {
    pub request: Request,
    pub response: Response,
    /// Every identity on the gateway after the step, by name.
    pub state: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
pub struct Request {
    pub method: String,
    /// Relative to `/api`, percent-encoded.
    pub path: String,
    #[serde(default)]
    pub body: Value,
}

#[derive(Deserialize)]
pub struct Response {
    pub status: u16,
    /// Missing if only the status was recorded, as for the steps that set up a scenario.
    pub content_type: Option<String>,
    #[serde(default)]
    pub body: Value,
}

/// One line of a recording.
pub enum Recording {
    /// Requests, answers and the state after each.
    Trace(Scenario),
    /// One answer to one role.
    Access(access::Exchange),
    /// The audit log and the sessions after each request.
    Insight(insight::Scenario),
}

impl Recording {
    /// The number of requests.
    pub fn steps(&self) -> usize {
        match self {
            Self::Trace(scenario) => scenario.steps.len(),
            Self::Access(_) => 1,
            Self::Insight(scenario) => scenario.steps.len(),
        }
    }

    fn read(line: &str) -> serde_json::Result<Self> {
        let value: Value = serde_json::from_str(line)?;
        let first = &value["steps"][0];
        Ok(if value.get("as").is_some() {
            Self::Access(serde_json::from_value(value)?)
        } else if first.get("actor").is_some() {
            Self::Insight(serde_json::from_value(value)?)
        } else {
            Self::Trace(serde_json::from_value(value)?)
        })
    }
}

/// Reads a file of recordings.
pub fn read(path: &Path) -> Result<Vec<Recording>, String> {
    let file = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            Recording::read(line).map_err(|error| format!("{file}, line {}: {error}", index + 1))
        })
        .collect()
}
