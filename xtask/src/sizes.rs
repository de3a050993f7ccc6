//! What a first visit loads.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{compress, dist, failure::Outcome, program::file_name};

/// The most that a first visit may load, in bytes, compressed with brotli.
const BUDGET: u64 = 200_000;

/// Prints the sizes of the console and the embed, and fails above the budget.
///
/// What a first visit loads is everything but the parts, which are loaded when they are needed, and
/// the sandbox, which is loaded by who asks for it.
pub fn run() -> Outcome {
    let dist = dist::folder();
    let (embed, console): (Vec<_>, Vec<_>) = dist::files(&dist)?
        .into_iter()
        .filter(|file| is_loaded(file))
        .partition(|file| file.starts_with(dist.join("embed")));
    let mut over = Vec::new();
    for (name, files) in [("console", &console), ("embed", &embed)] {
        let of = |kind| files.iter().filter(move |file| Kind::of(file) == kind).collect::<Vec<_>>();
        let total = table(&format!("{name}, a first visit"), &of(Kind::First))?;
        match BUDGET.checked_sub(total) {
            Some(left) => println!("{:<46}{left:>10} of {BUDGET}\n", "  left of the budget"),
            None => over.push(format!(
                "a first visit of the {name} loads {total} bytes of brotli, {} above the budget \
                 of {BUDGET}",
                total - BUDGET
            )),
        }
        table(&format!("{name}, parts when they are needed"), &of(Kind::Part))?;
        println!();
    }
    let sandbox: Vec<_> = console.iter().filter(|file| Kind::of(file) == Kind::Sandbox).collect();
    table("sandbox, on demand", &sandbox)?;
    if over.is_empty() { Ok(()) } else { Err(over.join("; ").into()) }
}

/// When a file is loaded.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    First,
    Part,
    Sandbox,
}

impl Kind {
    fn of(file: &Path) -> Self {
        let name = file_name(file);
        if file.parent().is_some_and(|folder| folder.ends_with("sandbox")) {
            Self::Sandbox
        } else if name.ends_with(".wasm") && !name.ends_with("_bg.wasm") {
            Self::Part
        } else {
            Self::First
        }
    }
}

/// Whether a browser asks for it: not for what is there for people and compilers.
fn is_loaded(file: &Path) -> bool {
    let name = file_name(file);
    !name.starts_with("LICENSE") && !name.ends_with(".d.ts")
}

/// Prints one table, and says how much it is in brotli.
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
    row("in all", sums);
    Ok(sums[2])
}

fn row(name: &str, [raw, gzip, brotli]: [u64; 3]) {
    println!("  {name:<44}{raw:>10}{gzip:>10}{brotli:>10}");
}

fn size(file: &Path) -> Outcome<u64> {
    let found = fs::metadata(file).map(|data| data.len());
    found.map_err(|_| format!("{} is not there; run cargo xtask dist first", file.display()).into())
}
