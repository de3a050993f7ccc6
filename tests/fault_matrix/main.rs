//! Every fault, at every request, of every procedure: what it ends in, and what must hold.
//!
//! Each cell runs a procedure on an engine of its own, with one fault armed for one of its requests,
//! or for that one and all that follow. Whatever the ending:
//!
//! - nothing is written twice;
//! - what is said to be saved, not saved or half done is so, by a reading of the engine's own;
//! - every secret that came to be is handed over, or can be read again;
//! - what somebody else wrote meanwhile is not written over in silence;
//! - what could not be found out is found out later, without another write.

#![allow(clippy::print_stdout, reason = "it prints its own report")]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../flows/bench.rs"]
mod bench;
mod cell;
mod procedure;

use std::{collections::BTreeMap, process::ExitCode};

use cell::Cell;
use procedure::{Ending, Procedure};

/// The faults, as documented in docs/sandbox.md, with what each is called in the table.
const FAULTS: [(&str, &str); 8] = [
    ("cut-before", "cut before"),
    ("cut-during", "cut during"),
    ("cut-after", "cut after"),
    ("slow", "timeout"),
    ("error-500", "500 empty"),
    ("html", "HTML 200"),
    ("gateway-timeout", "504 HTML"),
    ("revoked-token", "401"),
];

fn main() -> ExitCode {
    let mut table: BTreeMap<(usize, usize), BTreeMap<Ending, usize>> = BTreeMap::new();
    let (mut cells, mut wrong) = (0, Vec::new());
    let mut note = |row, column, cell: Cell, name: String| {
        cells += 1;
        *table.entry((row, column)).or_default().entry(cell.ending).or_default() += 1;
        wrong.extend(cell.wrong.into_iter().map(|what| format!("{name}: {what}")));
    };
    for (row, procedure) in Procedure::ALL.into_iter().enumerate() {
        let requests = procedure.requests();
        for (column, (fault, title)) in FAULTS.into_iter().enumerate() {
            for place in 0..requests {
                for goes_on in [false, true] {
                    let cell = cell::with_fault(procedure, fault, place, goes_on);
                    let more = if goes_on { " and all after it" } else { "" };
                    let name = format!("{procedure:?}, {title} at request {place}{more}");
                    note(row, column, cell, name);
                }
            }
        }
        for step in 0..procedure.steps() {
            let cell = cell::with_somebody_else(procedure, step);
            note(row, FAULTS.len(), cell, format!("{procedure:?}, somebody else at step {step}"));
        }
    }
    print(&table);
    for what in wrong.iter().take(40) {
        println!("WRONG {what}");
    }
    let verdict = if wrong.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {verdict}. {} passed; {} failed; 0 ignored; {cells} cells",
        cells - wrong.len().min(cells),
        wrong.len()
    );
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print(table: &BTreeMap<(usize, usize), BTreeMap<Ending, usize>>) {
    let titles = FAULTS.iter().map(|(_, title)| *title).chain(["somebody else"]);
    for (row, procedure) in Procedure::ALL.into_iter().enumerate() {
        println!("\n{procedure:?}: {} requests", procedure.requests());
        for (column, title) in titles.clone().enumerate() {
            let Some(cells) = table.get(&(row, column)) else { continue };
            let endings = cells.iter().map(|(ending, count)| format!("{ending:?} {count}"));
            println!("  {title:<14} {}", endings.collect::<Vec<_>>().join(", "));
        }
    }
}
