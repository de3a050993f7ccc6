//! The documents are correct: the files they name exist, and each dependency has a reason.

use crate::{
    check,
    files::{File, below, exists},
};

fn documents() -> Vec<File> {
    let mut files = below("docs", &[".md"]);
    files.extend(
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "tests/README.md"].map(File::read),
    );
    files
}

/// The texts in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    // Fenced blocks contain commands and samples.
    let outside = text.split("```").step_by(2);
    outside.flat_map(|part| part.split('`').skip(1).step_by(2))
}

/// Folders and files of this repository that a document names.
fn missing(document: &File) -> Vec<String> {
    const FOLDERS: [&str; 7] = ["src/", "tests/", "docs/", "style/", "web/", "xtask/", ".cargo/"];
    let is_path = |text: &&str| {
        FOLDERS.iter().any(|folder| text.starts_with(folder)) && !text.contains([' ', '*', '{'])
    };
    let named = quoted(&document.text).filter(is_path);
    let paths = named.map(|path| path.split("::").next().unwrap_or(path).trim_end_matches('/'));
    // What tests install isn't part of the repository.
    let own = paths.filter(|path| *path != "tests/e2e" && !exists(path));
    own.map(|path| format!("names {path}, which doesn't exist")).collect()
}

#[test]
fn documents_name_files_that_exist() {
    check(&documents(), missing);
    let sample =
        "`src/lib.rs`, `src/domain/`, `tests/tidy/words.rs::x`, `src/none.rs`\n```\n`src/no`\n```";
    let found = missing(&File::sample("", sample));
    assert_eq!(found, ["names src/none.rs, which doesn't exist"]);
}

/// The dependencies that a manifest names, without the table that explains them.
fn unexplained(manifest: &File, table: &str) -> Vec<String> {
    let is_json = manifest.path.ends_with(".json");
    let mut names = Vec::new();
    let mut is_list = false;
    for line in manifest.text.lines() {
        let line = line.trim();
        if line.starts_with('[') || line.starts_with("\"devDependencies\"") {
            is_list = line.to_lowercase().contains("dependencies");
            continue;
        }
        if is_json && line.starts_with('}') {
            is_list = false;
        }
        let separator = if is_json { "\": \"" } else { " = " };
        let name = line.split_once(separator).map(|(name, _)| name.trim_start_matches('"'));
        names.extend(name.filter(|name| is_list && !name.contains('"')));
    }
    let explains = |name: &str| {
        let is_end = |c: char| !c.is_alphanumeric() && !"-_@/".contains(c);
        table.split(is_end).any(|word| word == name)
    };
    names.retain(|name| !explains(name) && !name.starts_with("@types/"));
    names
        .into_iter()
        .map(|name| format!("has {name}, which ARCHITECTURE.md doesn't explain"))
        .collect()
}

#[test]
fn every_dependency_has_a_reason() {
    let text = File::read("ARCHITECTURE.md").text;
    let table =
        text.split("## Dependencies").nth(1).expect("ARCHITECTURE.md explains dependencies");
    let mut manifests = below("tests", &["package.json"]);
    manifests.extend(["Cargo.toml", "xtask/Cargo.toml"].map(File::read));
    check(&manifests, |manifest| unexplained(manifest, table));
    let sample =
        File::sample("Cargo.toml", "[dependencies]\na-b = \"1\"\nc = \"2\"\n[features]\nd = []");
    assert_eq!(unexplained(&sample, "| c, d | why |").len(), 1);
}
