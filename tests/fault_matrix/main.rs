//! Every fault, at every request, of every procedure; then random schedules with several faults.
//!
//! Each cell runs a procedure on a fresh engine. Whatever the outcome:
//!
//! - nothing is written twice, except once after the gateway rejected the receipt's field;
//! - "saved", "not saved" and "partly saved" are true, also after late writes have taken effect;
//! - every new secret is returned, or can be read again;
//! - another client's write is never silently overwritten;
//! - a write that took effect is confirmed after a reload, without another write.

#![expect(clippy::print_stdout, reason = "it prints its own report")]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../flows/bench.rs"]
mod bench;
mod cell;
mod procedure;
mod schedules;

use std::{collections::BTreeMap, process::ExitCode};

use cell::{Cell, Column, Settled};
use procedure::{Ending, Procedure};

/// Longer than any deadline.
const HOUR: u32 = 3_600_000;

const fn column(title: &'static str, fault: &'static str) -> Column {
    Column { title, fault, more: None, millis: HOUR, has_receipts: true }
}

/// The faults of docs/sandbox.md, and combinations of them.
const COLUMNS: [Column; 15] = [
    column("cut before", "cut-before"),
    column("cut during", "cut-during"),
    column("cut after", "cut-after"),
    column("timeout", "slow"),
    column("500 empty", "error-500"),
    column("HTML 200", "html"),
    column("504 HTML", "gateway-timeout"),
    column("401", "revoked-token"),
    column("403", "forbidden"),
    column("field refused", "unknown-fields"),
    Column { millis: 2_000, ..column("lands in 2 s", "late-write") },
    Column { millis: 60_000, ..column("lands in 60 s", "late-write") },
    Column { millis: 60_000, has_receipts: false, ..column("60 s, no receipt", "late-write") },
    Column { more: Some(("audit-not-written", "/*")), ..column("cut, no entry", "cut-after") },
    Column { more: Some(("forbidden", "/audit/logs")), ..column("cut, no log", "cut-after") },
];

/// The minimum number of cells per outcome: a matrix that stops provoking an outcome proves
/// nothing.
const AT_LEAST: [(Ending, usize); 7] = [
    (Ending::NotRead, 60),
    (Ending::NotSent, 300),
    (Ending::Saved, 150),
    (Ending::NotSaved, 10),
    (Ending::HalfDone, 2),
    (Ending::ContextChange, 3),
    (Ending::Unconfirmed, 100),
];

/// The minimum number of cells that a receipt resolves immediately.
const LEAST_RECEIPTS: usize = 10;

type Counts = BTreeMap<Ending, usize>;

fn main() -> ExitCode {
    let mut table: BTreeMap<(usize, usize), Counts> = BTreeMap::new();
    let (mut cells, mut wrong) = (0, Vec::new());
    let (mut all, mut later) = (Counts::new(), Counts::new());
    let mut receipts: BTreeMap<Settled, usize> = BTreeMap::new();
    let mut note = |row, column, cell: Cell, name: String| {
        cells += 1;
        *table.entry((row, column)).or_default().entry(cell.ending).or_default() += 1;
        *all.entry(cell.ending).or_default() += 1;
        if let Some(ending) = cell.later {
            *later.entry(ending).or_default() += 1;
        }
        if let Some(settled) = cell.by_receipt {
            *receipts.entry(settled).or_default() += 1;
        }
        wrong.extend(cell.wrong.into_iter().map(|what| format!("{name}: {what}")));
    };
    for (row, procedure) in Procedure::ALL.into_iter().enumerate() {
        let requests = procedure.requests();
        for (number, column) in COLUMNS.iter().enumerate() {
            for place in 0..requests {
                for goes_on in [false, true] {
                    let cell = cell::with_fault(procedure, column, place, goes_on);
                    let more = if goes_on { " and all after it" } else { "" };
                    let name = format!("{procedure:?}, {} at request {place}{more}", column.title);
                    note(row, number, cell, name);
                }
            }
        }
        for step in 0..procedure.steps() {
            let cell = cell::with_other_writer(procedure, step);
            note(row, COLUMNS.len(), cell, format!("{procedure:?}, another write at step {step}"));
        }
    }
    print(&table);
    println!("\n{cells} cells: {}", said(&all));
    println!("unconfirmed, after a reload: {}", said(&later));
    let count = |settled| receipts.get(&settled).copied().unwrap_or_default();
    let (at_once, after) = (count(Settled::AtOnce), count(Settled::AfterReload));
    println!("settled by a receipt: {at_once} at once, {after} after a reload");
    if at_once < LEAST_RECEIPTS {
        wrong.push(format!("only {at_once} cells are settled by a receipt at once"));
    }
    for (ending, least) in AT_LEAST {
        let count = all.get(&ending).copied().unwrap_or_default();
        if count < least {
            wrong.push(format!("only {count} cells end in {ending:?}, and {least} should"));
        }
    }
    wrong.extend(schedules::run());
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

/// The outcomes with their counts, on one line.
fn said(counts: &Counts) -> String {
    let endings = counts.iter().map(|(ending, count)| format!("{ending:?} {count}"));
    endings.collect::<Vec<_>>().join(", ")
}

fn print(table: &BTreeMap<(usize, usize), Counts>) {
    let titles = COLUMNS.iter().map(|column| column.title).chain(["another write"]);
    for (row, procedure) in Procedure::ALL.into_iter().enumerate() {
        println!("\n{procedure:?}: {} requests", procedure.requests());
        for (column, title) in titles.clone().enumerate() {
            let Some(cells) = table.get(&(row, column)) else { continue };
            println!("  {title:<16} {}", said(cells));
        }
    }
}
