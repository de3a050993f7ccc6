//! The npm package of the element, made of the release build.
//!
//! `.` loads its programs from files beside it; `./inline` contains them, for hosts that serve no
//! `.wasm` and for bundlers that don't copy it. `./react` and `./inline/react` are the same two as a
//! component.

mod inline;

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    dist,
    failure::{OrFail, Outcome},
    page::copy,
    process::{ROOT, TARGET, command, output},
    tools::node_major,
};

/// The name of the package, of its script and of the element.
pub const NAME: &str = "machine-identity-editor";

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
    let entry = package.join(format!("{NAME}.js"));
    let script = read(&entry)?;
    write(&package.join("inline.js"), &inline::script(&script, &package)?)?;
    write(&entry, &bundled(&script, inline::programs(&package)?.len())?)?;
    let react = read(&package.join("react.js"))?;
    write(&package.join("inline-react.js"), &inlined_import(&react)?)?;
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
        "main": format!("./{NAME}.js"),
        "types": "./index.d.ts",
        // What CDNs of npm packages serve at the package's own URL.
        "jsdelivr": format!("./{NAME}.js"),
        "unpkg": format!("./{NAME}.js"),
        "customElements": "custom-elements.json",
        "peerDependencies": { "react": ">=18", "vue": ">=3" },
        "peerDependenciesMeta": { "react": { "optional": true }, "vue": { "optional": true } },
        "exports": {
            ".": { "types": "./index.d.ts", "default": format!("./{NAME}.js") },
            "./inline": { "types": "./index.d.ts", "default": "./inline.js" },
            "./react": { "types": "./react.d.ts", "default": "./react.js" },
            "./inline/react": { "types": "./react.d.ts", "default": "./inline-react.js" },
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

/// The script with references to its programs that bundlers follow.
///
/// Vite turns small files into `data:` URLs, which a page's policy blocks, unless the reference says
/// `?no-inline`. Other bundlers and browsers ignore the query.
fn bundled(script: &str, programs: usize) -> Outcome<String> {
    const REFERENCE: &str = ".wasm\",import.meta.url";
    if script.matches(REFERENCE).count() != programs {
        return Err(format!("the script doesn't refer to each of its {programs} programs").into());
    }
    Ok(script.replace(REFERENCE, ".wasm?no-inline\",import.meta.url"))
}

/// The component, on the script that contains its programs.
fn inlined_import(component: &str) -> Outcome<String> {
    let imported = format!("import \"./{NAME}.js\";");
    if component.matches(&imported).count() != 1 {
        return Err(format!("the component doesn't import {NAME}.js").into());
    }
    Ok(component.replace(&imported, "import \"./inline.js\";"))
}

/// Site generators import the package where there is no browser.
fn import_in_node(package: &Path) -> Outcome {
    if node_major() < 20 {
        return Err("Node 20 or later is not on PATH; the npm package is checked with it".into());
    }
    for script in [&format!("{NAME}.js"), "inline.js"] {
        let mut node = command("node");
        node.args(["--input-type=module", "--eval"]).arg(format!("await import(\"./{script}\")"));
        if output(node.current_dir(package)).is_none() {
            return Err(format!("{script} can't be imported in Node").into());
        }
    }
    Ok(())
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).or_fail(format!("{} can't be read", file.display()))
}

fn write(file: &Path, text: &str) -> Outcome {
    fs::write(file, text).or_fail(format!("{} can't be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_is_referred_to_as_a_file() {
        let script = "new URL(\"./a.wasm\",import.meta.url);new URL(\"./b.wasm\",import.meta.url)";
        let bundled_script = bundled(script, 2).unwrap();
        assert_eq!(bundled_script.matches(".wasm?no-inline\",import.meta.url").count(), 2);
        assert!(bundled(script, 3).is_err());
    }

    #[test]
    fn a_component_is_put_on_the_inline_script() {
        let component = "import \"./machine-identity-editor.js\";\nimport \"react\";";
        let inlined = inlined_import(component).unwrap();
        assert_eq!(inlined, "import \"./inline.js\";\nimport \"react\";");
        assert!(inlined_import("import \"react\";").is_err());
    }
}
