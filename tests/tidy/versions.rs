//! Versions that are written in two places match.

use crate::{
    check,
    files::{File, below},
};

/// The version of a package in Cargo.lock.
fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[test]
fn wasm_bindgen_is_pinned_to_the_locked_version() {
    let lock = File::read("Cargo.lock").text;
    let version = locked(&lock, "wasm-bindgen").expect("Cargo.lock names wasm-bindgen");
    let pin = format!("version = \"={version}\"");
    let manifest = File::read("Cargo.toml").text;
    let line = manifest.lines().find(|line| line.starts_with("wasm-bindgen = "));
    assert!(line.is_some_and(|line| line.contains(&pin)), "Cargo.toml lacks {pin}");
}

/// Dependencies of a Node project whose version isn't fixed.
fn loose(manifest: &File) -> Vec<String> {
    let dependencies = manifest.text.split("\"devDependencies\"").nth(1).unwrap_or_default();
    let dependencies = dependencies.split('}').next().unwrap_or_default();
    let lines = dependencies.lines().filter(|line| line.contains("\": \""));
    // A package may have an alias: `npm:react@18.3.0`.
    let version = |line: &str| line.split('"').nth(3)?.rsplit('@').next().map(str::to_owned);
    let is_exact = |line: &&str| {
        version(line).is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
    };
    lines.filter(|line| !is_exact(line)).map(|line| format!("{line} is no exact version")).collect()
}

fn named_host(lock: &File) -> Vec<String> {
    let names = lock.text.contains("\"resolved\"");
    names.then(|| "names the host of a registry".to_owned()).into_iter().collect()
}

#[test]
fn node_packages_are_pinned_and_name_no_host() {
    check(&below("tests", &["package.json"]), loose);
    check(&below("tests", &["package-lock.json"]), named_host);
    let sample = "\"devDependencies\": {\n\"a\": \"^1.0.0\",\n\"b\": \"npm:c@1.0.0\"\n}";
    assert_eq!(
        loose(&File::sample("package.json", sample)),
        ["\"a\": \"^1.0.0\", is no exact version"]
    );
    assert_eq!(named_host(&File::sample("package-lock.json", "\"resolved\": \"\"")).len(), 1);
}

#[test]
fn continuous_integration_has_no_logic_of_its_own() {
    let script = File::read(".ci/run").text;
    assert_eq!(script.lines().last(), Some("exec cargo xtask test"));
}

/// A test waits for what is visible, and provokes failures through the sandbox.
fn sleeps_or_intercepts(spec: &File) -> Vec<String> {
    // A longer timeout for one test isn't a sleep.
    let text = spec.text.replace("test.setTimeout(", "");
    let words = ["waitForTimeout(", "setTimeout(", "page.route(", "context.route(", "test.only("];
    words.iter().filter(|word| text.contains(*word)).map(|word| format!("has {word}")).collect()
}

#[test]
fn browser_tests_neither_sleep_nor_intercept() {
    check(&below("tests/e2e", &[".ts"]), sleeps_or_intercepts);
    let sample = File::sample("", "test.setTimeout(9); await page.route('a');");
    assert_eq!(sleeps_or_intercepts(&sample), ["has page.route("]);
}
