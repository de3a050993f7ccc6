//! Replays recorded gateway traffic, on the engine and over HTTP.
//!
//! Without flags every scenario in `tests/traces` is replayed twice: on the engine, and against a
//! listener on a free port. `--traces FILE` (repeatable) replaces the recordings,
//! `--connections FILE` the catalogue that they ran with, and `--gateway URL --token TOKEN` replays
//! against a gateway that is running already, a real one included.

mod compare;
mod http;
mod replay;
mod trace;

use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;
use machine_identity_editor::sandbox::seed::{Catalogue, Seed};

use replay::{Gateway, InProcess, Outcome};
use trace::Scenario;

/// How many differences are shown before the summary.
const SHOWN: usize = 20;

struct Flags {
    traces: Vec<PathBuf>,
    connections: Vec<PathBuf>,
    gateway: Option<String>,
    token: Option<String>,
}

fn main() -> ExitCode {
    match Flags::parse().map_err(|error| error.to_string()).and_then(|flags| run(&flags)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("conformance: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Flags {
    fn parse() -> Result<Self, lexopt::Error> {
        let traces = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/traces"));
        let mut flags =
            Self { traces: Vec::new(), connections: Vec::new(), gateway: None, token: None };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("traces") => flags.traces.push(arguments.value()?.into()),
                Long("connections") => flags.connections.push(arguments.value()?.into()),
                Long("gateway") => flags.gateway = Some(arguments.value()?.string()?),
                Long("token") => flags.token = Some(arguments.value()?.string()?),
                _ => return Err(argument.unexpected()),
            }
        }
        if flags.traces.is_empty() {
            flags.traces = recordings(&traces)
                .map_err(|error| format!("cannot list {}: {error}", traces.display()))?;
        }
        if flags.connections.is_empty() {
            flags.connections.push(traces.join("connections.json"));
        }
        // What the list of connections hides, and what the recorded credentials show.
        flags.connections.push(traces.join("secrets.json"));
        Ok(flags)
    }
}

/// The recordings in a directory, by name.
fn recordings(directory: &std::path::Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether every scenario came out as recorded.
fn run(flags: &Flags) -> Result<bool, String> {
    let mut scenarios = Vec::new();
    for path in &flags.traces {
        scenarios.extend(trace::read(path)?);
    }
    if scenarios.is_empty() {
        return Err("there is no scenario to replay".into());
    }
    if let Some(base) = &flags.gateway {
        let token = flags.token.as_deref().ok_or("--gateway wants --token as well")?;
        return Ok(report(base, &scenarios, &mut http::Remote::new(base, token)?));
    }
    let mut catalogue = Catalogue::default();
    for path in &flags.connections {
        let shown = path.display();
        let list = std::fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
        catalogue.add(&list).map_err(|error| format!("{shown}: {error}"))?;
    }
    let seed = Seed::Catalogue(catalogue);
    let engine = report("engine", &scenarios, &mut InProcess::new(seed.clone()));
    let (base, _running) = http::start(seed)?;
    let mut remote = http::Remote::new(&base, machine_identity_editor::sandbox::ADMIN_TOKEN)?;
    Ok(report("listener", &scenarios, &mut remote) && engine)
}

/// Replays everything on one gateway and says how it went.
fn report(name: &str, scenarios: &[Scenario], gateway: &mut dyn Gateway) -> bool {
    let mut steps = 0;
    let mut differences = Vec::new();
    let mut failed = 0;
    for scenario in scenarios {
        let outcome: Outcome = replay::scenario(scenario, gateway);
        steps += outcome.steps;
        failed += usize::from(!outcome.differences.is_empty());
        differences.extend(outcome.differences);
    }
    for difference in differences.iter().take(SHOWN) {
        println!("{difference}");
    }
    println!("on {name}:");
    println!("{} scenarios, {steps} steps, {failed} failed", scenarios.len());
    failed == 0
}
