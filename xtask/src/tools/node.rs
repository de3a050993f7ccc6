//! Node's packages: the browser tests, and wasm-opt.

use std::{fs, path::PathBuf};

use super::{take_turn, tool};
use crate::{
    failure::{OrFail, Outcome},
    process::{ROOT, command, output, run},
};

/// The folder of `package.json`.
pub fn folder() -> PathBuf {
    ROOT.join("tests/e2e")
}

/// Installs the packages of `package-lock.json`, again only after it changes.
pub fn node_packages() -> Outcome {
    let wanted = fs::read(folder().join("package-lock.json"))
        .or_fail("tests/e2e/package-lock.json cannot be read")?;
    let stamp = folder().join("node_modules/.installed-lock");
    let fits = || fs::read(&stamp).is_ok_and(|installed| installed == wanted);
    if fits() {
        return Ok(());
    }
    let _turn = take_turn()?;
    if fits() {
        return Ok(());
    }
    if node_major() < 20 {
        return Err("Node 20 or later is not on PATH; the browser tests run on it".into());
    }
    println!("installing the Node packages of tests/e2e");
    let mut npm = command("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder());
    // The browser is installed elsewhere: see `browser`.
    run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), "npm ci in tests/e2e")?;
    fs::write(stamp, wanted).or_fail("tests/e2e/node_modules cannot be written")
}

/// The major version of Node on PATH; 0 without Node.
pub fn node_major() -> u32 {
    let version = output(command("node").arg("--version")).unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next();
    major.and_then(|major| major.parse().ok()).unwrap_or(0)
}

/// wasm-opt in the version of `package-lock.json`, so that every build ships the same bytes;
/// without Node, any version on PATH.
pub fn wasm_opt() -> Outcome {
    let Err(failure) = node_packages() else { return Ok(()) };
    let found = output(tool("wasm-opt").arg("--version"));
    let version = found.ok_or(failure)?;
    println!("using {} of PATH; sizes may differ from those of a release", version.trim());
    Ok(())
}
