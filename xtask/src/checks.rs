//! The checks that `cargo xtask test` runs.

use std::{ffi::OsString, process::Command};

use crate::{
    cdn,
    children::Children,
    counts::Counts,
    dist,
    failure::Outcome,
    fast, npm,
    process::{TARGET, command, output, run, run_reading},
    sandbox::{self, native_cargo},
    serve, sizes,
    tools::{self, WASM, tool},
};

/// A check, by its name on the command line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Check {
    Format,
    Clippy,
    Pure,
    Deny,
    Native,
    Conformance,
    Wasm,
    Dist,
    Sizes,
    E2e,
    Packages,
    Serve,
}

/// The build of the console and the embed that the browser tests use.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Build {
    /// The output of `cargo xtask dist`.
    Release,
    /// Unoptimized and not split; built in seconds.
    Fast,
}

impl Check {
    pub const ALL: [Self; 12] = [
        Self::Format,
        Self::Clippy,
        Self::Pure,
        Self::Deny,
        Self::Native,
        Self::Conformance,
        Self::Wasm,
        Self::Dist,
        Self::Sizes,
        Self::E2e,
        Self::Packages,
        Self::Serve,
    ];

    /// The checks that run by default: all but conformance, which native contains.
    pub const EVERYTHING: &[Self] = &[
        Self::Format,
        Self::Clippy,
        Self::Pure,
        Self::Deny,
        Self::Native,
        Self::Wasm,
        Self::Dist,
        Self::Sizes,
        Self::E2e,
        Self::Packages,
        Self::Serve,
    ];

    /// The checks of `cargo xtask test quick`.
    pub const QUICK: &[Self] = &[Self::Format, Self::Clippy, Self::Native];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Clippy => "clippy",
            Self::Pure => "pure",
            Self::Deny => "deny",
            Self::Native => "native",
            Self::Conformance => "conformance",
            Self::Wasm => "wasm",
            Self::Dist => "dist",
            Self::Sizes => "sizes",
            Self::E2e => "e2e",
            Self::Packages => "packages",
            Self::Serve => "serve",
        }
    }

    /// The check of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }

    /// Runs the check. `extra` is passed to its test runner, if it has one.
    pub fn run(self, extra: &[OsString], counts: &mut Counts) -> Outcome {
        match self {
            Self::Format => run(command("cargo").args(["fmt", "--all", "--check"]), "cargo fmt"),
            Self::Clippy => clippy(),
            Self::Pure => pure(),
            Self::Deny => tools::cargo_deny().and_then(|()| deny()),
            Self::Native => native(extra, counts),
            Self::Conformance => {
                let mut cargo = native_cargo("test");
                cargo.args(["--quiet", "--test", "conformance", "--"]).args(extra);
                counted(&mut cargo, "cargo test of conformance", counts)
            }
            Self::Wasm => wasm(extra, counts),
            Self::Dist => dist::build(),
            Self::Sizes => sizes::run(),
            Self::E2e => e2e(Build::Release, &[], extra, counts),
            Self::Packages => packages(extra, counts),
            Self::Serve => serve(extra, counts),
        }
    }
}

/// `cargo xtask conformance`, which ends with its own summary line.
pub fn conformance(extra: &[OsString]) -> Outcome {
    Check::Conformance.run(extra, &mut Counts::default())
}

/// `cargo xtask agree`, which ends with its own summary.
pub fn agree(extra: &[OsString]) -> Outcome {
    let mut cargo = native_cargo("test");
    run(cargo.args(["--quiet", "--test", "agree", "--"]).args(extra), "cargo test of agree")
}

/// `cargo xtask screenshots`.
pub fn screenshots(build: Build, extra: &[OsString]) -> Outcome {
    e2e(build, &["--config", "screenshots.config.ts"], extra, &mut Counts::default())?;
    println!("screenshots are in {}", TARGET.join("screenshots").display());
    Ok(())
}

/// `cargo xtask bench`.
pub fn bench(build: Build, extra: &[OsString]) -> Outcome {
    e2e(build, &["--config", "bench.config.ts"], extra, &mut Counts::default())
}

fn clippy() -> Outcome {
    tools::wasm_target()?;
    let deny = ["--", "-D", "warnings"];
    run(native_cargo("clippy").arg("--all-targets").args(deny), "clippy (native)")?;
    let mut wasm = command("cargo");
    wasm.args(["clippy", "--target", WASM, "--lib", "--bins", "--test", "web_*"]);
    wasm.args(["--features", "engine"]).args(deny);
    run(&mut wasm, "clippy (wasm)")?;
    for features in ["console,split", "web,split"] {
        let mut split = command("cargo");
        split.args(["clippy", "--target", WASM, "--lib", "--no-default-features"]);
        let what = format!("clippy (wasm, {features})");
        run(split.args(["--features", features]).args(deny), &what)?;
    }
    let mut xtask = command("cargo");
    xtask.args(["clippy", "--package", "xtask", "--all-targets"]).args(deny);
    run(&mut xtask, "clippy (xtask)")
}

/// Licenses, bans and sources of every dependency, by `deny.toml`; known vulnerabilities if the
/// advisory database can be fetched.
fn deny() -> Outcome {
    let check = |what: &[&str]| {
        let mut deny = tool("cargo-deny");
        deny.args(["--all-features", "--locked", "check", "--hide-inclusion-graph"]).args(what);
        deny
    };
    run(&mut check(&["licenses", "bans", "sources"]), "cargo deny")?;
    if output(tool("cargo-deny").args(["fetch", "db"])).is_none() {
        println!("advisories not checked: the advisory database can't be fetched from here");
        return Ok(());
    }
    run(&mut check(&["advisories"]), "cargo deny check advisories")
}

/// Fails if a pure layer depends on a crate that uses a browser or a network.
fn pure() -> Outcome {
    const REACHING: [&str; 9] = [
        "gloo-net",
        "hyper",
        "js-sys",
        "leptos",
        "tokio",
        "ureq",
        "wasm-bindgen",
        "wasm-bindgen-futures",
        "web-sys",
    ];
    let mut tree = command("cargo");
    tree.args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    tree.args(["--no-default-features", "--features", "sandbox"]);
    let text = output(&mut tree).ok_or("cargo tree failed")?;
    let named = |line: &&str| line.split(' ').next().is_some_and(|name| REACHING.contains(&name));
    match text.lines().find(named) {
        Some(line) => Err(format!("the pure layers depend on {line}").into()),
        None => {
            println!(
                "{} packages, none of them in the list of those that do I/O",
                text.lines().count()
            );
            run(command("cargo").args(["check", "--quiet"]).args(PURE), "cargo check")
        }
    }
}

/// Cargo's flags for the pure layers.
const PURE: [&str; 4] = ["--lib", "--no-default-features", "--features", "sandbox"];

fn native(extra: &[OsString], counts: &mut Counts) -> Outcome {
    tools::readers()?;
    let mut cargo = native_cargo("test");
    cargo.arg("--no-fail-fast");
    if !extra.is_empty() {
        return counted(cargo.args(extra), "cargo test", counts);
    }
    // No doc tests: each would link the library again.
    counted(cargo.args(["--lib", "--bins", "--tests"]), "cargo test", counts)?;
    let mut xtask = command("cargo");
    counted(xtask.args(["test", "--package", "xtask"]), "cargo test of xtask", counts)
}

fn wasm(extra: &[OsString], counts: &mut Counts) -> Outcome {
    tools::wasm_target()?;
    tools::wasm_bindgen()?;
    let browser = tools::browser()?;
    let mut cargo = tool("cargo");
    cargo.args(["test", "--no-fail-fast", "--target", WASM, "--test", "web_*"]).args(extra);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    browser.for_wasm_tests(&mut cargo)?;
    counted(&mut cargo, "cargo test in the browser", counts)
}

/// Runs Playwright on a build and the native sandbox.
pub fn e2e(build: Build, arguments: &[&str], extra: &[OsString], counts: &mut Counts) -> Outcome {
    let mut playwright = playwright(arguments, extra)?;
    match build {
        Build::Release => release()?,
        Build::Fast => {
            playwright.env("DIST", fast::build()?).args(["--grep-invert", "@release"]);
            println!("tests tagged @release need the release build and don't run");
        }
    }
    with_sandbox(playwright, counts)
}

/// Installs the npm package and builds it in projects with each bundler.
fn packages(extra: &[OsString], counts: &mut Counts) -> Outcome {
    let mut playwright = playwright(&["--config", "packages.config.ts"], extra)?;
    release()?;
    playwright.env("TARBALL", npm::pack()?).env("CDN", cdn::write()?);
    playwright.env("PROJECTS", TARGET.join("packages"));
    with_sandbox(playwright, counts)
}

/// Playwright's test runner, with the browsers of this machine.
fn playwright(arguments: &[&str], extra: &[OsString]) -> Outcome<Command> {
    tools::node_packages()?;
    let mut playwright = tool("playwright");
    playwright.current_dir(tools::node_folder()).arg("test").args(arguments).args(extra);
    tools::browser()?.for_playwright(&mut playwright);
    Ok(playwright)
}

/// A release build of the current sources.
fn release() -> Outcome {
    if dist::is_fresh() {
        return Ok(());
    }
    println!("the release build is missing or out of date");
    dist::build()
}

/// Type-checks the browser tests and runs them on the native sandbox.
fn with_sandbox(mut playwright: Command, counts: &mut Counts) -> Outcome {
    let sandbox = sandbox::build()?;
    let mut types = tool("tsc");
    types.args(["--project", "."]).current_dir(tools::node_folder());
    run(&mut types, "the type check of tests/e2e")?;
    playwright.env("SANDBOX", sandbox).env("E2E_OUTPUT", TARGET.join("e2e"));
    counted(&mut playwright, "playwright test", counts)
}

/// Tests `trunk serve` without this tool, and the page that it serves.
fn serve(extra: &[OsString], counts: &mut Counts) -> Outcome {
    let mut playwright = playwright(&["--config", "serve.config.ts"], extra)?;
    let mut children = Children::new()?;
    let address = serve::trunk_alone(&mut children)?;
    playwright.env("SERVED", address).env("E2E_OUTPUT", TARGET.join("e2e-serve"));
    counted(&mut playwright, "playwright test", counts)
}

/// Runs a test runner and adds up its summary lines.
fn counted(command: &mut Command, what: &str, counts: &mut Counts) -> Outcome {
    run_reading(command, what, |line| *counts += Counts::read(line))
}
