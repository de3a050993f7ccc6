//! Which layer may use which, and which crates.

use crate::{
    files::{File, below},
    modules::{Module, Modules, module_of},
};

/// The layers, each of which uses only earlier ones, with the exceptions of [`allowed`].
pub const LAYERS: [&str; 7] = ["domain", "wire", "sandbox", "gateway", "flow", "ui", "embed"];

/// The layers that a file may use.
fn allowed(path: &str) -> &'static [&'static str] {
    match path {
        // Only these places in the client know the transport.
        "src/gateway/transport.rs" | "src/gateway/in_page.rs" => {
            &["domain", "wire", "sandbox", "gateway"]
        }
        "src/bin/sandbox.rs" => &["sandbox"],
        // The program that `src/gateway/loaded.rs` loads.
        "src/bin/engine.rs" => &["wire", "sandbox", "gateway"],
        // It only declares the layers.
        "src/lib.rs" => &[],
        "src/main.rs" | "src/bin/embed.rs" => &LAYERS,
        _ => match module_of(path).first().map(String::as_str) {
            Some("domain") => &["domain"],
            Some("wire") => &["domain", "wire"],
            Some("sandbox") => &["domain", "wire", "sandbox"],
            Some("gateway") => &["domain", "wire", "gateway"],
            Some("flow") => &["domain", "wire", "gateway", "flow"],
            Some("ui") => &["domain", "wire", "sandbox", "gateway", "flow", "ui"],
            Some("embed") => &LAYERS,
            _ => &[],
        },
    }
}

/// Everything that a rule reports about a module, by the path of its file.
fn all(modules: &Modules, rule: impl Fn(&Modules, &Module, &str) -> Vec<String>) -> Vec<String> {
    let found = modules.files().flat_map(|(module, path)| {
        let wrong = rule(modules, module, path).into_iter();
        wrong.map(move |wrong| format!("{path} {wrong}"))
    });
    found.collect()
}

/// Fails with everything that a rule reports about the library.
#[track_caller]
fn check(rule: impl Fn(&Modules, &Module, &str) -> Vec<String>) {
    let wrong = all(&Modules::of_the_library(), rule);
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Everything that a rule reports about sample files.
fn found(
    rule: impl Fn(&Modules, &Module, &str) -> Vec<String>,
    files: &[(&str, &str)],
) -> Vec<String> {
    let files: Vec<_> = files.iter().map(|(path, text)| File::sample(path, text)).collect();
    all(&Modules::read(&files), rule)
}

fn wrong_way(modules: &Modules, module: &Module, path: &str) -> Vec<String> {
    let used = modules.uses(module).into_iter().filter_map(|used| used.module.into_iter().next());
    let mut wrong: Vec<_> = used.filter(|layer| !allowed(path).contains(&layer.as_str())).collect();
    wrong.dedup();
    wrong.into_iter().map(|layer| format!("uses {layer}")).collect()
}

#[test]
fn layers_depend_in_one_direction() {
    check(wrong_way);
}

#[test]
fn a_use_of_a_layer_in_the_wrong_direction_is_found() {
    let found = found(
        wrong_way,
        &[
            ("src/domain.rs", "pub mod a; use super::wire;"),
            ("src/domain/a.rs", "use std::x; /// Drawn by crate::ui.\n fn f() {}"),
            ("src/wire.rs", "use crate::{domain::{a, b}, ui::c}; pub use crate::domain::a::T;"),
            ("src/flow.rs", "fn f() { crate::sandbox::x() }"),
            ("src/gateway/client.rs", "use crate::sandbox;"),
            ("src/gateway/in_page.rs", "use crate::sandbox::engine;"),
            ("src/sandbox.rs", ""),
            ("src/bin/sandbox.rs", "use machine_identity_editor::ui::app;"),
            ("src/ui.rs", "use crate::{domain::a, flow};"),
        ],
    );
    assert_eq!(
        found,
        [
            "src/bin/sandbox.rs uses ui",
            "src/domain.rs uses wire",
            "src/flow.rs uses sandbox",
            "src/gateway/client.rs uses sandbox",
            "src/wire.rs uses ui"
        ]
    );
}

/// Modules of the console, which the editor and the embed must not use.
fn knows_the_site(modules: &Modules, module: &Module, path: &str) -> Vec<String> {
    const SITE: [&str; 4] = ["app", "pages", "router", "routes"];
    let places = ["src/embed", "src/ui/editor", "src/ui/components"];
    if !places.iter().any(|place| path.starts_with(place)) {
        return vec![];
    }
    let used = modules.uses(module).into_iter().filter(|used| {
        used.module.first().is_some_and(|layer| layer == "ui")
            && used.module.get(1).is_some_and(|name| SITE.contains(&name.as_str()))
    });
    used.map(|used| format!("uses {}", used.module.join("::"))).collect()
}

#[test]
fn the_embed_and_the_editor_use_no_page_and_no_route() {
    check(knows_the_site);
    let files = [
        ("src/embed/view.rs", "use crate::{a, ui::{editor::b, pages::c}};"),
        ("src/ui/pages.rs", "use super::app;"),
        ("src/ui/editor.rs", ""),
        ("src/ui/app.rs", ""),
    ];
    assert_eq!(found(knows_the_site, &files), ["src/embed/view.rs uses ui::pages"]);
}

/// The crates that Cargo.toml names, as Rust writes them.
fn dependencies() -> Vec<String> {
    let manifest = File::read("Cargo.toml").text;
    let names = manifest.lines().filter_map(|line| Some(line.split_once(" = ")?.0));
    names.map(|name| name.replace('-', "_")).collect()
}

/// The domain depends on nothing with side effects.
fn foreign(modules: &Modules, module: &Module, _: &str) -> Vec<String> {
    if module.first().is_none_or(|layer| layer != "domain") {
        return vec![];
    }
    let named = dependencies().into_iter().filter(|name| modules.names_crate(module, name));
    let allowed = ["indexmap", "percent_encoding", "rustc_hash", "zeroize"];
    named
        .filter(|name| !allowed.contains(&name.as_str()))
        .map(|name| format!("uses the crate {name}"))
        .collect()
}

#[test]
fn the_domain_uses_only_crates_without_side_effects() {
    check(foreign);
    let files = [
        ("src/domain/a.rs", "use serde::Serialize;"),
        ("src/domain/b.rs", "#[derive(serde::Serialize)] struct A;"),
        ("src/domain/c.rs", "fn f() { format!(\"{}\", serde_json::to_string(1)) }"),
        ("src/domain/d.rs", "use std::fmt; fn f() { fmt::x(zeroize::y(percent_encoding::z())) }"),
    ];
    assert_eq!(
        found(foreign, &files),
        [
            "src/domain/a.rs uses the crate serde",
            "src/domain/b.rs uses the crate serde",
            "src/domain/c.rs uses the crate serde_json"
        ]
    );
}

/// JSON is read and written at the edges, never in domain types.
fn serializes(modules: &Modules, module: &Module, path: &str) -> Vec<String> {
    let is_edge = path == "src/bin/sandbox.rs"
        || module.first().is_some_and(|l| ["wire", "embed", "sandbox"].contains(&l.as_str()));
    let crates = ["serde", "serde_json", "serde_wasm_bindgen"].into_iter();
    crates
        .filter(|name| !is_edge && modules.names_crate(module, name))
        .map(|name| format!("uses {name}"))
        .collect()
}

#[test]
fn only_the_edges_serialize() {
    check(serializes);
    let files = [("src/ui/a.rs", "use serde::x;"), ("src/wire/a.rs", "use serde::x;")];
    assert_eq!(found(serializes, &files), ["src/ui/a.rs uses serde"]);
}

fn has_no_layer(_: &Modules, module: &Module, _: &str) -> Vec<String> {
    let is_known = module.first().is_none_or(|first| {
        LAYERS.contains(&first.as_str()) || ["bin", "main"].contains(&first.as_str())
    });
    if is_known { vec![] } else { vec!["belongs to no layer".to_owned()] }
}

#[test]
fn every_file_of_the_library_belongs_to_a_layer() {
    check(has_no_layer);
    let files = [("src/tools.rs", ""), ("src/ui/a.rs", ""), ("src/lib.rs", "")];
    assert_eq!(found(has_no_layer, &files), ["src/tools.rs belongs to no layer"]);
}

/// Signals of Leptos are compiled anew for each type that they hold.
fn uses_signals_of_leptos(file: &File) -> Vec<String> {
    let is_allowed = file.path.starts_with("src/ui/reactive/") || file.path == "src/main.rs";
    let text = format!("\n{}", file.text);
    let imports = text.split("\nuse leptos::").skip(1).filter_map(|rest| rest.split(';').next());
    let words = ["prelude::*", "RwSignal", "Memo", "StoredValue", "Signal", "Effect"];
    let is_used = imports.into_iter().any(|it| words.iter().any(|word| it.contains(word)));
    let wrong =
        (is_used && !is_allowed).then(|| "takes signals from leptos, not ui::reactive".to_owned());
    wrong.into_iter().collect()
}

#[test]
fn signals_are_those_of_ui_reactive() {
    crate::check(&below("src", &[".rs"]), uses_signals_of_leptos);
    for (text, wrong) in [
        ("//! A.\n\nuse leptos::{ev, prelude::*};\n", 1),
        ("use leptos::{\n    prelude::*,\n    tachys::view::Render,\n};\n", 1),
        ("use leptos::prelude::{Memo, document};\n", 1),
        ("use leptos::prelude::document;\nuse super::Memo;\n", 0),
    ] {
        assert_eq!(uses_signals_of_leptos(&File::sample("src/ui/a.rs", text)).len(), wrong);
    }
}
