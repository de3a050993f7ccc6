//! How often the plan matches the outcome, with the product's flows over random states and drafts.
//!
//! Without flags it runs on the sandbox with a fixed seed. `--edits N` and `--seed N` set the
//! number of edits and the seed; `--gateway URL --token TOKEN` runs on a gateway whose data may be
//! lost.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it prints its own report")]

mod case;
mod edit;
mod organization;

use std::{collections::BTreeMap, process::ExitCode};

use case::{Case, Dice};
use edit::{Agreement, Verdict, play};
use lexopt::prelude::*;
use organization::Organization;

/// The number of edits in a test run.
const EDITS: usize = 1_500;
/// How many disagreements to reduce and print.
const SHOWN: usize = 10;

struct Flags {
    edits: usize,
    seed: u64,
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
            eprintln!("agree: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Flags {
    fn parse() -> Result<Self, lexopt::Error> {
        let mut flags = Self { edits: EDITS, seed: 1, gateway: None, token: None, is_wanted: true };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("edits") => flags.edits = arguments.value()?.parse()?,
                Long("seed") => flags.seed = arguments.value()?.parse()?,
                Long("gateway") => flags.gateway = Some(arguments.value()?.string()?),
                Long("token") => flags.token = Some(arguments.value()?.string()?),
                // `cargo test` passes these flags to every test binary.
                Long("quiet" | "nocapture") | Short('q') => {}
                Value(filter) => flags.is_wanted &= "agree".contains(&filter.string()?),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(flags)
    }

    fn organization(&self) -> Result<Organization, String> {
        match (&self.gateway, &self.token) {
            (None, _) => Ok(Organization::sandbox()),
            (Some(url), Some(token)) => Organization::remote(url, token),
            (Some(_), None) => Err("--gateway needs --token as well".to_owned()),
        }
    }
}

/// Counts of edits.
#[derive(Default)]
struct Tally {
    edits: usize,
    creations: usize,
    sent: usize,
    full: usize,
    unknown: BTreeMap<String, usize>,
    with_unknown_before: BTreeMap<String, usize>,
    with_unknown: BTreeMap<String, usize>,
    disagreements: Vec<(Case, String)>,
    verifications: Vec<(Case, String)>,
}

impl Tally {
    fn add(&mut self, case: &Case, verdict: Verdict) {
        self.edits += 1;
        self.creations += usize::from(verdict.is_creation);
        self.sent += usize::from(verdict.would_be_sent);
        if verdict.would_be_sent {
            for kind in verdict.unknowns_before {
                *self.with_unknown_before.entry(kind).or_default() += 1;
            }
            for kind in verdict.unknowns {
                *self.with_unknown.entry(kind).or_default() += 1;
            }
        }
        match verdict.agreement {
            Agreement::Full => self.full += 1,
            Agreement::Unknown(kind) => *self.unknown.entry(kind).or_default() += 1,
            Agreement::Disagreement(text) => self.disagreements.push((case.clone(), text)),
            Agreement::FalseVerification(text) => self.verifications.push((case.clone(), text)),
        }
    }
}

/// Whether every plan matched.
fn run(flags: &Flags) -> Result<bool, String> {
    if !flags.is_wanted {
        return Ok(true);
    }
    let mut organization = flags.organization()?;
    let (mut dice, mut tally) = (Dice(flags.seed), Tally::default());
    while tally.edits < flags.edits {
        let case = Case::random(&mut dice);
        if let Some(verdict) = play(&mut organization, &case) {
            tally.add(&case, verdict);
        }
    }
    println!(
        "seed {}: {} edits, {} of them creations; {} would be sent",
        flags.seed, tally.edits, tally.creations, tally.sent
    );
    println!("{:>6} as planned, with the reason that the plan names first", tally.full);
    for (kind, count) in &tally.unknown {
        println!("{count:>6} otherwise, as the plan's unknown {kind} says");
    }
    for (when, kinds) in [
        ("before the gateway was asked", &tally.with_unknown_before),
        ("after", &tally.with_unknown),
    ] {
        println!("unknowns in plans that would be sent, {when}:");
        for (kind, count) in kinds {
            println!("{count:>6} {kind}");
        }
    }
    println!("{:>6} disagreements", tally.disagreements.len());
    println!("{:>6} disagreements in the verification", tally.verifications.len());
    for (case, text) in tally.disagreements.iter().chain(&tally.verifications).take(SHOWN) {
        let (case, text) = reduce(&mut organization, case.clone(), text.clone());
        println!("\n{text}\n{case:#?}");
    }
    let is_agreed = tally.disagreements.is_empty() && tally.verifications.is_empty();
    // xtask counts tests by this closing line.
    match is_agreed {
        true => println!("test result: ok. 1 passed; 0 failed; 0 ignored"),
        false => println!("test result: FAILED. 0 passed; 1 failed; 0 ignored"),
    }
    Ok(is_agreed)
}

/// The smallest case that still disagrees.
fn reduce(organization: &mut Organization, mut case: Case, mut text: String) -> (Case, String) {
    while let Some((smaller, reason)) = case.smaller().into_iter().find_map(|smaller| {
        match play(organization, &smaller)?.agreement {
            Agreement::Disagreement(reason) | Agreement::FalseVerification(reason) => {
                Some((smaller, reason))
            }
            Agreement::Full | Agreement::Unknown(_) => None,
        }
    }) {
        (case, text) = (smaller, reason);
    }
    (case, text)
}
