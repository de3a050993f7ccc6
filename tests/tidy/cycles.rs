//! No import cycles, and one direction inside the editor.
//!
//! A module stands for its file and every file below it: uses between a parent and its children
//! don't count. Siblings are compared as wholes: `a` uses `b` if any file of `a` uses any file of
//! `b`. No chain of such uses may form a cycle. This is stricter than comparing files: each cycle
//! of files, none of which is above another, is a cycle of modules of their nearest common parent.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    files::File,
    modules::{Module, Modules},
};

/// Known cycles: the parent, and the most of its modules that may be part of one.
///
/// The list only shrinks: an entry without a cycle fails until it is deleted.
const KNOWN: &[(&str, usize)] = &[];

/// For each parent, its modules that are part of a cycle, with the uses that close it.
fn circles(modules: &Modules) -> BTreeMap<Module, Vec<String>> {
    // Per parent: which module uses which, with an example.
    let mut edges: BTreeMap<Module, BTreeMap<(String, String), String>> = BTreeMap::new();
    for (from, path) in modules.files() {
        for used in modules.uses(from) {
            let to = &used.module;
            let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
            // One is above the other.
            if common == from.len() || common == to.len() {
                continue;
            }
            let item = used.item.as_deref().unwrap_or("the module");
            let example = format!("{path} uses {}: {item}", to.join("::"));
            let edge = (from[common].clone(), to[common].clone());
            edges.entry(from[..common].to_vec()).or_default().entry(edge).or_insert(example);
        }
    }
    let found = edges.into_iter().map(|(parent, edges)| {
        let closing = edges.iter().filter(|((from, to), _)| reaches(&edges, to, from));
        (parent, closing.map(|((from, to), example)| format!("{from} → {to}: {example}")).collect())
    });
    found.filter(|(_, uses): &(Module, Vec<String>)| !uses.is_empty()).collect()
}

fn reaches(edges: &BTreeMap<(String, String), String>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(current) = open.pop() {
        if current == to {
            return true;
        }
        let next = edges.keys().filter(|(a, _)| a == current).map(|(_, b)| b.as_str());
        open.extend(next.filter(|module| seen.insert(module)));
    }
    false
}

/// The modules that are part of a cycle below one parent.
fn members(uses: &[String]) -> BTreeSet<&str> {
    uses.iter().filter_map(|line| line.split(" → ").next()).collect()
}

#[test]
fn modules_import_each_other_in_one_direction() {
    let found = circles(&Modules::of_the_library());
    let mut wrong = Vec::new();
    for (parent, uses) in &found {
        let name = parent.join("::");
        let known = KNOWN.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| *count);
        let members = members(uses);
        if members.len() > known {
            wrong.push(format!(
                "`{name}`: {} modules in circles, {known} known ({})\n  {}",
                members.len(),
                members.into_iter().collect::<Vec<_>>().join(", "),
                uses.join("\n  "),
            ));
        }
    }
    for (name, _) in KNOWN {
        if !found.keys().any(|parent| parent.join("::") == *name) {
            wrong.push(format!("`{name}` has no circle any more: delete it from KNOWN"));
        }
    }
    println!("{} import cycles", found.len());
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_cycle_is_found_at_the_nearest_common_parent() {
    let library = |files: &[(&str, &str)]| {
        let files: Vec<_> = files.iter().map(|(path, text)| File::sample(path, text)).collect();
        circles(&Modules::read(&files)).into_keys().map(|p| p.join("::")).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(
        library(&[("src/a.rs", "mod b; use b::X;"), ("src/a/b.rs", "use super::Y;")]),
        none,
        "a parent and its child"
    );
    assert_eq!(
        library(&[("src/a/b.rs", "use super::c::X;"), ("src/a/c.rs", "use crate::a::b::Y;")]),
        ["a"]
    );
    assert_eq!(
        library(&[
            ("src/a/b.rs", "use crate::c::d::X;"),
            ("src/a/e.rs", ""),
            ("src/c/d.rs", "use crate::f::Y;"),
            ("src/f.rs", "use crate::a::e::Z;"),
        ]),
        [""],
        "three folders, no circle of files"
    );
}

/// The rank of a file of the editor: it may use files of its own rank or a lower one.
fn rank(module: &Module) -> Option<usize> {
    let [ui, editor, part, ..] = module.as_slice() else { return None };
    let place = (ui == "ui" && editor == "editor").then_some(part.as_str())?;
    Some(match place {
        // The editor's surroundings, and how a function is loaded on demand.
        "control" | "host" | "lazy_part" | "views" => 0,
        "model" => 1,
        "storage" => 2,
        "commands" => 3,
        _ => 4,
    })
}

/// Uses against the direction view → commands → storage → model, and flows started outside
/// `commands`.
fn against_the_direction(modules: &Modules) -> Vec<String> {
    let mut wrong = Vec::new();
    for (module, path) in modules.files() {
        let Some(own) = rank(module) else { continue };
        for used in modules.uses(module) {
            let name = || used.module.join("::");
            if rank(&used.module).is_some_and(|rank| rank > own) {
                wrong.push(format!("{path} uses {}", name()));
            }
            let is_function = |item: &String| item.starts_with(|c: char| c.is_lowercase());
            let is_flow = used.module.first().is_some_and(|layer| layer == "flow");
            if let Some(item) = used.item.as_ref().filter(|item| is_flow && is_function(item))
                && module[2] != "commands"
                // A check that sends no request.
                && item != "unfit"
            {
                wrong.push(format!("{path} calls {}::{item}", name()));
            }
        }
    }
    wrong
}

#[test]
fn the_editor_depends_on_its_model_and_starts_flows_in_commands() {
    let modules = Modules::of_the_library();
    let parts: BTreeSet<_> = modules.files().filter_map(|(module, _)| rank(module)).collect();
    assert_eq!(parts.len(), 5, "the editor has a model, a storage, commands and views");
    let wrong = against_the_direction(&modules);
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_use_against_the_direction_is_found() {
    let modules = Modules::read(&[
        File::sample("src/flow/save.rs", ""),
        File::sample("src/ui/editor/model.rs", "use super::commands::save;"),
        File::sample(
            "src/ui/editor/commands/save.rs",
            "use crate::flow::save; fn f() { save::run() }",
        ),
        File::sample(
            "src/ui/editor/view.rs",
            "use super::{commands, model}; use crate::flow::save::{S, run};",
        ),
    ]);
    assert_eq!(
        against_the_direction(&modules),
        [
            "src/ui/editor/model.rs uses ui::editor::commands::save",
            "src/ui/editor/view.rs calls flow::save::run"
        ]
    );
}
