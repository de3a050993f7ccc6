//! Versions that are written down twice, in step.

use crate::files::{File, below};

/// The version that Cargo.lock has of a package.
fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[test]
fn wasm_bindgen_is_pinned_to_what_is_locked() {
    let lock = File::read("Cargo.lock").text;
    let version = locked(&lock, "wasm-bindgen").expect("Cargo.lock names wasm-bindgen");
    let pin = format!("version = \"={version}\"");
    let manifest = File::read("Cargo.toml").text;
    let line = manifest.lines().find(|line| line.starts_with("wasm-bindgen = "));
    assert!(line.is_some_and(|line| line.contains(&pin)), "Cargo.toml lacks {pin}");
}

#[test]
fn node_packages_are_pinned_and_name_no_host() {
    let manifest = File::read("tests/e2e/package.json").text;
    let dependencies = manifest.split("\"devDependencies\"").nth(1).unwrap_or_default();
    for line in dependencies.lines().filter(|line| line.contains("\": \"")) {
        let version = line.split('"').nth(3).unwrap_or_default();
        assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{line} is no exact version");
    }
    let lock = File::read("tests/e2e/package-lock.json").text;
    assert!(!lock.contains("\"resolved\""), "package-lock.json names the host of a registry");
}

#[test]
fn continuous_integration_has_no_logic_of_its_own() {
    let script = File::read(".ci/run").text;
    assert_eq!(script.lines().last(), Some("exec cargo xtask test"));
}

#[test]
fn browser_tests_neither_sleep_nor_intercept() {
    let specs = below("tests/e2e", &[".ts"]);
    crate::check(&specs, |spec| {
        let words = ["waitForTimeout", "page.route(", "context.route(", "setTimeout(", "test.only"];
        let has = words.iter().filter(|word| spec.text.contains(*word));
        has.map(|word| format!("has {word}")).collect()
    });
}
