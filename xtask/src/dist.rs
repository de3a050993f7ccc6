//! The release build.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    compress,
    failure::{OrFail, Outcome},
    page,
    process::ROOT,
    program, tools,
};

/// What the release build is made of.
const INPUTS: [&str; 7] =
    ["Cargo.lock", "Cargo.toml", "index.html", "src", "style", "web", "xtask/src"];

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
    tools::wasm_bindgen()?;
    tools::node_packages()?;
    tools::wasm_opt()?;
    let dist = folder();
    if dist.exists() {
        fs::remove_dir_all(&dist).or_fail(format!("{} cannot be emptied", dist.display()))?;
    }
    // Both programs at once: each spends most of its time in one thread, linking.
    program::compile(&["console", "embed"], "web,split", true)?;
    program::compile(&["engine"], "engine", false)?;
    // Under a name that changes with the contents, so that a host may let browsers keep it.
    let console = dist.join("console");
    program::make("console", &console, true)?;
    let named = format!("console-{}", program::fingerprint(&console)?);
    fs::rename(&console, dist.join(&named)).or_fail("the console cannot be named")?;
    page::copy_assets(&dist)?;
    program::minify(&dist.join("boot.js"))?;
    page::write(&dist, &named, &["console.js", program::LINKS])?;
    program::make("engine", &dist.join("sandbox"), false)?;
    embed(&dist.join("embed"))?;
    compress::all(&files(&dist)?)
}

/// Whether there is a whole release build of what the inputs are now.
pub fn is_fresh() -> bool {
    let Ok(built) = files(&folder()) else { return false };
    let compressed: Option<Vec<SystemTime>> =
        built.iter().map(|file| modified(&compress::beside(file, "br"))).collect();
    // A build that was broken off leaves no embed, or nothing compressed.
    let has_embed = folder().join("embed/machine-identity-editor.js").is_file();
    let oldest = compressed.and_then(|times| times.into_iter().min());
    let newest = INPUTS.iter().filter_map(|input| newest(&ROOT.join(input))).max();
    has_embed && oldest > newest
}

/// The embed keeps stable names, as other people's pages refer to them, and is whole in itself.
fn embed(folder: &Path) -> Outcome {
    program::make("embed", folder, true)?;
    program::make("engine", &folder.join("sandbox"), false)?;
    copy_embedded(folder)?;
    check_program(folder)?;
    program::minify(&folder.join("machine-identity-editor.js"))
}

/// Copies what stands beside the embed's program.
pub fn copy_embedded(folder: &Path) -> Outcome {
    for (from, to) in EMBEDDED {
        let from = ROOT.join(from);
        if from.is_file() {
            page::copy(&from, &folder.join(to))?;
        }
    }
    Ok(())
}

/// Lets the element check the program that it loads: whoever checks the element's own file then
/// knows that the rest is what was built with it.
fn check_program(folder: &Path) -> Outcome {
    const LOADED: &str = "new URL(\"./embed_bg.wasm\", import.meta.url)";
    let element = folder.join("machine-identity-editor.js");
    let fail = format!("{} cannot be written", element.display());
    let text = fs::read_to_string(&element).or_fail(&fail)?;
    if text.matches(LOADED).count() != 1 {
        return Err("the element would load its program without a check of its integrity".into());
    }
    let integrity = program::integrity(&folder.join("embed_bg.wasm"))?;
    let checked = format!("fetch({LOADED}, {{ integrity: \"{integrity}\" }})");
    fs::write(&element, text.replace(LOADED, &checked)).or_fail(&fail)
}

/// Every file below a folder, but for compressed copies.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder)
        .map_err(|_| format!("{} is not there; run cargo xtask dist first", folder.display()))?;
    for entry in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if entry.is_dir() {
            found.extend(files(&entry)?);
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
