//! The modules of the library and what each uses, read from the syntax tree.
//!
//! Covers `use` trees, paths in code and in macros, and names that a `use` brought into scope.
//! Re-exports are followed to the file that has the item. Tests inside a file don't count.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, UseTree, visit::Visit};

use crate::files::{File, below};

/// A module by its path from the root of the library: `["ui", "app"]`; the root is empty.
pub type Module = Vec<String>;

/// One use of an item, or of a module itself.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Use {
    pub module: Module,
    /// What of the module is used; `None` for the module itself or all of it.
    pub item: Option<String>,
}

/// The library as a graph of modules.
pub struct Modules {
    sources: BTreeMap<Module, Source>,
}

struct Source {
    path: String,
    /// Names brought into scope by `use`, with their paths from the root.
    imports: BTreeMap<String, Vec<String>>,
    /// Modules of which everything is imported.
    globs: Vec<Vec<String>>,
    /// Every path that the file names, from the root, except crates and local names.
    paths: BTreeSet<Vec<String>>,
    /// The first segments of all other paths: crates, types and modules of crates.
    outside: BTreeSet<String>,
}

/// The library's names in this package's programs.
const LIBRARY: &str = "machine_identity_editor";

impl Modules {
    /// The library as it is.
    pub fn of_the_library() -> Self {
        Self::read(&below("src", &[".rs"]))
    }

    /// Reads some files; a program (`main.rs`, `bin/`) is a module that nothing can use.
    pub fn read(files: &[File]) -> Self {
        let known: BTreeSet<Module> = files.iter().map(|file| module_of(&file.path)).collect();
        let sources = files.iter().map(|file| {
            let module = module_of(&file.path);
            (module.clone(), Source::read(file, &module, &known))
        });
        Self { sources: sources.collect() }
    }

    /// Each module with the path of its file.
    pub fn files(&self) -> impl Iterator<Item = (&Module, &str)> {
        self.sources.iter().map(|(module, source)| (module, source.path.as_str()))
    }

    /// What a module uses of the library, except itself.
    pub fn uses(&self, module: &Module) -> BTreeSet<Use> {
        let paths = self.sources[module].paths.iter();
        paths.filter_map(|path| self.resolve(path, 0)).filter(|u| u.module != *module).collect()
    }

    /// Whether a module names a crate, in a `use`, a path, a macro or an attribute.
    pub fn names_crate(&self, module: &Module, name: &str) -> bool {
        self.sources[module].outside.contains(name)
    }

    /// The file that has the item of a path, through re-exports.
    fn resolve(&self, path: &[String], depth: usize) -> Option<Use> {
        let length = (0..=path.len()).rev().find(|&n| self.sources.contains_key(&path[..n]))?;
        let (module, source) = self.sources.get_key_value(&path[..length])?;
        let Some(item) = path.get(length) else {
            return Some(Use { module: module.clone(), item: None });
        };
        let own = Use { module: module.clone(), item: Some(item.clone()) };
        if depth > 8 {
            return Some(own);
        }
        if let Some(origin) = source.imports.get(item) {
            let origin = [origin.as_slice(), &path[length + 1..]].concat();
            return self.resolve(&origin, depth + 1);
        }
        let of_glob = source.globs.iter().find_map(|glob| {
            let target = self.sources.get(glob)?;
            target.imports.contains_key(item).then(|| [glob.as_slice(), &path[length..]].concat())
        });
        of_glob.map_or(Some(own), |origin| self.resolve(&origin, depth + 1))
    }
}

/// The module that a file is.
pub fn module_of(path: &str) -> Module {
    let path = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    if path == "lib" { vec![] } else { path.split('/').map(str::to_owned).collect() }
}

impl Source {
    fn read(file: &File, module: &Module, known: &BTreeSet<Module>) -> Self {
        let syntax = syn::parse_file(&file.text);
        let syntax = syntax.unwrap_or_else(|error| panic!("{}: {error}", file.path));
        let mut reader = Reader {
            module: module.clone(),
            known,
            source: Source {
                path: file.path.clone(),
                imports: BTreeMap::new(),
                globs: Vec::new(),
                paths: BTreeSet::new(),
                outside: BTreeSet::new(),
            },
            inside: 0,
        };
        // Imports first: a path may use a name that is imported further down.
        for item in &syntax.items {
            if let Item::Use(item) = item {
                reader.import(&item.tree, Vec::new());
            }
        }
        reader.visit_file(&syntax);
        reader.source
    }
}

struct Reader<'a> {
    module: Module,
    known: &'a BTreeSet<Module>,
    source: Source,
    /// The nesting depth of inline modules at the current place.
    inside: usize,
}

impl Reader<'_> {
    /// Takes a `use` tree apart.
    fn import(&mut self, tree: &UseTree, before: Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                self.import(&path.tree, [before, vec![path.ident.to_string()]].concat());
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.import(tree, before.clone()));
            }
            UseTree::Glob(_) => match self.resolved(&before) {
                Some(path) => {
                    self.source.globs.push(path.clone());
                    self.source.paths.insert(path);
                }
                None => self.source.outside.extend(before.into_iter().next()),
            },
            UseTree::Name(name) => self.bring(before, &name.ident.to_string(), None),
            UseTree::Rename(rename) => {
                self.bring(before, &rename.ident.to_string(), Some(rename.rename.to_string()));
            }
        }
    }

    fn bring(&mut self, mut path: Vec<String>, last: &str, alias: Option<String>) {
        if last != "self" {
            path.push(last.to_owned());
        }
        let name = alias.or_else(|| path.last().cloned()).unwrap_or_default();
        match self.resolved(&path) {
            Some(path) => {
                self.source.imports.insert(name, path.clone());
                self.source.paths.insert(path);
            }
            None => {
                self.source.outside.insert(path[0].clone());
            }
        }
    }

    /// A path from the root of the library, if it leads into the library.
    fn resolved(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let base = match first.as_str() {
            "crate" | LIBRARY => Vec::new(),
            "self" => self.module.clone(),
            "super" => {
                let climbed = rest.iter().take_while(|segment| *segment == "super").count() + 1;
                let out = climbed.saturating_sub(self.inside);
                let base = self.module[..self.module.len().checked_sub(out)?].to_vec();
                return Some([base, rest[climbed - 1..].to_vec()].concat());
            }
            name => {
                let child = [self.module.clone(), vec![name.to_owned()]].concat();
                match self.source.imports.get(name) {
                    _ if self.known.contains(&child) => child,
                    Some(imported) => imported.clone(),
                    None => return None,
                }
            }
        };
        Some([base, rest.to_vec()].concat())
    }

    fn name(&mut self, path: &[String]) {
        match self.resolved(path) {
            _ if path.len() == 1 => {}
            Some(path) => {
                self.source.paths.insert(path);
            }
            None => {
                self.source.outside.insert(path[0].clone());
            }
        }
    }

    /// Reads paths in tokens without syntax, as in macros and attributes.
    fn name_all(&mut self, tokens: &str) {
        let tokens = tokens.replace(" :: ", "::");
        let is_outside = |c: char| !c.is_alphanumeric() && c != '_' && c != ':';
        for word in tokens.split(is_outside).filter(|word| word.contains("::")) {
            let segments: Vec<_> = word.split("::").map(str::to_owned).collect();
            self.name(&segments);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(module) if is_test(&module.attrs) => {}
            Item::Mod(module) if module.content.is_some() => {
                self.inside += 1;
                syn::visit::visit_item_mod(self, module);
                self.inside -= 1;
            }
            Item::Fn(function) if is_test(&function.attrs) => {}
            _ => syn::visit::visit_item(self, item),
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, Vec::new());
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.name_all(&list.tokens.to_string());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.name(&segments);
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.name_all(&call.tokens.to_string());
        self.visit_path(&call.path);
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        meta => meta.path().is_ident("test"),
    })
}

#[test]
fn every_way_of_naming_an_item_is_read() {
    let file = |path, text| File::sample(path, text);
    let modules = Modules::read(&[
        file("src/a.rs", "mod b; pub use b::Shown; pub mod c;"),
        file("src/a/b.rs", "pub struct Shown; use super::c::{self as other, d::{Deep}};"),
        file("src/a/c.rs", "use crate::a; fn f() { a::b::g() } pub mod d;"),
        file("src/a/c/d.rs", "mod inner { fn f() { super::super::h(); super::own() } }"),
        file("src/x.rs", "use crate::a::Shown; fn f() { Shown::new() }"),
        file("src/y.rs", "fn f() { println!(\"{}\", crate::x::g(1)) }"),
        file("src/z.rs", "#[cfg(test)] mod tests { use crate::x; } use std::fmt;"),
    ]);
    let uses = |path| -> Vec<String> {
        let uses = modules.uses(&module_of(path)).into_iter();
        uses.map(|u| [u.module, u.item.into_iter().collect()].concat().join("::")).collect()
    };
    assert_eq!(uses("src/a.rs"), ["a::b::Shown"]);
    assert_eq!(uses("src/a/b.rs"), ["a::c", "a::c::d::Deep"]);
    assert_eq!(uses("src/a/c.rs"), ["a", "a::b::g"]);
    assert_eq!(uses("src/a/c/d.rs"), ["a::c::h"]);
    assert_eq!(uses("src/x.rs"), ["a::b::Shown"]);
    assert_eq!(uses("src/y.rs"), ["x::g"]);
    assert_eq!(uses("src/z.rs"), [""; 0]);
    assert!(modules.names_crate(&module_of("src/z.rs"), "std"));
    assert!(!modules.names_crate(&module_of("src/x.rs"), "std"));
}
