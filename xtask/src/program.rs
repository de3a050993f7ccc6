//! A browser program made of cargo's output: split into parts, with its glue, optimized.
//!
//! The parts are declared with `lazy_part!` in `src/ui`. They share the program's memory, are
//! fetched when first needed, and are checked against the integrity that this module writes into
//! the glue.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64ct::{Base64, Encoding};
use imports::ShortNames;
use sha2::{Digest, Sha384};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    failure::{Failure, OrFail, Outcome},
    process::{ROOT, TARGET, command, output, run},
    tools::{WASM, tool},
};

pub use unused::without_hashes;

mod imports;
mod traps;
mod unused;

/// The glue that fetches parts, imported by the program's own.
pub const LINKS: &str = "__wasm_split.js";

/// The standard library is compiled with the program. Not for size: that saves another 0.6 %, and its
/// sorting is slower.
const STANDARD_LIBRARY: &str = "-Zbuild-std=std,panic_abort";

/// A first visit contains nothing that only a panic would show: neither its message nor its place. A
/// panic is a trap, which the glue reports (`traps.rs`).
const WITHOUT_PANICS: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// Compiles a program of this package for release.
///
/// `parts` keeps the information that splitting needs. Such a program is made smaller with options of
/// the compiler that aren't stable: `rust-toolchain.toml` pins the compiler, so that they are the same
/// everywhere. The program contains no path of this machine.
pub fn compile(name: &str, features: &str, parts: bool) -> Outcome {
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    flags.extend(
        sources()
            .into_iter()
            .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())),
    );
    let mut cargo = command("cargo");
    cargo.env("STYLE_SHEETS", minified_styles()?);
    cargo.args(["build", "--release", "--target", WASM, "--no-default-features"]);
    cargo.args(["--features", features, "--bin", name]);
    if parts {
        flags.push("-Clink-args=--emit-relocs".to_owned());
        flags.extend(WITHOUT_PANICS.map(str::to_owned));
        cargo.env("CARGO_PROFILE_RELEASE_STRIP", "none");
        cargo.env("RUSTC_BOOTSTRAP", "1").arg(STANDARD_LIBRARY);
    }
    cargo.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    run(&mut cargo, "cargo build --release")
}

/// Makes the style sheets small, in a folder that it returns.
fn minified_styles() -> Outcome<PathBuf> {
    let (from, to) = (ROOT.join("style"), TARGET.join("style"));
    let sheets = crate::dist::files(&from)?;
    let mut esbuild = tool("esbuild");
    esbuild.args(["--minify", "--charset=utf8", "--log-level=error"]).args(sheets);
    esbuild.arg(format!("--outbase={}", from.display())).arg(format!("--outdir={}", to.display()));
    run(&mut esbuild, "esbuild of the style sheets")?;
    Ok(to)
}

/// Where the sources of other packages and of the standard library are, and what stands for that in
/// messages.
fn sources() -> Vec<(PathBuf, &'static str)> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let user = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let home = home.or_else(|| user.map(|user| PathBuf::from(user).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().filter_map(Result::ok);
    let sysroot = output(command("rustc").args(["--print", "sysroot"]));
    let std = sysroot.map(|path| PathBuf::from(path.trim()).join("lib/rustlib/src/rust"));
    registries
        .map(|entry| (entry.path(), "crates"))
        .chain(std.map(|path| (path, "rust")))
        .chain([(ROOT.clone(), ".")])
        .collect()
}

/// Minimizes the compressed size. Compressed, -Os is 1 % smaller than -Oz; sorting functions by
/// name puts similar ones next to each other, which saves 0.5 %.
const OPTIMIZE: [&str; 3] = ["-Os", "--reorder-functions-by-name", "--strip-producers"];

/// Prepares a compiled program for browsers, in its own folder.
pub fn make(name: &str, folder: &Path, parts: bool) -> Outcome {
    let built = TARGET.join(WASM).join("release").join(format!("{name}.wasm"));
    fs::create_dir_all(folder).or_fail(format!("{} cannot be made", folder.display()))?;
    let whole = if parts { split(name, &built, folder)? } else { built };
    bind(name, &whole, folder, parts)?;
    for program in wasm_files(folder)? {
        optimize(&program, "--strip-debug")?;
    }
    if parts {
        seal(folder)?;
        minify(&folder.join(LINKS))?;
    }
    minify(&folder.join(format!("{name}.js")))
}

/// Makes a program small; `names` is what happens to the names of its functions.
fn optimize(program: &Path, names: &str) -> Outcome {
    let mut opt = tool("wasm-opt");
    opt.args(OPTIMIZE).arg(names).arg(program);
    run(opt.arg("-o").arg(program), &format!("wasm-opt of {}", program.display()))
}

/// The first part of a program of the last release build, as it is there but with the names of its
/// functions.
///
/// # Errors
/// If there is no release build.
pub fn with_names(name: &str) -> Outcome<PathBuf> {
    let rest = without_parts(name);
    if !rest.is_file() {
        return Err("there is no release build; run cargo xtask dist first".into());
    }
    let folder = TARGET.join("names");
    fs::create_dir_all(&folder).or_fail(format!("{} cannot be made", folder.display()))?;
    bind(name, &rest, &folder, true)?;
    let program = folder.join(format!("{name}_bg.wasm"));
    optimize(&program, "--debuginfo")?;
    Ok(program)
}

/// Where a release leaves what remains of a program without its parts.
fn without_parts(name: &str) -> PathBuf {
    TARGET.join(format!("{name}-without-parts.wasm"))
}

/// Writes a program's glue, and the program as its glue expects it, into `folder`.
///
/// `has_parts` keeps the exports that split modules use, which would be removed as dead code.
pub fn bind(name: &str, compiled: &Path, folder: &Path, has_parts: bool) -> Outcome {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(name).typescript(false).keep_lld_exports(has_parts);
    let bound = bindgen.web(true).and_then(|bindgen| bindgen.generate_output());
    let written = bound.and_then(|mut bound| {
        if has_parts {
            unused::remove(name, bound.wasm_mut())?;
        }
        let names = ShortNames::give(&mut bound, &format!("./{name}_bg.js"));
        bound.emit(folder).map(|()| names)
    });
    let names =
        written.map_err(|error| Failure::from(format!("wasm-bindgen of {name}: {error:#}")))?;
    let glue = folder.join(format!("{name}.js"));
    let fail = format!("{} cannot be shortened", glue.display());
    let mut text = names.in_glue(&fs::read_to_string(&glue).or_fail(&fail)?);
    if has_parts {
        text = traps::watch(&text)?;
    }
    fs::write(&glue, text).or_fail(&fail)
}

/// Minifies a script.
pub fn minify(script: &Path) -> Outcome {
    let mut esbuild = tool("esbuild");
    // wasm-bindgen writes a duplicate key, which is harmless.
    esbuild.args(["--minify", "--format=esm", "--charset=utf8", "--log-level=error"]);
    esbuild.args(["--legal-comments=none", "--allow-overwrite"]).arg(script);
    let mut to = std::ffi::OsString::from("--outfile=");
    to.push(script);
    run(esbuild.arg(to), &format!("esbuild of {}", script.display()))
}

/// Bundles a module with everything that it imports into one minified script.
pub fn bundle(module: &Path, script: &Path) -> Outcome {
    let mut esbuild = tool("esbuild");
    esbuild.args(["--bundle", "--minify", "--format=esm", "--charset=utf8", "--log-level=error"]);
    esbuild.args(["--legal-comments=none", "--allow-overwrite", "--target=es2022"]);
    esbuild.arg(format!("--define:__VERSION__=\"{}\"", env!("CARGO_PKG_VERSION"))).arg(module);
    let mut to = std::ffi::OsString::from("--outfile=");
    to.push(script);
    run(esbuild.arg(to), &format!("esbuild of {}", module.display()))?;
    // Parcel gives a second field of a class the name `#_`, which esbuild may have given to one.
    let text = fs::read_to_string(script)
        .or_fail(format!("{} cannot be read", script.display()))?
        .replace("#_", "#private_");
    fs::write(script, text).or_fail(format!("{} cannot be written", script.display()))
}

/// Splits off the parts into `folder`, and returns the path of the remaining program.
fn split(name: &str, built: &Path, folder: &Path) -> Outcome<PathBuf> {
    let whole = fs::read(built).or_fail(format!("{} cannot be read", built.display()))?;
    let rest = without_parts(name);
    let main_module = format!("./{name}.js");
    let link_name = format!("./{LINKS}");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &rest;
    options.main_module = &main_module;
    options.link_name = &link_name;
    let outcome = wasm_split_cli_support::transform(options);
    outcome.map_err(|error| Failure::from(format!("{name} cannot be split: {error}")))?;
    Ok(rest)
}

/// Instantiates a part whatever its content type, and reports one that is missing.
const INSTANTIATE: &str = r#"
async function instantiate(response, imports) {
    const answer = await response;
    if (!answer.ok) throw new Error(`${answer.url}: status ${answer.status}`);
    return WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}
"#;

/// Writes the integrity of each part into the glue that fetches it.
fn seal(folder: &Path) -> Outcome {
    let links = folder.join(LINKS);
    let fail = format!("{} cannot be written", links.display());
    let mut text = fs::read_to_string(&links).or_fail(&fail)?;
    for program in wasm_files(folder)? {
        let name = file_name(&program);
        let fetched = format!("fetch(new URL(\"./{name}\", import.meta.url))");
        let checked = format!(
            "fetch(new URL(\"./{name}\", import.meta.url), {{ integrity: \"{}\" }})",
            integrity(&program)?
        );
        text = text.replace(&fetched, &checked);
    }
    text = text.replace("WebAssembly.instantiateStreaming(", "instantiate(");
    text.push_str(INSTANTIATE);
    if text.matches("fetch(").count() != text.matches("integrity:").count() {
        return Err("a part would be fetched without a check of its integrity".into());
    }
    fs::write(&links, text).or_fail(&fail)
}

/// The programs in a folder.
fn wasm_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).or_fail(format!("{} cannot be read", folder.display()))?;
    let files = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|end| end == "wasm")).collect();
    files.sort();
    Ok(files)
}

pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The integrity of a file: `sha384-…`.
pub fn integrity(file: &Path) -> Outcome<String> {
    let bytes = fs::read(file).or_fail(format!("{} cannot be read", file.display()))?;
    Ok(format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes))))
}

/// A short hash of a folder's contents.
pub fn fingerprint(folder: &Path) -> Outcome<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .or_fail(format!("{} cannot be read", folder.display()))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let mut hash = Sha384::new();
    for file in files {
        hash.update(file_name(&file));
        hash.update(fs::read(&file).or_fail(format!("{} cannot be read", file.display()))?);
    }
    Ok(hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect())
}
