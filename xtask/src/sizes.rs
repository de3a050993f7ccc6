//! What a first visit loads.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{compress, dist, failure::Outcome};

/// The most that a first visit may load, in bytes, compressed with brotli.
const BUDGET: u64 = 200_000;

/// Prints the sizes of the console and the embed, and fails above the budget.
pub fn run() -> Outcome {
    let built = dist::files(&dist::folder())?;
    // The sandbox is loaded by who asks for it.
    let (sandbox, built): (Vec<_>, Vec<_>) = built
        .into_iter()
        .filter(|file| is_loaded(file))
        .partition(|file| file.parent().is_some_and(|folder| folder.ends_with("sandbox")));
    let (embed, console): (Vec<_>, Vec<_>) = built
        .into_iter()
        .partition(|file| file.parent().is_some_and(|folder| folder.ends_with("embed")));
    for (name, files) in [("console", console), ("embed", embed)] {
        let total = table(name, &files)?;
        if total > BUDGET {
            let over = total - BUDGET;
            return Err(format!(
                "a first visit of the {name} loads {total} bytes of brotli, {over} above the \
                 budget of {BUDGET}"
            )
            .into());
        }
        println!("{:<46}{:>10} of {BUDGET}\n", "  left of the budget", BUDGET - total);
    }
    let copies: Vec<_> = sandbox
        .into_iter()
        .filter(|file| !file.starts_with(dist::folder().join("embed")))
        .collect();
    table("sandbox, on demand", &copies)?;
    Ok(())
}

/// Whether a browser asks for it: not for what is there for people and compilers.
fn is_loaded(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with("LICENSE") && !name.ends_with(".d.ts")
}

/// Prints one table, and says how much it is in brotli.
fn table(name: &str, files: &[PathBuf]) -> Outcome<u64> {
    println!("{name:<46}{:>10}{:>10}{:>10}", "raw", "gzip", "brotli");
    let mut sums = [0; 3];
    for file in files {
        let sizes = [
            size(file)?,
            size(&compress::beside(file, "gz"))?,
            size(&compress::beside(file, "br"))?,
        ];
        row(&file.file_name().unwrap_or_default().to_string_lossy(), sizes);
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
