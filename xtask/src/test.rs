//! Every check, in the order in which a failure is cheapest.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    dist,
    process::{Outcome, command, root, run as run_command, run_reading},
    serve, sizes,
    tools::{self, tool},
};

const PARTS: [&str; 9] =
    ["format", "clippy", "pure", "native", "conformance", "wasm", "dist", "sizes", "e2e"];

/// What the runners counted.
#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

pub fn run(arguments: &[String]) -> Outcome {
    let (parts, extra) = match arguments.iter().position(|argument| argument == "--") {
        Some(index) => (&arguments[..index], &arguments[index + 1..]),
        None => (arguments, [].as_slice()),
    };
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(format!("there is no part {unknown}; the parts are {}", PARTS.join(" ")));
    }
    let mut counts = Counts::default();
    let mut times: Vec<(&str, Duration)> = Vec::new();
    for part in PARTS {
        let is_wanted = match parts {
            [] => part != "conformance",
            parts => parts.iter().any(|wanted| wanted == part),
        };
        if !is_wanted {
            continue;
        }
        println!("\n== {part}");
        let start = Instant::now();
        let outcome = run_part(part, extra, &mut counts);
        times.push((part, start.elapsed()));
        if let Err(message) = outcome {
            println!("\n{} passed, {} failed", counts.passed, counts.failed.max(1));
            return Err(format!("{part}: {message}"));
        }
    }
    println!();
    for (part, time) in times {
        println!("{part:<8} {:>6.1} s", time.as_secs_f64());
    }
    println!("\n{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped);
    Ok(())
}

fn run_part(part: &str, extra: &[String], counts: &mut Counts) -> Outcome {
    match part {
        "format" => run_command(command("cargo").args(["fmt", "--all", "--check"]), "cargo fmt"),
        "clippy" => clippy(),
        "pure" => pure(),
        "native" => {
            let mut cargo = native("test");
            cargo.arg("--tests").arg("--lib").args(extra);
            counted(&mut cargo, "cargo test", counts)
        }
        // Part of `native` too; by itself only when it is asked for by name.
        "conformance" => conformance(extra),
        "wasm" => wasm(extra, counts),
        "dist" => dist::build(),
        "sizes" => sizes::run(),
        _ => e2e(&[], extra, counts),
    }
}

/// Cargo with the features of the native half.
fn native(what: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.args([what, "--no-default-features", "--features", "server"]);
    cargo
}

fn clippy() -> Outcome {
    tools::wasm_target()?;
    let deny = ["--", "-D", "warnings"];
    run_command(native("clippy").arg("--all-targets").args(deny), "clippy (native)")?;
    let mut wasm = command("cargo");
    wasm.args(["clippy", "--target", "wasm32-unknown-unknown", "--lib", "--bins"]).args(deny);
    run_command(&mut wasm, "clippy (wasm)")?;
    run_command(command("cargo").args(["clippy", "-p", "xtask"]).args(deny), "clippy (xtask)")
}

/// The pure layers must not be able to reach a browser.
fn pure() -> Outcome {
    let mut tree = command("cargo");
    tree.args(["tree", "--edges", "normal", "--prefix", "none", "--no-default-features"]);
    let lines = run_reading(tree.args(["--features", "sandbox"]), "cargo tree")?;
    let web = ["wasm-bindgen", "js-sys", "web-sys", "leptos", "gloo-net"];
    match lines.iter().find(|line| web.iter().any(|name| line.starts_with(name))) {
        None => Ok(()),
        Some(line) => Err(format!("the pure layers depend on {line}")),
    }
}

/// Replays recorded traffic; `-- --help` of the test lists its flags.
pub fn conformance(arguments: &[String]) -> Outcome {
    let mut cargo = native("test");
    cargo.args(["--quiet", "--test", "conformance", "--"]).args(arguments);
    run_command(&mut cargo, "the replay")
}

fn wasm(extra: &[String], counts: &mut Counts) -> Outcome {
    tools::wasm_target()?;
    tools::wasm_bindgen()?;
    let browser = tools::browser()?;
    let mut cargo = tool("cargo");
    cargo
        .args(["test", "--target", "wasm32-unknown-unknown", "--test", "web_editor"])
        .args(extra)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    if let Some(driver) = browser.driver {
        cargo.env("CHROMEDRIVER", driver);
    }
    counted(&mut cargo, "cargo test (wasm)", counts)
}

fn e2e(arguments: &[&str], extra: &[String], counts: &mut Counts) -> Outcome {
    tools::node_packages()?;
    let browser = tools::browser()?;
    serve::build_sandbox()?;
    if !root().join("dist/embed").is_dir() {
        dist::build()?;
    }
    let mut node = tool("playwright");
    node.current_dir(root().join("tests/e2e")).arg("test").args(arguments).args(extra);
    if let Some(chromium) = browser.chromium {
        node.env("CHROMIUM", chromium);
    }
    counted(&mut node, "the browser tests", counts)
}

/// Screenshots of the main states, for people to look at.
pub fn screenshots() -> Outcome {
    e2e(&["--config", "screenshots.config.ts"], &[], &mut Counts::default())?;
    println!("the pictures are in target/screenshots");
    Ok(())
}

/// Runs a test runner and adds up the closing lines of it.
fn counted(command: &mut Command, what: &str, counts: &mut Counts) -> Outcome {
    let lines = run_reading(command, what)?;
    for line in lines {
        let line = line.trim();
        // cargo's `test result: ok. 3 passed; 0 failed; 1 ignored; …` and Playwright's `3 passed`.
        let counted = line.strip_prefix("test result: ").or(is_playwright(line).then_some(line));
        let Some(counted) = counted else { continue };
        let words: Vec<&str> = counted.split([' ', ';', '.']).filter(|w| !w.is_empty()).collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<u64>() else { continue };
            match pair[1] {
                "passed" => counts.passed += number,
                "failed" => counts.failed += number,
                "ignored" | "skipped" => counts.skipped += number,
                _ => {}
            }
        }
    }
    Ok(())
}

fn is_playwright(line: &str) -> bool {
    let mut words = line.split(' ');
    let is_number = words.next().is_some_and(|word| word.parse::<u64>().is_ok());
    is_number && matches!(words.next(), Some("passed" | "failed" | "skipped"))
}
