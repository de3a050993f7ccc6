//! Recorded scenarios, one to a line.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub struct Scenario {
    #[serde(rename = "scenario")]
    pub number: Value,
    pub steps: Vec<Step>,
    /// The file it was read from.
    #[serde(skip)]
    pub file: String,
}

#[derive(Deserialize)]
pub struct Step {
    pub request: Request,
    pub response: Response,
    /// By name, every identity that the gateway holds after the step.
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
    /// Missing where only the status was recorded: the steps that set a scenario up.
    pub content_type: Option<String>,
    #[serde(default)]
    pub body: Value,
}

/// Reads a file of scenarios.
pub fn read(path: &Path) -> Result<Vec<Scenario>, String> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            let mut scenario: Scenario = serde_json::from_str(line)
                .map_err(|error| format!("{file}, line {}: {error}", index + 1))?;
            scenario.file.clone_from(&file);
            Ok(scenario)
        })
        .collect()
}
