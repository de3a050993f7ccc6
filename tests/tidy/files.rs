//! Reading the repository.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of the repository.
pub struct File {
    /// Relative to the root, with `/`.
    pub path: String,
    pub text: String,
}

impl File {
    /// A sample file, to test a rule.
    pub fn sample(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// A file that is known to exist.
    pub fn read(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path));
        Self::sample(path, &text.unwrap_or_else(|error| panic!("{path}: {error}")))
    }

    /// The text without comments, and without the tests at its end.
    pub fn code(&self) -> String {
        let shipped = self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        shipped.lines().map(without_comment).collect::<Vec<_>>().join("\n")
    }

    /// The name without folders and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }
}

/// A line up to its comment. A `//` after a `:` is part of a URL.
fn without_comment(line: &str) -> &str {
    let comment = line.match_indices("//").find(|&(index, _)| !line[..index].ends_with(':'));
    comment.map_or(line, |(index, _)| line[..index].trim_end())
}

/// Every file below a folder with one of the extensions.
pub fn below(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    found.sort_by(|a: &File, b: &File| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<File>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !["node_modules", "target", "dist", ".git"].contains(&&*name) {
                walk(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let path = path.strip_prefix(root()).unwrap_or(&path);
            found.push(File::read(&path.to_string_lossy().replace('\\', "/")));
        }
    }
}

/// Whether the repository has a file or folder.
pub fn exists(path: &str) -> bool {
    root().join(path).exists()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn code_excludes_comments_and_tests() {
    let file = File::sample(
        "src/a.rs",
        "//! crate::ui\nuse a; // b\nlet x = \"https://c\";\n#[cfg(test)]\nmod tests { d }",
    );
    assert_eq!(file.code(), "\nuse a;\nlet x = \"https://c\";");
    assert_eq!(file.stem(), "a");
}
