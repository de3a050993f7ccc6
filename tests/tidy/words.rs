//! What code must not contain.

use machine_identity_editor::domain::secret::Secret;

use crate::{
    check,
    files::{File, below},
};

/// The maximum number of lines in a file.
const LONGEST: usize = 400;

fn everything() -> Vec<File> {
    below(".", &[".rs", ".ts", ".js", ".css", ".html", ".toml", ".md"])
}

fn has_any(code: &str, words: &[&str]) -> Vec<String> {
    words.iter().filter(|word| code.contains(*word)).map(|word| format!("has {word}")).collect()
}

/// `expect` states an invariant; `unwrap` states nothing.
fn convenience(file: &File) -> Vec<String> {
    let mut words = vec![".unwrap()", "todo!(", "unimplemented!(", "dbg!(", "#[allow("];
    if !file.path.starts_with("src/bin/") {
        words.extend(["println!(", "print!(", "eprintln!("]);
    }
    has_any(&file.code(), &words)
}

#[test]
fn nothing_panics_by_convenience_and_no_leftovers_remain() {
    check(&below("src", &[".rs"]), convenience);
    let sample = |path| convenience(&File::sample(path, "x.unwrap(); println!(); // todo!()"));
    assert_eq!(sample("src/ui.rs"), ["has .unwrap()", "has println!("]);
    assert_eq!(sample("src/bin/sandbox.rs"), ["has .unwrap()"]);
}

fn length(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    if lines > LONGEST { vec![format!("{lines} lines")] } else { vec![] }
}

#[test]
fn files_are_short_enough_to_read() {
    let mut files = everything();
    files.retain(|file| !file.path.ends_with(".md"));
    check(&files, length);
    assert_eq!(length(&File::sample("", &"\n".repeat(401))), ["401 lines"]);
    assert!(length(&File::sample("", &"\n".repeat(400))).is_empty());
}

// A secret can't reach a log, a page or a request by accident: only `expose` reveals it.
static_assertions::assert_not_impl_any!(
    Secret: std::fmt::Debug, std::fmt::Display, serde::Serialize, AsRef<str>, Into<String>, Copy
);

/// `view!` assigns static parts to `innerHTML`, which Trusted Types refuse.
fn html_text(file: &File) -> Vec<String> {
    let words = ["view! {", "view!{", "inner_html", "innerHTML", "outerHTML", "insertAdjacentHTML"];
    let mut wrong = has_any(&file.code(), &words);
    wrong.extend(has_any(&file.code(), &["document.write", "eval(", "new Function("]));
    wrong
}

#[test]
fn pages_are_built_without_html_text() {
    let mut files = below("src", &[".rs", ".js"]);
    files.extend(below("web", &[".js"]));
    check(&files, html_text);
    assert_eq!(html_text(&File::sample("", "a.innerHTML = b")), ["has innerHTML"]);
}

/// Drafts, and the sign-in where the user chose to keep it, are stored for a tab, in one place; what is
/// kept for good are choices of the user, in another place that takes no text but the program's own.
/// A third reads what the gateway's own pages left, and writes nothing but the end of a cookie.
fn storage(file: &File) -> Vec<String> {
    let code = file.code();
    let is_place = file.path == "src/ui/browser/storage.rs";
    let words = ["local_storage", "session_storage", "localStorage", "sessionStorage", "indexedDB"];
    let mut wrong = if is_place { vec![] } else { has_any(&code, &words) };
    if file.path == "src/ui/browser/preference.rs" {
        return has_any(&code, &["session_storage", "sessionStorage", "indexedDB", "set_cookie"]);
    }
    if file.path == "src/ui/browser/gateway_page.rs" {
        return has_any(&code, &["session_storage", "sessionStorage", "indexedDB", "set_item"]);
    }
    wrong.extend(has_any(&code, &["local_storage", "localStorage", "indexedDB", "set_cookie"]));
    wrong.dedup();
    wrong
}

#[test]
fn nothing_is_stored_but_by_the_one_place_for_it() {
    let mut files = below("src", &[".rs", ".js"]);
    files.extend(below("web", &[".js"]));
    check(&files, storage);
    assert!(!storage(&File::sample("src/ui/a.rs", "session_storage()")).is_empty());
    assert!(!storage(&File::sample("src/ui/browser/storage.rs", "local_storage()")).is_empty());
    assert!(storage(&File::sample("src/ui/browser/storage.rs", "session_storage()")).is_empty());
    assert!(!storage(&File::sample("src/ui/browser/preference.rs", "indexedDB")).is_empty());
    assert!(!storage(&File::sample("src/ui/browser/gateway_page.rs", "set_item()")).is_empty());
}

/// Folders of one person's machine have no meaning for another.
fn local_paths(file: &File) -> Vec<String> {
    let homes = ["/home", "/root", "/Users", "/work"].map(|home| format!("{home}/"));
    let is_path = |home: &str| {
        file.text.match_indices(home).any(|(index, _)| {
            let before = file.text[..index].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || "._-}/".contains(c))
        })
    };
    homes.iter().filter(|home| is_path(home)).map(|home| format!("names {home}…")).collect()
}

#[test]
fn no_file_names_a_folder_of_ones_own_machine() {
    check(&everything(), local_paths);
    let folder = ["/", "home", "/somebody/x"].concat();
    assert_eq!(local_paths(&File::sample("", &folder)).len(), 1);
    let others = ["https://a.b/", "home/x ui/", "root/x"].concat();
    assert_eq!(local_paths(&File::sample("", &others)).len(), 0);
}
