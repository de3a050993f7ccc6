//! An unoptimized build of everything a browser test needs, laid out like `dist/`.
//!
//! One cargo run compiles the library once for all three programs; nothing is split, optimized,
//! minified or compressed.

use std::{fs, path::PathBuf};

use crate::{
    dist,
    failure::{OrFail, Outcome},
    page,
    process::{TARGET, command, run},
    program,
    tools::{self, WASM},
};

/// Builds into `target/fast`, and returns that folder.
pub fn build() -> Outcome<PathBuf> {
    tools::wasm_target()?;
    tools::wasm_bindgen()?;
    let mut cargo = command("cargo");
    cargo.args(["build", "--target", WASM, "--bins", "--features", "engine"]);
    run(&mut cargo, "cargo build")?;
    let folder = TARGET.join("fast");
    for (name, place) in [
        ("console", "console"),
        ("engine", "sandbox"),
        ("embed", "embed"),
        ("engine", "embed/sandbox"),
    ] {
        let place = folder.join(place);
        fs::create_dir_all(&place).or_fail(format!("{} cannot be made", place.display()))?;
        let compiled = TARGET.join(WASM).join("debug").join(format!("{name}.wasm"));
        program::bind(name, &compiled, &place, false)?;
    }
    page::copy_assets(&folder)?;
    page::write(&folder, "console", &["console.js"])?;
    dist::copy_embedded(&folder.join("embed"))?;
    Ok(folder)
}
