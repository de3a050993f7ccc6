//! The invariants of the repository: which layer may look where, and what may not be written.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file with one of the endings below a folder, by its path from the root, with its text.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("the folder is there").filter_map(Result::ok) {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "node_modules" && name != "target" {
                    walk(&path, endings, found);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let shown = path.strip_prefix(root()).expect("below the root");
                let text = fs::read_to_string(&path).expect("it is UTF-8");
                found.push((shown.to_string_lossy().into_owned(), text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    found.sort();
    assert!(!found.is_empty(), "nothing in {folder}");
    found
}

const LAYERS: [&str; 7] = ["domain", "wire", "sandbox", "gateway", "flow", "ui", "embed"];

/// The layers that a layer may use besides itself.
fn allowed(layer: &str) -> &'static [&'static str] {
    match layer {
        "domain" => &[],
        "wire" => &["domain"],
        "sandbox" => &["domain", "wire"],
        "gateway" => &["domain", "wire", "sandbox"],
        "flow" => &["domain", "wire", "gateway"],
        "ui" => &["domain", "wire", "sandbox", "gateway", "flow"],
        "embed" => &["domain", "wire", "sandbox", "gateway", "flow", "ui"],
        _ => &LAYERS,
    }
}

/// The layers that a text names: `crate::wire`, or `wire` in a list that begins with `crate::{`.
fn named(text: &str) -> Vec<&'static str> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = Vec::new();
    for (index, _) in code.match_indices("crate::") {
        let rest = &code[index + "crate::".len()..];
        let group = match rest.strip_prefix('{') {
            Some(list) => first_words(list),
            None => vec![word(rest)],
        };
        found.extend(LAYERS.into_iter().filter(|layer| group.contains(layer)));
    }
    found
}

/// The first word of each item of a `use` list, up to its closing brace.
fn first_words(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut words) = (0, 0, Vec::new());
    for (index, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                words.push(word(list[start..index].trim_start()));
                return words;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                words.push(word(list[start..index].trim_start()));
                start = index + 1;
            }
            _ => {}
        }
    }
    words
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn layer_of(path: &str) -> &str {
    word(path.strip_prefix("src/").unwrap_or(path))
}

#[test]
fn the_checker_sees_both_forms_of_use() {
    assert_eq!(named("use crate::ui::app;"), ["ui"]);
    assert_eq!(named("use crate::{\n    domain::{a, b},\n    flow::save,\n};"), ["domain", "flow"]);
    assert_eq!(named("// crate::ui\n"), Vec::<&str>::new());
    assert_eq!(layer_of("src/gateway/base.rs"), "gateway");
}

#[test]
fn no_layer_looks_the_wrong_way() {
    let mut wrong = Vec::new();
    for (path, text) in files("src", &[".rs"]) {
        let layer = layer_of(&path);
        if !LAYERS.contains(&layer) {
            continue;
        }
        for other in named(&text) {
            if other != layer && !allowed(layer).contains(&other) {
                wrong.push(format!("{path} uses {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_client_knows_the_sandbox_only_as_a_transport() {
    for (path, text) in files("src/gateway", &[".rs"]) {
        let uses = named(&text).contains(&"sandbox");
        assert!(!uses || path.ends_with("in_page.rs"), "{path} uses sandbox");
    }
}

#[test]
fn the_embed_knows_no_page_and_no_route() {
    for (path, text) in files("src/embed", &[".rs"]) {
        for name in ["pages", "routes", "app::"] {
            assert!(!text.contains(&format!("ui::{name}")), "{path} uses ui::{name}");
        }
    }
}

#[test]
fn only_the_edges_serialise() {
    for (path, text) in files("src", &[".rs"]) {
        let is_edge = ["wire", "embed", "sandbox"].contains(&layer_of(&path));
        let serialises = text.contains("serde::") || text.contains("serde_json");
        assert!(is_edge || !serialises, "{path} serialises");
    }
}

#[test]
fn a_secret_cannot_be_formatted() {
    let text = fs::read_to_string(root().join("src/domain/secret.rs")).expect("it is there");
    for word in ["Debug", "Display", "Serialize"] {
        assert!(!text.contains(word), "Secret has {word}");
    }
}

#[test]
fn views_are_built_without_html_text() {
    for (path, text) in files("src", &[".rs"]) {
        for word in ["view! {", "inner_html"] {
            assert!(!text.contains(word), "{path} has {word}, which Trusted Types refuse");
        }
    }
}

#[test]
fn nothing_panics_by_convenience_and_nothing_is_left_over() {
    let unwanted = [".unwrap()", "todo!(", "dbg!("];
    for (path, text) in files("src", &[".rs"]) {
        let program = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in unwanted {
            assert!(!program.contains(word), "{path} has {word}");
        }
    }
}

#[test]
fn files_are_short_enough_to_read() {
    let mut all = files("src", &[".rs", ".js"]);
    all.extend(files("xtask/src", &[".rs"]));
    all.extend(files("style", &[".css"]));
    let long: Vec<String> = all
        .iter()
        .filter(|(_, text)| text.lines().count() > 500)
        .map(|(path, text)| format!("{path}: {} lines", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_style_sheet_is_adopted() {
    let list = fs::read_to_string(root().join("src/ui/stylesheet.rs")).expect("it is there");
    for (path, _) in files("style", &[".css"]) {
        assert!(list.contains(&format!("../../{path}")), "{path} is in no list of stylesheet.rs");
    }
}
