//! Functions that a program contains but never needs.
//!
//! The linker keeps what a table of functions refers to, whether or not anything calls it.

use walrus::{
    FunctionBuilder, FunctionId, FunctionKind, Module, ValType,
    ir::{Call, Visitor, dfs_in_order},
};

/// What takes the place of a function.
#[derive(Clone, Copy)]
enum Rest {
    /// Nothing calls it.
    Trap,
    /// A formatter whose text nobody reads: it writes nothing.
    NoText,
}

/// Parts of functions' names, and the programs that have them. wasm-streams comes with Leptos; nothing here
/// offers a stream to JavaScript. Numbers with fractions are formatted only in serde's messages: of those about
/// answers `src/wire/json.rs` keeps the position alone, and the element's options are texts and switches. The
/// screens show whole numbers.
const UNUSED: [(&str, Rest, &[&str]); 3] = [
    ("wasm_streams::", Rest::Trap, &["console", "embed"]),
    ("<f64 as core::fmt::Display>::fmt", Rest::NoText, &["embed"]),
    (
        "<serde_json::error::JsonUnexpected as core::fmt::Display>::fmt",
        Rest::NoText,
        &["console", "embed"],
    ),
];

/// What marks the exports of wasm-streams.
const EXPORT: &str = "intounderlying";

/// Empties those of a program, so that the optimizer removes what they alone need.
///
/// # Errors
/// If one isn't there, or is called after all: the list is out of date.
pub fn remove(name: &str, module: &mut Module) -> anyhow::Result<()> {
    let exports = module.exports.iter().filter(|export| export.name.contains(EXPORT));
    let exports: Vec<_> = exports.map(|export| export.id()).collect();
    exports.into_iter().for_each(|export| module.exports.delete(export));
    for (part, rest, _) in UNUSED.into_iter().filter(|(.., programs)| programs.contains(&name)) {
        let found: Vec<FunctionId> = module
            .funcs
            .iter_local()
            .filter(|(id, _)| {
                let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
                without_hashes(name).contains(part)
            })
            .map(|(id, _)| id)
            .collect();
        anyhow::ensure!(!found.is_empty(), "no function is named {part}");
        if matches!(rest, Rest::Trap) {
            let caller = caller(module, &found);
            anyhow::ensure!(caller.is_none(), "{} calls {part}", caller.unwrap_or_default());
        }
        for id in found {
            let results = module.types.get(module.funcs.get(id).ty()).results();
            let is_formatter = results == [ValType::I32];
            anyhow::ensure!(matches!(rest, Rest::Trap) || is_formatter, "{part} isn't a formatter");
            empty(module, id, rest);
        }
    }
    Ok(())
}

/// A function besides `unused` that calls one of them. What was exported of them calls them too.
fn caller(module: &Module, unused: &[FunctionId]) -> Option<String> {
    let mut others = module.funcs.iter_local().filter(|(id, _)| !unused.contains(id));
    others.find_map(|(id, function)| {
        let mut calls = Calls { unused, is_any: false };
        dfs_in_order(&mut calls, function, function.entry_block());
        let name = module.funcs.get(id).name.clone().unwrap_or_default();
        (calls.is_any && !name.contains(EXPORT)).then_some(name)
    })
}

struct Calls<'a> {
    unused: &'a [FunctionId],
    is_any: bool,
}

impl<'a> Visitor<'a> for Calls<'_> {
    fn visit_call(&mut self, call: &Call) {
        self.is_any |= self.unused.contains(&call.func);
    }
}

fn empty(module: &mut Module, id: FunctionId, rest: Rest) {
    let signature = module.types.get(module.funcs.get(id).ty());
    let (params, results) = (signature.params().to_vec(), signature.results().to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    match rest {
        // `Ok(())`.
        Rest::NoText => builder.func_body().i32_const(0),
        Rest::Trap => builder.func_body().unreachable(),
    };
    let params = params.into_iter().map(|it| module.locals.add(it)).collect();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(params));
}

/// A demangled name without the hashes of crates: `core[0123456789abcdef]::fmt`.
pub fn without_hashes(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        short.push_str(before);
        rest = match after.split_once(']') {
            Some((hash, after))
                if hash.len() > 8 && hash.bytes().all(|it| it.is_ascii_hexdigit()) =>
            {
                after
            }
            _ => {
                short.push('[');
                after
            }
        };
    }
    short + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_crates_are_left_out_of_names() {
        for (name, expected) in [
            (
                "<f64 as core[0123456789abcdef]::fmt::Display>::fmt",
                "<f64 as core::fmt::Display>::fmt",
            ),
            ("<[u8; 4] as a::B>::c", "<[u8; 4] as a::B>::c"),
            ("a::b", "a::b"),
        ] {
            assert_eq!(without_hashes(name), expected);
        }
    }
}
