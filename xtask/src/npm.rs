//! The npm package of the element, made of the release build.
//!
//! `.` loads its programs from files beside it; `./inline` contains them, for hosts that serve no
//! `.wasm` and for bundlers that don't copy it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

use crate::{
    dist,
    failure::{OrFail, Outcome},
    page::copy,
    process::{ROOT, TARGET, command, output},
    program::file_name,
    tools::node_major,
};

const NAME: &str = "machine-identity-editor";

/// What is copied, by its place in the sources and its name in the package.
const COPIED: [(&str, &str); 6] = [
    ("src/embed/element/element.d.ts", "index.d.ts"),
    ("src/embed/package/custom-elements.json", "custom-elements.json"),
    ("src/embed/package/react.js", "react.js"),
    ("src/embed/package/react.d.ts", "react.d.ts"),
    ("src/embed/package/vue.d.ts", "vue.d.ts"),
    ("docs/embedding.md", "README.md"),
];

/// Puts the package together in `target/npm`, packs it, and returns the tarball.
///
/// # Errors
///
/// If the release build isn't there, or npm isn't.
pub fn pack() -> Outcome<PathBuf> {
    let npm = TARGET.join("npm");
    if npm.exists() {
        fs::remove_dir_all(&npm).or_fail(format!("{} can't be emptied", npm.display()))?;
    }
    let package = npm.join("package");
    let embed = dist::folder().join("embed");
    for file in dist::files(&embed)? {
        let place =
            file.strip_prefix(&embed).map_or_else(|_| package.clone(), |it| package.join(it));
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).or_fail(format!("{} can't be made", folder.display()))?;
        }
        copy(&file, &place)?;
    }
    for (from, to) in COPIED {
        copy(&ROOT.join(from), &package.join(to))?;
    }
    write(&package.join("inline.js"), &inline(&package)?)?;
    write(&package.join("package.json"), &format!("{:#}\n", manifest()))?;
    import_in_node(&package)?;
    let mut npm_pack = command("npm");
    npm_pack.args(["pack", "--silent", "--pack-destination"]).arg(&npm).arg(&package);
    let name = output(&mut npm_pack).ok_or("npm pack failed")?;
    Ok(npm.join(name.trim()))
}

fn manifest() -> Value {
    json!({
        "name": NAME,
        "version": env!("CARGO_PKG_VERSION"),
        "description": "The custom element <machine-identity-editor>, for documentation portals.",
        "license": "MIT OR Apache-2.0",
        "type": "module",
        // Importing it defines the element.
        "sideEffects": true,
        "types": "./index.d.ts",
        "customElements": "custom-elements.json",
        "peerDependencies": { "react": ">=18", "vue": ">=3" },
        "peerDependenciesMeta": { "react": { "optional": true }, "vue": { "optional": true } },
        "exports": {
            ".": { "types": "./index.d.ts", "default": format!("./{NAME}.js") },
            "./inline": { "types": "./index.d.ts", "default": "./inline.js" },
            "./react": { "types": "./react.d.ts", "default": "./react.js" },
            // Types only.
            "./vue": { "types": "./vue.d.ts" },
            "./custom-elements.json": "./custom-elements.json",
            "./package.json": "./package.json",
            // For portals that serve the files from a folder of their own.
            format!("./{NAME}.js"): format!("./{NAME}.js"),
            "./*.wasm": "./*.wasm",
        },
    })
}

/// The script with its programs in it.
fn inline(package: &Path) -> Outcome<String> {
    let script = package.join(format!("{NAME}.js"));
    let text = fs::read_to_string(&script);
    let mut text = text.or_fail(format!("{} can't be read", script.display()))?;
    for file in dist::files(package)? {
        if file_name(&file).ends_with(".wasm") {
            let path = file.strip_prefix(package).unwrap_or(&file).to_string_lossy().into_owned();
            let bytes = fs::read(&file).or_fail(format!("{} can't be read", file.display()))?;
            text = with_bytes(&text, &path, &bytes)
                .ok_or_else(|| format!("the script doesn't fetch {path} with its integrity"))?;
        }
    }
    if text.contains("import.meta") {
        return Err("the inline script would still load a file".into());
    }
    Ok(format!("{DECODE}{text}"))
}

/// Makes a response of bytes, as `fetch` does.
const DECODE: &str = "const $inlined=t=>new Response(Uint8Array.from(atob(t),c=>c.charCodeAt(0)),\
                      {headers:{\"content-type\":\"application/wasm\"}});\n";

/// The script with one fetch of a file replaced by its bytes; `None` if there isn't exactly one.
///
/// The bytes need no check of their own: they are part of what the page verified.
fn with_bytes(script: &str, path: &str, bytes: &[u8]) -> Option<String> {
    let fetched = format!("fetch(new URL(\"./{path}\",import.meta.url),{{integrity:\"");
    let (before, rest) = script.split_once(&fetched)?;
    let (_, after) = rest.split_once("\"})")?;
    if after.contains(&fetched) {
        return None;
    }
    Some(format!("{before}$inlined(\"{}\"){after}", Base64::encode_string(bytes)))
}

/// Site generators import the package where there is no browser.
fn import_in_node(package: &Path) -> Outcome {
    if node_major() < 20 {
        return Err("Node 20 or later is not on PATH; the npm package is checked with it".into());
    }
    for script in [format!("{NAME}.js"), "inline.js".to_owned()] {
        let mut node = command("node");
        node.args(["--input-type=module", "--eval"]).arg(format!("await import(\"./{script}\")"));
        if output(node.current_dir(package)).is_none() {
            return Err(format!("{script} can't be imported in Node").into());
        }
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> Outcome {
    fs::write(file, text).or_fail(format!("{} can't be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fetched_program_is_replaced_by_its_bytes() {
        let script = "a(fetch(new URL(\"./b.wasm\",import.meta.url),{integrity:\"sha384-x\"}))";
        assert_eq!(with_bytes(script, "b.wasm", b"\0asm").unwrap(), "a($inlined(\"AGFzbQ==\"))");
        assert_eq!(with_bytes(script, "c.wasm", b""), None);
        assert_eq!(with_bytes(&script.repeat(2), "b.wasm", b""), None);
        assert_eq!(with_bytes("fetch(new URL(\"./b.wasm\",import.meta.url))", "b.wasm", b""), None);
    }
}
