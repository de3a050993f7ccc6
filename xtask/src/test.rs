//! Every check, in the order in which a failure is cheapest.

use std::{
    ffi::OsString,
    time::{Duration, Instant},
};

use crate::{
    counts::Counts,
    failure::Outcome,
    parts::{self, Build, Part},
};

/// Runs the browser tests alone, on the given build.
pub fn run_e2e(build: Build, extra: &[OsString]) -> Outcome {
    let mut counts = Counts::default();
    let outcome = parts::e2e(build, &[], extra, &mut counts);
    if outcome.is_err() {
        counts.failed = counts.failed.max(1);
    }
    println!("\n{counts}");
    outcome
}

/// Runs some parts, or all of them; stops at the first that fails.
///
/// The last line is the count over all runners, alone, for whoever reads it by machine.
pub fn run(parts: &[Part], extra: &[OsString]) -> Outcome {
    let parts = if parts.is_empty() { Part::EVERYTHING } else { parts };
    let mut counts = Counts::default();
    let mut times: Vec<(Part, Duration)> = Vec::new();
    let mut outcome = Ok(());
    for &part in parts {
        println!("\n== {}", part.name());
        let start = Instant::now();
        outcome = part.run(extra, &mut counts);
        times.push((part, start.elapsed()));
        if let Err(failure) = outcome {
            outcome = Err(format!("{}: {failure}", part.name()).into());
            // A part that no runner counts has failed as one.
            counts.failed = counts.failed.max(1);
            break;
        }
    }
    println!();
    for (part, time) in &times {
        println!("{:<12}{:>7.1} s", part.name(), time.as_secs_f64());
    }
    let all: Duration = times.iter().map(|(_, time)| *time).sum();
    println!("{:<12}{:>7.1} s\n\n{counts}", "in all", all.as_secs_f64());
    outcome
}
