//! The release build.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use crate::{
    process::{self, Outcome, root},
    tools::{self, tool},
};

/// Builds the console into dist/ and the embed into dist/embed/, and compresses both.
pub fn build() -> Outcome {
    tools::wasm_target()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    tools::node_packages()?;
    process::run(
        tool("trunk")
            .args(["build", "--release", "--skip-version-check"])
            // Trunk reads it as a flag with a value of its own.
            .env_remove("NO_COLOR"),
        "trunk build",
    )?;
    embed()?;
    for file in files(&root().join("dist"))? {
        compress(&file)?;
    }
    Ok(())
}

/// `cargo xtask dist`.
pub fn run() -> Outcome {
    build()?;
    println!("built dist/ and dist/embed/");
    Ok(())
}

/// The embed keeps stable names: other people's pages refer to them.
fn embed() -> Outcome {
    let folder = root().join("dist/embed");
    let mut cargo = tool("cargo");
    cargo.args(["build", "--release", "--target", "wasm32-unknown-unknown", "--bin", "embed"]);
    process::run(&mut cargo, "cargo build of the embed")?;
    let built = root().join("target/wasm32-unknown-unknown/release/embed.wasm");
    let mut bindgen = tool("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder).arg(built);
    process::run(&mut bindgen, "wasm-bindgen of the embed")?;
    let program = folder.join("embed_bg.wasm");
    process::run(tool("wasm-opt").arg("-Oz").arg(&program).arg("-o").arg(&program), "wasm-opt")?;
    let copy = |from: &str, to: &str| {
        fs::copy(root().join(from), folder.join(to))
            .map(|_| ())
            .map_err(|error| format!("{from} cannot be copied: {error}"))
    };
    copy("src/embed/element.js", "machine-identity-editor.js")
}

/// Every file below a folder, but for compressed copies.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder)
        .map_err(|_| format!("{} is not there; run cargo xtask dist first", folder.display()))?;
    for entry in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if entry.is_dir() {
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

fn compress(file: &Path) -> Outcome {
    let fail = |error: std::io::Error| format!("{} cannot be compressed: {error}", file.display());
    let mut text = Vec::new();
    File::open(file).and_then(|mut file| file.read_to_end(&mut text)).map_err(fail)?;
    let beside = |end: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        File::create(name).map_err(fail)
    };
    brotli::CompressorWriter::new(beside(".br")?, 4096, 11, 24).write_all(&text).map_err(fail)?;
    let mut gzip = flate2::write::GzEncoder::new(beside(".gz")?, flate2::Compression::best());
    gzip.write_all(&text).and_then(|()| gzip.finish().map(|_| ())).map_err(fail)
}
