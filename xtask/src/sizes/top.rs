//! What the program of a first visit consists of: `cargo xtask sizes --top` and `--function`.

use std::{collections::BTreeMap, fs};

use wasmparser::{KnownCustom, Name, NameSectionReader, Parser, Payload};

use crate::{
    failure::{Failure, OrFail, Outcome},
    program,
};

/// How many crates and functions are printed.
const COUNT: usize = 20;

/// Prints the largest crates and functions of the console's and the embed's first program, in bytes
/// before compression.
///
/// # Errors
/// If there is no release build.
pub fn run() -> Outcome {
    for name in ["console", "embed"] {
        read(name)?.print(name);
    }
    Ok(())
}

/// Prints the name of the function at this place in a first program: browsers number the imported ones
/// first, as in `wasm-function[1234]`.
///
/// # Errors
/// If there is no release build, or no such function.
pub fn function(name: &str, index: usize) -> Outcome {
    let program = read(name)?;
    let function = index.checked_sub(program.imported).and_then(|at| program.functions.get(at));
    let (function, _) = function.ok_or(format!("{name} has no function {index}"))?;
    println!("{function}");
    Ok(())
}

/// The program of the last release build.
fn read(name: &str) -> Outcome<Program> {
    let file = program::with_names(name)?;
    let bytes = fs::read(&file).or_fail(format!("{} can't be read", file.display()))?;
    Program::read(&bytes)
        .map_err(|error| Failure::from(format!("{} isn't understood: {error}", file.display())))
}

/// The functions of a program, and its size besides them.
#[derive(Default)]
struct Program {
    imported: usize,
    functions: Vec<(String, usize)>,
    data: usize,
    rest: usize,
}

impl Program {
    fn read(bytes: &[u8]) -> wasmparser::Result<Self> {
        let (mut imports, mut sizes, mut names) = (0, Vec::new(), BTreeMap::new());
        let (mut data, mut counted, mut custom) = (0, 0, 0);
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imports += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
                Payload::DataSection(section) => data = section.range().len(),
                Payload::CustomSection(section) => {
                    custom += section.range().len();
                    if let KnownCustom::Name(reader) = section.as_known() {
                        names = function_names(reader)?;
                    }
                }
                _ => {}
            }
        }
        let functions: Vec<_> = (imports..)
            .zip(sizes)
            .map(|(index, size)| {
                counted += size;
                let name = names.remove(&index).unwrap_or_else(|| "?".to_owned());
                (program::without_hashes(&name), size)
            })
            .collect();
        let rest = bytes.len() - counted - data - custom;
        Ok(Self { imported: imports as usize, functions, data, rest })
    }

    fn print(&self, name: &str) {
        let code: usize = self.functions.iter().map(|(_, size)| size).sum();
        let total = code + self.data + self.rest;
        println!("{name}: {total} bytes, of which {code} are code and {} data\n", self.data);
        for (what, group) in [("crate", crate_of as fn(&str) -> &str), ("function", without_number)]
        {
            let mut groups = BTreeMap::<&str, Group>::new();
            for (function, size) in &self.functions {
                let group = groups.entry(group(function)).or_default();
                group.bytes += size;
                group.functions += 1;
            }
            rows(what, groups.into_iter().collect(), total);
        }
    }
}

/// Functions that are printed as one: those of a crate, or the copies of one for different types.
#[derive(Default)]
struct Group {
    bytes: usize,
    functions: usize,
}

fn function_names(reader: NameSectionReader<'_>) -> wasmparser::Result<BTreeMap<u32, String>> {
    let mut names = BTreeMap::new();
    for section in reader {
        if let Name::Function(functions) = section? {
            for function in functions {
                let function = function?;
                names.insert(function.index, function.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The crate of a demangled name: of the type, where a trait is implemented for one.
fn crate_of(function: &str) -> &str {
    let start = function.trim_start_matches(['<', '&', '(', '[', '*']);
    let start =
        ["mut ", "const ", "dyn "].iter().fold(start, |it, word| it.trim_start_matches(word));
    let end = start.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(start.len());
    // A type of the language, such as `[u8]`: the trait says whose code it is.
    match function.split_once(" as ") {
        Some((_, of)) if !start[end..].starts_with("::") => crate_of(of),
        _ => &start[..end],
    }
}

fn rows(what: &str, mut groups: Vec<(&str, Group)>, total: usize) {
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.bytes));
    println!("{:>10}{:>8}{:>8}  {what}", "bytes", "%", "number");
    for (name, Group { bytes, functions }) in groups.into_iter().take(COUNT) {
        println!("{bytes:>10}{:>8}{functions:>8}  {}", share(bytes, total), shortened(name));
    }
    println!();
}

/// A name without what tells the copies of a function apart.
fn without_number(function: &str) -> &str {
    match function.rsplit_once('.') {
        Some((name, number)) if number.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => function,
    }
}

/// A share in tenths of a percent.
fn share(size: usize, total: usize) -> String {
    let tenths = size * 1000 / total.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A name that fits a line.
fn shortened(name: &str) -> String {
    const MOST: usize = 110;
    let short: String = name.chars().take(MOST).collect();
    if short.len() < name.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_of_its_type() {
        for (function, expected) in [
            ("core::fmt::write", "core"),
            ("<leptos::Owner as core::ops::Drop>::drop", "leptos"),
            ("<&mut serde_json::Reader<R> as serde::Deserializer>::x", "serde_json"),
            ("<[u8] as alloc::slice::Join>::join", "alloc"),
            ("<dyn core::any::Any>::is", "core"),
            ("memcpy", "memcpy"),
        ] {
            assert_eq!(crate_of(function), expected, "{function}");
        }
    }

    #[test]
    fn copies_of_a_function_have_one_name() {
        assert_eq!(without_number("<a as b>::c.123"), "<a as b>::c");
        assert_eq!(without_number("a::b"), "a::b");
    }

    #[test]
    fn every_byte_of_a_program_is_counted_once() {
        // One import, one function of four bytes named `a::b`, and a name section.
        let program =
            b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01e\x01f\0\0\x03\x02\x01\0\
                        \x0a\x06\x01\x04\0\x01\x01\x0b\0\x0e\x04name\x01\x07\x01\x01\x04a::b";
        let read = Program::read(program).unwrap();
        assert_eq!(read.functions, [("a::b".to_owned(), 4)]);
        assert_eq!((read.imported, read.data, read.rest > 0), (1, 0, true));
    }
}
