//! The release build.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    cdn, compress,
    failure::{OrFail, Outcome},
    npm, page, policy,
    process::ROOT,
    program, tools,
};

/// The sources of the release build, and what names the versions of its tools.
const INPUTS: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "index.html",
    "rust-toolchain.toml",
    "src",
    "style",
    "tests/e2e/package-lock.json",
    "web",
    "xtask/src",
];

/// Files that keep their name in the embed's folder, if they exist.
const EMBEDDED: [(&str, &str); 2] =
    [("LICENSE-APACHE", "LICENSE-APACHE"), ("LICENSE-MIT", "LICENSE-MIT")];

/// `cargo xtask dist`.
pub fn run() -> Outcome {
    build()?;
    let package = npm::pack()?;
    let files = cdn::write()?;
    println!("built dist/, dist/embed/, {} and {}", package.display(), files.display());
    Ok(())
}

/// The folder of the release build.
pub fn folder() -> PathBuf {
    ROOT.join("dist")
}

/// Builds the console into `dist/` and the embed into `dist/embed/`, and compresses both.
pub fn build() -> Outcome {
    tools::wasm_target()?;
    tools::rust_sources()?;
    tools::node_packages()?;
    tools::wasm_opt()?;
    let dist = folder();
    if dist.exists() {
        fs::remove_dir_all(&dist).or_fail(format!("{} cannot be emptied", dist.display()))?;
    }
    program::compile("console", "console,split", true)?;
    // Without the console's feature: a part that can be loaded is kept even if nothing loads it.
    program::compile("embed", "web,split", true)?;
    program::compile("engine", "engine", false)?;
    fs::create_dir_all(&dist).or_fail(format!("{} can't be created", dist.display()))?;
    page::copy_assets(&dist)?;
    console(&dist)?;
    embed(&dist.join("embed"))?;
    policy::write(&dist)?;
    compress::all(&files(&dist)?)
}

/// The imports of the console's entry script, and what is bundled in place of each.
const IMPORTS: [(&str, &str); 2] = [
    ("new URL(script.dataset.js, document.baseURI)", "./console.js"),
    ("new URL(\"sandbox/engine.js\", document.baseURI)", "../sandbox/engine.js"),
];

/// The console's folder has a name that changes with the contents, so that a host may let browsers keep
/// it. Its entry script contains all glue: a browser checks the integrity of the script that a page
/// names, and not that of what the script imports.
fn console(dist: &Path) -> Outcome {
    let console = dist.join("console");
    program::make("console", &console, true)?;
    program::make("engine", &dist.join("sandbox"), false)?;
    let (copied, entry) = (dist.join("boot.js"), console.join("boot.js"));
    fs::rename(&copied, &entry).or_fail(format!("{} can't be moved", copied.display()))?;
    let fail = format!("{} can't be written", entry.display());
    let mut text = fs::read_to_string(&entry).or_fail(&fail)?;
    for (import, module) in IMPORTS {
        if text.matches(import).count() != 1 {
            return Err(format!("{module} would be imported without a check of it").into());
        }
        text = text.replace(import, &format!("\"{module}\""));
    }
    fs::write(&entry, text).or_fail(&fail)?;
    program::bundle(&entry, &entry)?;
    for name in ["console/console.js", &format!("console/{}", program::LINKS), "sandbox/engine.js"]
    {
        remove(&dist.join(name))?;
    }
    let named = format!("console-{}", program::fingerprint(&console)?);
    fs::rename(&console, dist.join(&named)).or_fail("the console cannot be named")?;
    page::write(dist, &named, &format!("{named}/boot.js"), None)
}

fn remove(file: &Path) -> Outcome {
    fs::remove_file(file).or_fail(format!("{} cannot be removed", file.display()))
}

/// Whether there is a complete release build of the current sources.
pub fn is_fresh() -> bool {
    let Ok(built) = files(&folder()) else { return false };
    let compressed: Option<Vec<SystemTime>> =
        built.iter().map(|file| modified(&compress::beside(file, "br"))).collect();
    // An interrupted build has no embed, or no compressed files.
    let has_embed = folder().join("embed/machine-identity-editor.js").is_file();
    let oldest = compressed.and_then(|times| times.into_iter().min());
    let newest = INPUTS.iter().filter_map(|input| newest(&ROOT.join(input))).max();
    has_embed && oldest > newest
}

/// The modules of the element's script.
const ELEMENT: [&str; 6] =
    ["element.js", "attributes.js", "prefetch.js", "program.js", "style.js", "token.js"];

/// The sources of the script's bundle, and what it replaces.
const BUNDLED: [&str; 4] = ["embed.js", program::LINKS, "sandbox/engine.js", "element.js"];

/// The embed's names are stable, because other sites refer to them, and its folder is complete.
///
/// Its entry script contains all glue and the integrity of each program that it loads, so checking
/// the entry script checks everything that runs.
fn embed(folder: &Path) -> Outcome {
    program::make("embed", folder, true)?;
    program::make("engine", &folder.join("sandbox"), false)?;
    copy_embedded(folder)?;
    seal_programs(folder)?;
    program::bundle(&folder.join("element.js"), &folder.join("machine-identity-editor.js"))?;
    for name in BUNDLED.iter().chain(&ELEMENT[1..]) {
        remove(&folder.join(name))?;
    }
    Ok(())
}

/// Copies the files beside the embed's program, with an entry script that isn't bundled.
pub fn copy_embedded(folder: &Path) -> Outcome {
    for name in ELEMENT {
        page::copy(&ROOT.join("src/embed/element").join(name), &folder.join(name))?;
    }
    for (from, to) in EMBEDDED {
        page::copy(&ROOT.join(from), &folder.join(to))?;
    }
    let entry = folder.join("machine-identity-editor.js");
    let fail = format!("{} cannot be written", entry.display());
    fs::write(&entry, "export * from \"./element.js\";\n").or_fail(fail)
}

/// Writes the integrity of the program and of the sandbox into the script that loads them.
fn seal_programs(folder: &Path) -> Outcome {
    let script = folder.join("program.js");
    let fail = format!("{} cannot be written", script.display());
    let mut text = fs::read_to_string(&script).or_fail(&fail)?;
    for name in ["embed_bg.wasm", "sandbox/engine_bg.wasm"] {
        let loaded = format!("new URL(\"./{name}\", import.meta.url)");
        if text.matches(&loaded).count() != 1 {
            return Err(format!("{name} would be loaded without a check of its integrity").into());
        }
        let integrity = program::integrity(&folder.join(name))?;
        text = text.replace(&loaded, &format!("{loaded}, {{ integrity: \"{integrity}\" }}"));
    }
    fs::write(&script, text).or_fail(&fail)
}

/// Every file below a folder, except compressed copies.
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
