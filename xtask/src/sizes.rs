//! What a first visit loads, held to a budget.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{compress, dist, failure::Outcome, program::file_name};

mod top;

pub use top::{function, run as top};

/// The most that a first visit may load of each program: name, and kB (1,000 bytes) of brotli.
/// The goal is 130 kB each. Until then the budgets keep what there is from growing.
const BUDGETS: [(&str, u64); 2] = [("console", 189), ("embed", 230)];

/// Prints the sizes of the console and the embed: a table of the files, then one line for each as
/// `console N kB`. Fails above the budget.
///
/// A first visit loads everything but split modules, which are loaded when they are needed, and the
/// sandbox, which is loaded where it is asked for.
pub fn run() -> Outcome {
    let dist = dist::folder();
    let (embed, console): (Vec<_>, Vec<_>) = dist::files(&dist)?
        .into_iter()
        .filter(|file| is_loaded(file))
        .partition(|file| file.starts_with(dist.join("embed")));
    let mut totals = Vec::new();
    for ((name, budget), files) in BUDGETS.into_iter().zip([&console, &embed]) {
        let of = |kind| files.iter().filter(move |file| Kind::of(file) == kind).collect::<Vec<_>>();
        let total = table(&format!("{name}, first visit"), &of(Kind::First))?;
        totals.push((name, budget, total));
        table(&format!("{name}, split modules"), &of(Kind::Module))?;
        println!();
    }
    let sandbox: Vec<_> = console.iter().filter(|file| Kind::of(file) == Kind::Sandbox).collect();
    table("sandbox, on demand", &sandbox)?;
    println!();
    let mut over = Vec::new();
    for (name, budget, total) in totals {
        println!("{name} {} kB", total.div_ceil(1000));
        if total > budget * 1000 {
            over.push(format!(
                "a first visit of the {name} loads {total} bytes of brotli, above {budget} kB"
            ));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("; ").into()) }
}

/// When a file is loaded.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    First,
    Module,
    Sandbox,
}

impl Kind {
    fn of(file: &Path) -> Self {
        let name = file_name(file);
        if file.parent().is_some_and(|folder| folder.ends_with("sandbox")) {
            Self::Sandbox
        } else if name.ends_with(".wasm") && !name.ends_with("_bg.wasm") {
            Self::Module
        } else {
            Self::First
        }
    }
}

/// Whether a browser loads the file: not what is there for people, compilers and hosts.
fn is_loaded(file: &Path) -> bool {
    let name = file_name(file);
    !name.starts_with("LICENSE") && !name.starts_with('_') && !name.ends_with(".d.ts")
}

/// Prints one table, and returns its total in bytes of brotli.
fn table(name: &str, files: &[&PathBuf]) -> Outcome<u64> {
    println!("{name:<46}{:>10}{:>10}{:>10}", "raw", "gzip", "brotli");
    let mut sums = [0; 3];
    for file in files {
        let sizes = [
            size(file)?,
            size(&compress::beside(file, "gz"))?,
            size(&compress::beside(file, "br"))?,
        ];
        row(&file_name(file), sizes);
        for (sum, size) in sums.iter_mut().zip(sizes) {
            *sum += size;
        }
    }
    row("total", sums);
    Ok(sums[2])
}

fn row(name: &str, [raw, gzip, brotli]: [u64; 3]) {
    println!("  {name:<44}{raw:>10}{gzip:>10}{brotli:>10}");
}

fn size(file: &Path) -> Outcome<u64> {
    let found = fs::metadata(file).map(|data| data.len());
    found.map_err(|_| format!("{} is missing; run cargo xtask dist first", file.display()).into())
}
