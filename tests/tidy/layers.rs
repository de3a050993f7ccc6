//! Which layer may look where.

use crate::{
    check,
    files::{File, below},
};

const LAYERS: [&str; 7] = ["domain", "wire", "sandbox", "gateway", "flow", "ui", "embed"];

/// The layers that a file may use.
fn allowed(path: &str) -> &'static [&'static str] {
    match path {
        // The only places of the client that know what carries its bytes.
        "src/gateway/transport.rs" | "src/gateway/in_page.rs" => {
            &["domain", "wire", "sandbox", "gateway"]
        }
        "src/bin/sandbox.rs" => &["sandbox"],
        // The other side of the wall that `src/gateway/loaded.rs` speaks through.
        "src/bin/engine.rs" => &["wire", "sandbox", "gateway"],
        // Its modules are listed there, and nothing else.
        "src/lib.rs" => &[],
        "src/main.rs" | "src/bin/embed.rs" => &LAYERS,
        _ => match layer(path) {
            "domain" => &["domain"],
            "wire" => &["domain", "wire"],
            "sandbox" => &["domain", "wire", "sandbox"],
            "gateway" => &["domain", "wire", "gateway"],
            "flow" => &["domain", "wire", "gateway", "flow"],
            "ui" => &["domain", "wire", "sandbox", "gateway", "flow", "ui"],
            "embed" => &LAYERS,
            _ => &[],
        },
    }
}

/// The layer that a file belongs to.
pub fn layer(path: &str) -> &str {
    word(path.strip_prefix("src/").unwrap_or(path))
}

fn wrong_way(file: &File) -> Vec<String> {
    let allowed = allowed(&file.path);
    let used = used(&file.code()).into_iter().map(|path| path[0].clone());
    used.filter(|layer| LAYERS.contains(&layer.as_str()) && !allowed.contains(&layer.as_str()))
        .map(|layer| format!("uses {layer}"))
        .collect()
}

/// The paths from the root of the library that a code names, as far as they are plain or one list
/// deep: `crate::ui::{app, pages::x}` is `ui app` and `ui pages`.
fn used(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for prefix in ["crate::", "machine_identity_editor::"] {
        for (index, _) in code.match_indices(prefix) {
            for item in items(&code[index + prefix.len()..]) {
                let first = word(item);
                let rest = item[first.len()..].strip_prefix("::").unwrap_or_default();
                for second in items(rest) {
                    found.push(vec![first.to_owned(), word(second).to_owned()]);
                }
            }
        }
    }
    found
}

/// The items of a `{…}` list at the beginning of a text, or the text itself.
fn items(text: &str) -> Vec<&str> {
    let Some(list) = text.strip_prefix('{') else { return vec![text] };
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (index, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' | ',' if depth == 0 => {
                items.push(list[start..index].trim());
                start = index + 1;
                if character == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    items
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

#[test]
fn no_layer_looks_the_wrong_way() {
    check(&below("src", &[".rs"]), wrong_way);
}

#[test]
fn a_look_the_wrong_way_is_seen() {
    let wrong = |path, text| wrong_way(&File::sample(path, text));
    assert_eq!(wrong("src/domain/name.rs", "use crate::wire::x;"), ["uses wire"]);
    assert_eq!(wrong("src/wire.rs", "use crate::{domain::{a, b}, ui::c};"), ["uses ui"]);
    assert_eq!(wrong("src/flow/save.rs", "fn f() { crate::sandbox::x() }"), ["uses sandbox"]);
    assert_eq!(wrong("src/gateway/client.rs", "use crate::sandbox;"), ["uses sandbox"]);
    assert_eq!(wrong("src/bin/sandbox.rs", "use machine_identity_editor::ui::app;"), ["uses ui"]);
    for (path, text) in [
        ("src/domain/name.rs", "/// Drawn by crate::ui.\nuse std::x;"),
        ("src/gateway/in_page.rs", "use crate::sandbox::engine;"),
        ("src/ui/app.rs", "use crate::{domain::a, flow};"),
    ] {
        assert_eq!(wrong(path, text), Vec::<String>::new(), "{path}");
    }
}

/// `super` would lead past the paths that the rule above reads.
fn climbs_out(file: &File) -> Vec<String> {
    let code = file.code();
    let is_layer = file.path.matches('/').count() == 1;
    let mut wrong = Vec::new();
    if is_layer && code.contains("super::") {
        wrong.push("leaves its layer through super".to_owned());
    }
    if code.contains("super::super") {
        wrong.push("climbs two steps; write crate::…".to_owned());
    }
    wrong
}

#[test]
fn no_layer_is_left_through_super() {
    check(&below("src", &[".rs"]), climbs_out);
    assert_eq!(climbs_out(&File::sample("src/wire.rs", "use super::ui;")).len(), 1);
    assert_eq!(climbs_out(&File::sample("src/wire/a.rs", "use super::super::ui;")).len(), 1);
    assert_eq!(climbs_out(&File::sample("src/wire/a.rs", "use super::b;")).len(), 0);
}

/// The heart of the editor does not know where on a site it stands.
fn knows_the_site(file: &File) -> Vec<String> {
    const SITE: [&str; 3] = ["app", "pages", "routes"];
    let used = used(&file.code()).into_iter();
    used.filter(|path| path[0] == "ui" && SITE.contains(&path[1].as_str()))
        .map(|path| format!("uses ui::{}", path[1]))
        .collect()
}

#[test]
fn the_embed_and_the_editor_know_no_page_and_no_route() {
    for folder in ["src/embed", "src/ui/editor", "src/ui/components"] {
        check(&below(folder, &[".rs"]), knows_the_site);
    }
    let sample = File::sample("src/embed/view.rs", "use crate::{a, ui::{editor::b, pages::c}};");
    assert_eq!(knows_the_site(&sample), ["uses ui::pages"]);
}

/// The vocabulary depends on nothing that could do something.
fn foreign(file: &File) -> Vec<String> {
    let code = file.code();
    let uses = code.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("pub ").unwrap_or(line);
        Some(word(line.strip_prefix("use ")?))
    });
    uses.filter(|root| {
        !["alloc", "core", "crate", "self", "std", "super", "zeroize"].contains(root)
    })
    // A module or a type of the same file.
    .filter(|root| !code.contains(&format!("mod {root};")) && *root == root.to_lowercase())
    .map(|root| format!("uses the crate {root}"))
    .collect()
}

#[test]
fn the_domain_uses_only_std_and_zeroize() {
    let mut files = below("src/domain", &[".rs"]);
    files.push(File::read("src/domain.rs"));
    check(&files, foreign);
    assert_eq!(foreign(&File::sample("", "use serde::Serialize;")), ["uses the crate serde"]);
    assert_eq!(foreign(&File::sample("", "mod a;\npub use a::B;")), Vec::<String>::new());
}

/// JSON is read and written at the edges; a domain type never meets it.
fn serialises(file: &File) -> Vec<String> {
    let is_edge = ["wire", "embed", "sandbox"].contains(&layer(&file.path))
        || file.path == "src/bin/sandbox.rs";
    let code = file.code();
    ["serde::", "serde_json", "Serialize", "Deserialize"]
        .into_iter()
        .filter(|word| !is_edge && code.contains(word))
        .map(|word| format!("has {word}"))
        .collect()
}

#[test]
fn only_the_edges_serialise() {
    check(&below("src", &[".rs"]), serialises);
    assert_eq!(serialises(&File::sample("src/ui/a.rs", "use serde::x;")), ["has serde::"]);
    assert_eq!(serialises(&File::sample("src/wire/a.rs", "use serde::x;")), Vec::<String>::new());
}
