//! The release build.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    compress,
    failure::{OrFail, Outcome},
    process::{ROOT, TARGET, command, run as run_command},
    tools::{self, WASM, tool},
};

/// What the release build is made of.
const INPUTS: [&str; 8] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "src",
    "style",
    "web",
];

/// What goes into the embed's folder under a name of its own, if it is there.
const EMBEDDED: [(&str, &str); 4] = [
    ("src/embed/element.js", "machine-identity-editor.js"),
    ("src/embed/element.d.ts", "machine-identity-editor.d.ts"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
];

/// `cargo xtask dist`.
pub fn run() -> Outcome {
    build()?;
    println!("built dist/ and dist/embed/");
    Ok(())
}

/// The folder of the release build.
pub fn folder() -> PathBuf {
    ROOT.join("dist")
}

/// Builds the console into `dist/` and the embed into `dist/embed/`, and compresses both.
pub fn build() -> Outcome {
    tools::wasm_target()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    tools::wasm_opt()?;
    // Both programs at once: each spends most of its time in one thread, linking.
    let mut cargo = command("cargo");
    cargo.args(["build", "--release", "--target", WASM, "--bin", "console", "--bin", "embed"]);
    // As index.html has it: the sandbox is a program of its own.
    cargo.args(["--no-default-features", "--features", "web"]);
    run_command(&mut cargo, "cargo build --release")?;
    let mut trunk = tool("trunk");
    trunk.args(["build", "--release", "--skip-version-check"]).arg("--dist").arg(folder());
    // Trunk reads it as a flag with a value of its own.
    run_command(trunk.env_remove("NO_COLOR"), "trunk build --release")?;
    embed()?;
    compress::all(&files(&folder())?)
}

/// Whether there is a whole release build of what the inputs are now.
pub fn is_fresh() -> bool {
    let Ok(built) = files(&folder()) else { return false };
    let compressed: Option<Vec<SystemTime>> =
        built.iter().map(|file| modified(&compress::beside(file, "br"))).collect();
    // Trunk alone leaves no embed and nothing compressed.
    let has_embed = folder().join("embed/machine-identity-editor.js").is_file();
    let oldest = compressed.and_then(|times| times.into_iter().min());
    let newest = INPUTS.iter().filter_map(|input| newest(&ROOT.join(input))).max();
    has_embed && oldest > newest
}

/// The embed keeps stable names: other people's pages refer to them.
fn embed() -> Outcome {
    let folder = folder().join("embed");
    let program = TARGET.join(WASM).join("release/embed.wasm");
    let mut bindgen = tool("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder).arg(program);
    run_command(&mut bindgen, "wasm-bindgen of the embed")?;
    let program = folder.join("embed_bg.wasm");
    let mut opt = tool("wasm-opt");
    run_command(opt.arg("-Oz").arg(&program).arg("-o").arg(&program), "wasm-opt of the embed")?;
    copy_sandbox(&folder.join("sandbox"))?;
    for (from, to) in EMBEDDED {
        let from = ROOT.join(from);
        if from.is_file() {
            let to = folder.join(to);
            fs::copy(&from, &to).or_fail(format!("{} cannot be written", to.display()))?;
        }
    }
    Ok(())
}

/// The embed's folder has to be whole in itself.
fn copy_sandbox(to: &Path) -> Outcome {
    let from = folder().join("sandbox");
    let fail = format!("{} cannot be written", to.display());
    fs::create_dir_all(to).or_fail(&fail)?;
    for file in files(&from)? {
        fs::copy(&file, to.join(file.file_name().unwrap_or_default())).or_fail(&fail)?;
    }
    Ok(())
}

/// Every file below a folder, but for compressed copies.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder)
        .map_err(|_| format!("{} is not there; run cargo xtask dist first", folder.display()))?;
    for entry in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if entry.is_dir() {
            // Trunk builds in there, and leaves it behind empty.
            if entry.file_name().is_some_and(|name| name != ".stage") {
                found.extend(files(&entry)?);
            }
        } else if entry.extension().is_none_or(|end| end != "br" && end != "gz") {
            found.push(entry);
        }
    }
    found.sort();
    Ok(found)
}

fn newest(path: &Path) -> Option<SystemTime> {
    match fs::read_dir(path) {
        Ok(entries) => entries.filter_map(Result::ok).filter_map(|e| newest(&e.path())).max(),
        Err(_) => modified(path),
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}
