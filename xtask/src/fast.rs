//! An unoptimized build in the layout of `dist/`, for browser tests and `cargo xtask serve`.
//!
//! One cargo run compiles the library once for all programs; nothing is split, optimized, minified
//! or compressed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    dist,
    failure::{OrFail, Outcome},
    page, policy,
    process::{TARGET, command, run},
    program,
    tools::{self, WASM},
};

/// Builds the console and the embed into `target/fast`, and returns that folder.
pub fn build() -> Outcome<PathBuf> {
    let folder = TARGET.join("fast");
    console(&folder, &["embed"])?;
    bind("embed", &folder.join("embed"))?;
    bind("engine", &folder.join("embed/sandbox"))?;
    dist::copy_embedded(&folder.join("embed"))?;
    policy::write(&folder)?;
    Ok(folder)
}

/// Builds the console into a folder; compiles further programs in the same cargo run.
pub fn console(folder: &Path, further: &[&str]) -> Outcome {
    tools::wasm_target()?;
    let mut cargo = command("cargo");
    cargo.args(["build", "--target", WASM, "--features", "engine"]);
    for name in ["console", "engine"].iter().chain(further) {
        cargo.args(["--bin", name]);
    }
    run(&mut cargo, "cargo build")?;
    bind("console", &folder.join("console"))?;
    bind("engine", &folder.join("sandbox"))?;
    page::copy_assets(folder)?;
    page::write(folder, "console", "boot.js", Some("console.js"))
}

fn bind(name: &str, folder: &Path) -> Outcome {
    fs::create_dir_all(folder).or_fail(format!("{} cannot be made", folder.display()))?;
    let compiled = TARGET.join(WASM).join("debug").join(format!("{name}.wasm"));
    program::bind(name, &compiled, folder, false)
}
