//! Running checks, cheapest first.

use std::{
    ffi::OsString,
    time::{Duration, Instant},
};

use crate::{
    checks::{self, Build, Check},
    counts::Counts,
    failure::Outcome,
};

/// Runs the browser tests alone, on the given build.
pub fn run_e2e(build: Build, extra: &[OsString]) -> Outcome {
    let mut counts = Counts::default();
    let outcome = checks::e2e(build, &[], extra, &mut counts);
    if outcome.is_err() {
        counts.failed = counts.failed.max(1);
    }
    println!("\n{counts}");
    outcome
}

/// Runs the given checks, or all of them, and stops at the first failure.
///
/// The last line is the total over all test runners, in a form that programs can parse.
pub fn run(checks: &[Check], extra: &[OsString]) -> Outcome {
    let checks = if checks.is_empty() { Check::EVERYTHING } else { checks };
    let mut counts = Counts::default();
    let mut times: Vec<(Check, Duration)> = Vec::new();
    let mut outcome = Ok(());
    for &check in checks {
        println!("\n== {}", check.name());
        let start = Instant::now();
        outcome = check.run(extra, &mut counts);
        times.push((check, start.elapsed()));
        if let Err(failure) = outcome {
            outcome = Err(format!("{}: {failure}", check.name()).into());
            // A check without a test runner counts as one failure.
            counts.failed = counts.failed.max(1);
            break;
        }
    }
    println!();
    for (check, time) in &times {
        println!("{:<12}{:>7.1} s", check.name(), time.as_secs_f64());
    }
    let total: Duration = times.iter().map(|(_, time)| *time).sum();
    println!("{:<12}{:>7.1} s\n\n{counts}", "total", total.as_secs_f64());
    outcome
}
