//! Replays recorded gateway traffic, on the engine and over HTTP.
//!
//! Without flags every scenario in `tests/traces` is replayed twice: on the engine, and against a
//! listener on a free port. `--traces FILE` (repeatable) replaces the recordings, `--connections
//! FILE` the catalogue that they ran with, and `--gateway URL --token TOKEN` replays against a
//! running gateway, including a real one.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its own report")]

mod access;
mod compare;
mod http;
mod insight;
mod replay;
mod roles;
mod setup;
mod trace;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;
use machine_identity_editor::sandbox::seed::{Catalogue, Seed};

use replay::{Gateway, InProcess};
use roles::Roles;
use setup::Setup;
use trace::Recording;

/// How many differences to print before the summary.
const SHOWN: usize = 20;

struct Flags {
    traces: Vec<PathBuf>,
    connections: Vec<PathBuf>,
    gateway: Option<String>,
    token: Option<String>,
    /// False when `cargo test NAME` filters for a test with another name.
    is_wanted: bool,
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
        let mut flags = Self {
            traces: Vec::new(),
            connections: Vec::new(),
            gateway: None,
            token: None,
            is_wanted: true,
        };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("traces") => flags.traces.push(arguments.value()?.into()),
                Long("connections") => flags.connections.push(arguments.value()?.into()),
                Long("gateway") => flags.gateway = Some(arguments.value()?.string()?),
                Long("token") => flags.token = Some(arguments.value()?.string()?),
                // `cargo test` passes these flags to every test binary.
                Long("quiet" | "nocapture") | Short('q') => {}
                Value(filter) => flags.is_wanted &= "conformance".contains(&filter.string()?),
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
        // The list of connections hides this; the recorded credentials reveal it.
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

/// Whether every scenario matched its recording.
fn run(flags: &Flags) -> Result<bool, String> {
    if !flags.is_wanted {
        return Ok(true);
    }
    let mut is_fine = true;
    let (mut scenarios, mut steps, mut failed) = (0, 0, 0);
    for path in &flags.traces {
        let recordings = trace::read(path)?;
        let file = path.display();
        let differing = replay_file(flags, &recordings, &file.to_string())?;
        let count: usize = recordings.iter().map(Recording::steps).sum();
        println!("{file}: {} of {} differ, {count} steps", differing.len(), recordings.len());
        scenarios += recordings.len();
        steps += count;
        failed += differing.len();
        is_fine &= differing.is_empty();
    }
    if scenarios == 0 {
        return Err("there is no scenario to replay".into());
    }
    println!("{scenarios} scenarios, {steps} steps, {failed} failed");
    Ok(is_fine)
}

/// The indices of the scenarios that differ.
fn replay_file(
    flags: &Flags,
    recordings: &[Recording],
    file: &str,
) -> Result<BTreeSet<usize>, String> {
    let roles = roles::read();
    let mut failed = BTreeSet::new();
    if let Some(base) = &flags.gateway {
        let token = flags.token.as_deref().ok_or("--gateway needs --token as well")?;
        if recordings.iter().any(|recording| !matches!(recording, Recording::Trace(_))) {
            return Err(format!("{file} needs users and API keys that only the sandbox has"));
        }
        let mut gateway = http::Remote::new(base, token)?;
        replay_all(base, recordings, &roles, &mut gateway, &mut failed);
        return Ok(failed);
    }
    let seed = Seed::Catalogue(catalogue(&flags.connections)?);
    let mut engine = InProcess::new(seed.clone(), &roles);
    replay_all(&format!("{file}, engine"), recordings, &roles, &mut engine, &mut failed);
    let (base, _running) = http::start(seed, roles::settings(&roles))?;
    let mut listener = http::Remote::new(&base, &roles["admin"].token)?;
    replay_all(&format!("{file}, listener"), recordings, &roles, &mut listener, &mut failed);
    Ok(failed)
}

fn catalogue(lists: &[PathBuf]) -> Result<Catalogue, String> {
    let mut catalogue = Catalogue::default();
    for path in lists {
        let shown = path.display();
        let list = std::fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
        catalogue.add(&list).map_err(|error| format!("{shown}: {error}"))?;
    }
    Ok(catalogue)
}

/// Replays everything on one gateway, prints the first differences, and records the failed
/// scenarios.
fn replay_all(
    place: &str,
    recordings: &[Recording],
    roles: &Roles,
    gateway: &mut dyn Gateway,
    failed: &mut BTreeSet<usize>,
) {
    let mut shown = 0;
    for (index, recording) in recordings.iter().enumerate() {
        let outcome = match recording {
            Recording::Trace(scenario) => replay::scenario(scenario, gateway),
            Recording::Access(exchange) => access::play(exchange, roles, gateway),
            Recording::Insight(scenario) => Setup::find(scenario, roles, gateway).map(drop),
        };
        if let Err(difference) = outcome {
            failed.insert(index);
            shown += 1;
            if shown <= SHOWN {
                eprintln!("{place}: {difference}");
            }
        }
    }
}
