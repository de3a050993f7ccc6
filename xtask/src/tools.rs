//! The tools that a fresh machine lacks: what fits on PATH first, else installed below target/.

use std::{env, fs, path::PathBuf, process::Command};

use crate::process::{Outcome, command, output, root, run};

/// The newest trunk that builds with this package's Rust.
const TRUNK: &str = "0.21.14";

fn folder() -> PathBuf {
    root().join("target/tools/bin")
}

fn node_folder() -> PathBuf {
    root().join("tests/e2e")
}

/// PATH with our own folders before the rest, for every tool that starts another.
pub fn path() -> String {
    let own = [folder(), node_folder().join("node_modules/.bin")];
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = own.into_iter().chain(env::split_paths(&rest));
    env::join_paths(all).unwrap_or(rest).to_string_lossy().into_owned()
}

/// A command that finds our tools.
pub fn tool(name: &str) -> Command {
    let own = [folder().join(name), node_folder().join("node_modules/.bin").join(name)];
    let program = own.into_iter().find(|path| path.exists()).unwrap_or_else(|| name.into());
    let mut command = command(&program.to_string_lossy());
    command.env("PATH", path());
    command
}

/// The standard library for WebAssembly.
pub fn wasm_target() -> Outcome {
    const TARGET: &str = "wasm32-unknown-unknown";
    let installed = output(command("rustup").args(["target", "list", "--installed"]));
    if installed.is_some_and(|list| list.contains(TARGET)) {
        return Ok(());
    }
    println!("installing the Rust target {TARGET}");
    run(command("rustup").args(["target", "add", TARGET]), "rustup target add")
}

pub fn trunk() -> Outcome {
    let fits = |text: &String| text.contains(TRUNK);
    if output(tool("trunk").arg("--version")).as_ref().is_some_and(fits) {
        return Ok(());
    }
    println!("installing trunk {TRUNK} (some minutes, once)");
    install(&["--locked", "trunk", "--version", TRUNK])
}

/// wasm-bindgen of exactly the version in Cargo.lock: the two halves speak a private format.
pub fn wasm_bindgen() -> Outcome {
    let version = locked_version("wasm-bindgen")?;
    let fits = |text: &String| text.split_whitespace().any(|word| word == version);
    let has = |name: &str| output(tool(name).arg("--version")).as_ref().is_some_and(fits);
    if has("wasm-bindgen") && has("wasm-bindgen-test-runner") {
        return Ok(());
    }
    println!("installing wasm-bindgen-cli {version} (some minutes, once)");
    // Its own lock file names a package that not every registry serves.
    install(&["wasm-bindgen-cli", "--version", &version])
}

fn install(arguments: &[&str]) -> Outcome {
    let mut cargo = command("cargo");
    cargo.args(["install", "--quiet", "--root"]).arg(root().join("target/tools")).args(arguments);
    // A wrapper's flags are for our code, not for tools.
    run(cargo.env_remove("RUSTFLAGS"), &format!("cargo install {}", arguments.join(" ")))
}

fn locked_version(package: &str) -> Outcome<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    let mut lines = lock.lines();
    let name = format!("name = \"{package}\"");
    lines.find(|line| **line == name);
    lines
        .next()
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| format!("Cargo.lock names no {package}"))
}

/// The Node packages: wasm-opt and the browser tests.
pub fn node_packages() -> Outcome {
    let wanted = fs::read(node_folder().join("package-lock.json")).unwrap_or_default();
    let stamp = node_folder().join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if output(command("npm").arg("--version")).is_none() {
        return Err("npm is not on PATH; install Node 20 or later".to_owned());
    }
    println!("installing the Node packages of tests/e2e");
    let mut npm = command("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(node_folder());
    run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), "npm ci")?;
    fs::write(stamp, wanted).map_err(|error| format!("node_modules cannot be written: {error}"))
}

/// Chromium and its driver, as the tests' environment names them.
pub struct Browser {
    /// `None` lets Playwright use its own.
    pub chromium: Option<PathBuf>,
    pub driver: Option<PathBuf>,
}

/// What is on PATH, else Debian's packages when root on Debian, else Playwright's own download.
pub fn browser() -> Outcome<Browser> {
    let find = || Browser {
        chromium: ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(which),
        driver: which("chromedriver"),
    };
    let found = find();
    if found.chromium.is_some() && found.driver.is_some() {
        return Ok(found);
    }
    let is_root = output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if is_root && which("apt-get").is_some() {
        println!("installing chromium and chromium-driver");
        run(command("apt-get").args(["update", "-q"]), "apt-get update")?;
        let mut install = command("apt-get");
        install.args(["install", "-qy", "--no-install-recommends", "chromium", "chromium-driver"]);
        run(install.env("DEBIAN_FRONTEND", "noninteractive"), "apt-get install chromium")?;
        return Ok(find());
    }
    if found.chromium.is_none() {
        run(tool("playwright").args(["install", "chromium"]), "playwright install chromium")?;
    }
    Ok(found)
}

fn which(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
