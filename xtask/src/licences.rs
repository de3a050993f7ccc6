//! Whether everything that is linked may be.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    failure::{OrFail, Outcome},
    process::{command, output},
};

/// What a dependency may be licensed under: nothing that reaches beyond its own files.
const ALLOWED: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Fails with every dependency whose licence is not allowed.
pub fn check() -> Outcome {
    let mut cargo = command("cargo");
    let text =
        output(cargo.args(["metadata", "--format-version", "1", "--locked", "--all-features"]))
            .ok_or("cargo metadata --locked failed: Cargo.lock may not fit Cargo.toml")?;
    let metadata: Value = serde_json::from_str(&text).or_fail("cargo metadata is no JSON")?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    let mut seen = BTreeSet::new();
    let mut refused = Vec::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        seen.insert(licence);
        if !is_allowed(licence) {
            refused.push(format!("{}: {licence}", package["name"].as_str().unwrap_or("?")));
        }
    }
    if !refused.is_empty() {
        return Err(format!("not allowed by xtask/src/licences.rs: {}", refused.join(", ")).into());
    }
    println!("{} packages under {} allowed licence texts", packages.len(), seen.len());
    Ok(())
}

/// Whether an SPDX expression leaves a choice that is allowed.
///
/// `AND` binds closer than `OR`; `/` is the old way to write `OR`. Parentheses stand around whole
/// alternatives in what is met in practice, which [`alternatives`] takes apart.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    match alternatives(&expression, " OR ").as_slice() {
        [one] => match alternatives(one, " AND ").as_slice() {
            [one] => match one.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
                Some(inner) => is_allowed(inner),
                None => ALLOWED.contains(one),
            },
            all => all.iter().all(|one| is_allowed(one)),
        },
        any => any.iter().any(|one| is_allowed(one)),
    }
}

/// The parts between an operator, but for one inside parentheses.
fn alternatives<'a>(expression: &'a str, operator: &str) -> Vec<&'a str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (index, character) in expression.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 && index >= start && expression[index..].starts_with(operator) => {
                parts.push(expression[start..index].trim());
                start = index + operator.len();
            }
            _ => {}
        }
    }
    parts.push(expression[start..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn a_choice_is_allowed_when_one_side_is() {
        for expression in [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
            "BSD-3-Clause AND MIT",
        ] {
            assert!(is_allowed(expression), "{expression}");
        }
    }

    #[test]
    fn what_reaches_further_is_not() {
        for expression in [
            "none",
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT OR ISC) AND AGPL-3.0",
            "GPL-2.0 OR LGPL-3.0",
        ] {
            assert!(!is_allowed(expression), "{expression}");
        }
    }
}
