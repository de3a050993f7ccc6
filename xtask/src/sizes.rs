//! What a first visit loads.

use std::{fs, path::Path};

use crate::{
    dist,
    process::{Outcome, root},
};

/// The most that a first visit may load, in bytes, compressed with brotli. It holds what there is;
/// the aim is 200,000, and ARCHITECTURE.md says where the rest is to come from.
const BUDGET: u64 = 276_000;

/// Prints the sizes of the console and the embed, and fails above the budget.
pub fn run() -> Outcome {
    let all = dist::files(&root().join("dist"))?;
    let (embed, console): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|file| file.parent().is_some_and(|dir| dir.ends_with("embed")));
    let console = table("console", &console)?;
    let embed = table("embed", &embed)?;
    for (name, size) in [("console", console), ("embed", embed)] {
        if size > BUDGET {
            return Err(format!(
                "a first visit of the {name} loads {size} B of brotli, {} B over the budget of \
                 {BUDGET} B",
                size - BUDGET
            ));
        }
    }
    Ok(())
}

fn table(name: &str, files: &[std::path::PathBuf]) -> Outcome<u64> {
    println!("{name:<44} {:>9} {:>9} {:>9}", "raw", "gzip", "brotli");
    let mut sums = [0; 3];
    for file in files {
        let sizes = [size(file, "")?, size(file, ".gz")?, size(file, ".br")?];
        let shown = file.file_name().unwrap_or_default().to_string_lossy();
        println!("  {shown:<42} {:>9} {:>9} {:>9}", sizes[0], sizes[1], sizes[2]);
        for (sum, size) in sums.iter_mut().zip(sizes) {
            *sum += size;
        }
    }
    println!("  {:<42} {:>9} {:>9} {:>9}", "in all", sums[0], sums[1], sums[2]);
    Ok(sums[2])
}

fn size(file: &Path, end: &str) -> Outcome<u64> {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    let found = fs::metadata(&name).map(|data| data.len());
    found
        .map_err(|_| format!("{} is not there; run cargo xtask dist first", name.to_string_lossy()))
}
