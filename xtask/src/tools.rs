//! Tools that a fresh machine lacks.
//!
//! A tool is used from PATH if its version fits, then from `target/tools/bin`, and installed there
//! if neither has it. Concurrent tasks take turns installing.

mod browser;
mod node;
mod readers;

use std::{
    env,
    ffi::OsString,
    fs::{self, File, TryLockError},
    path::PathBuf,
    process::Command,
};

pub use browser::browser;
pub use node::{folder as node_folder, node_major, node_packages, wasm_opt};
pub use readers::readers;

use crate::{
    failure::{OrFail, Outcome},
    process::{ROOT, TARGET, command, output, run},
};

/// The newest trunk that builds with this package's Rust.
const TRUNK: &str = "0.21.14";

/// The compilation target for browsers.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Our own program folders.
fn folders() -> [PathBuf; 2] {
    [TARGET.join("tools/bin"), node::folder().join("node_modules/.bin")]
}

/// A command with our tools on its PATH.
///
/// Ours come first: a tool is installed there only if PATH has none that fits.
pub fn tool(name: &str) -> Command {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = folders().into_iter().chain(env::split_paths(&rest));
    let path: OsString = env::join_paths(all).unwrap_or(rest);
    let own = folders().into_iter().map(|folder| folder.join(name)).find(|file| file.exists());
    let mut command = command(own.unwrap_or_else(|| name.into()));
    command.env("PATH", path);
    command
}

/// The standard library for WebAssembly.
pub fn wasm_target() -> Outcome {
    let has_target = || {
        let found = output(command("rustc").args(["--print", "target-libdir", "--target", WASM]));
        found.is_some_and(|folder| PathBuf::from(folder.trim()).is_dir())
    };
    if has_target() {
        return Ok(());
    }
    let _turn = take_turn()?;
    println!("installing the Rust target {WASM}");
    run(command("rustup").args(["target", "add", WASM]), "rustup target add")
}

/// The sources of the standard library, which a release compiles.
pub fn rust_sources() -> Outcome {
    let has_sources = || {
        let sysroot = output(command("rustc").args(["--print", "sysroot"]));
        let library = sysroot
            .map(|root| PathBuf::from(root.trim()).join("lib/rustlib/src/rust/library/Cargo.lock"));
        library.is_some_and(|file| file.is_file())
    };
    if has_sources() {
        return Ok(());
    }
    let _turn = take_turn()?;
    println!("installing the sources of Rust's standard library");
    run(command("rustup").args(["component", "add", "rust-src"]), "rustup component add")
}

/// Trunk, for `cargo xtask test serve`; nothing else needs it.
pub fn trunk() -> Outcome {
    let fits = || has_version("trunk", TRUNK);
    if fits() {
        return Ok(());
    }
    let _turn = take_turn()?;
    if fits() {
        return Ok(());
    }
    println!("installing trunk {TRUNK} (about 5 minutes, once)");
    cargo_install(&["--locked", "trunk", "--version", TRUNK])
}

/// The newest cargo-deny that builds with this package's Rust.
const CARGO_DENY: &str = "0.20.2";

/// cargo-deny, which checks the dependencies.
pub fn cargo_deny() -> Outcome {
    let fits = || has_version("cargo-deny", CARGO_DENY);
    if fits() {
        return Ok(());
    }
    let _turn = take_turn()?;
    if fits() {
        return Ok(());
    }
    println!("installing cargo-deny {CARGO_DENY} (about 4 minutes, once)");
    cargo_install(&["--locked", "cargo-deny", "--version", CARGO_DENY])
}

/// wasm-bindgen in exactly the version of Cargo.lock: the crate and the tool share a private
/// format.
pub fn wasm_bindgen() -> Outcome {
    let version = locked_version("wasm-bindgen")?;
    let fits = || {
        has_version("wasm-bindgen", &version) && has_version("wasm-bindgen-test-runner", &version)
    };
    if fits() {
        return Ok(());
    }
    let _turn = take_turn()?;
    if fits() {
        return Ok(());
    }
    println!("installing wasm-bindgen-cli {version} (about 2 minutes, once)");
    // Not --locked: its lock file has a package that some registries lack.
    cargo_install(&["wasm-bindgen-cli", "--version", &version])
}

fn has_version(name: &str, version: &str) -> bool {
    let text = output(tool(name).arg("--version"));
    text.is_some_and(|text| text.split_whitespace().any(|word| word == version))
}

fn cargo_install(arguments: &[&str]) -> Outcome {
    let mut cargo = command("cargo");
    cargo.args(["install", "--quiet", "--force", "--root"]).arg(TARGET.join("tools"));
    // The user's flags are meant for our programs, not for tools.
    cargo.args(arguments).env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    run(&mut cargo, &format!("cargo install {}", arguments.join(" ")))
}

/// A lock that is held during an installation.
fn take_turn() -> Outcome<File> {
    let folder = TARGET.join("tools");
    let fail = format!("{} cannot be written", folder.display());
    fs::create_dir_all(&folder).or_fail(&fail)?;
    let file = File::create(folder.join(".lock")).or_fail(&fail)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            println!("waiting for another cargo xtask, which is installing something");
            file.lock().or_fail(&fail)?;
            Ok(file)
        }
        Err(TryLockError::Error(error)) => Err(format!("{fail}: {error}").into()),
    }
}

fn locked_version(package: &str) -> Outcome<String> {
    let lock = fs::read_to_string(ROOT.join("Cargo.lock")).or_fail("Cargo.lock cannot be read")?;
    version_in(&lock, package).ok_or_else(|| format!("Cargo.lock names no {package}").into())
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    Some(lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_package_itself() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "leptos"), None);
    }
}
