//! The element's files for a CDN, in a folder named after their version.

use std::{fs, path::PathBuf};

use crate::{
    compress, dist,
    failure::{OrFail, Outcome},
    npm,
    page::copy,
    policy,
    process::TARGET,
};

/// Writes `target/cdn/machine-identity-editor/VERSION/` from the release build, and returns
/// `target/cdn`.
///
/// # Errors
///
/// If there is no release build.
pub fn write() -> Outcome<PathBuf> {
    let root = TARGET.join("cdn");
    if root.exists() {
        fs::remove_dir_all(&root).or_fail(format!("{} can't be emptied", root.display()))?;
    }
    let path = format!("{}/{}", npm::NAME, env!("CARGO_PKG_VERSION"));
    let folder = root.join(&path);
    let embed = dist::folder().join("embed");
    for file in dist::files(&embed)? {
        let place = file.strip_prefix(&embed).map_or_else(|_| folder.clone(), |it| folder.join(it));
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent).or_fail(format!("{} can't be made", parent.display()))?;
        }
        copy(&file, &place)?;
        for end in ["br", "gz"] {
            copy(&compress::beside(&file, end), &compress::beside(&place, end))?;
        }
    }
    let url = format!("{}/{path}", policy::origin(policy::FILES));
    let preload = policy::preload(&url, &folder)?;
    let tag = policy::script_tag(&url, &folder)?;
    let snippet = folder.join("snippet.html");
    fs::write(&snippet, format!("{preload}\n{tag}\n"))
        .or_fail(format!("{} can't be written", snippet.display()))?;
    Ok(root)
}
