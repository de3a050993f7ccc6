//! The invariants of the repository: which layer may use which, and what code must not contain.
//!
//! Each rule is a function from a text to its violations, tested with bad samples beside it, and a
//! test that applies it to every file.

mod citations;
mod cycles;
mod documents;
mod files;
mod layers;
mod modules;
mod pages;
mod styles;
mod versions;
mod words;

use files::File;

/// Applies a rule to files, and fails with all violations.
#[track_caller]
fn check(files: &[File], rule: impl Fn(&File) -> Vec<String>) {
    assert!(!files.is_empty(), "there is nothing to check");
    let found: Vec<String> = files
        .iter()
        .flat_map(|file| rule(file).into_iter().map(move |wrong| format!("{}: {wrong}", file.path)))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}
