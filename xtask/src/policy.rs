//! The security policy of a built console and element: `cargo xtask policy`.
//!
//! `cargo xtask dist` also writes it to `dist/_headers`, which hosts of static files read, as does the
//! sandbox for `--site`, and what a page can carry into `dist/index.html`.

use std::{fs, path::Path};

use crate::{
    dist,
    failure::{OrFail, Outcome},
};

mod content;
mod element;
mod headers;

pub use content::{META, meta};
pub use element::{origin, preload, script_tag};

/// The host of the element's files in what is printed, as in docs/embedding.md.
pub const FILES: &str = "https://cdn.example.com/embed";

/// Prints what to send with the console, and what a page that shows the element has to allow.
///
/// `files` is the URL of the element's files, and `gateways` are the origins that the pages call besides
/// their own.
///
/// # Errors
/// If there is no release build.
pub fn run(files: &str, gateways: &[String]) -> Outcome {
    let dist = dist::folder();
    let files = files.trim_end_matches('/');
    let embed = dist.join("embed");
    let fail = "there is no release build; run cargo xtask dist first";
    let tag = script_tag(files, &embed).or_fail(fail)?;
    let preload = element::preload(files, &embed)?;
    let (map, hash) = element::import_map(files, &embed)?;
    let console = headers::of(&dist, gateways)?;
    let added = element::policy(origin(files), gateways);
    println!("# Console: headers of every response, for hosts that read {}\n", headers::FILE);
    print!("{console}");
    println!("\n# Element: add to the policy of the page\n\n{added}");
    println!("\n# Element: these may be in the policy of the page\n\n{}", content::TRUSTED_TYPES);
    println!("\n# Element: the script, with its integrity\n\n{tag}");
    println!("\n# Element: for the head of the page, to start sooner\n\n{preload}");
    println!("\n# Element: for a page that imports the script, an import map with its integrity,");
    println!("# and what allows the map in script-src\n\n{map}\n\n{hash}");
    println!("\n# Element: a header for a page whose scripts all have an integrity\n");
    println!("{}", headers::INTEGRITY);
    Ok(())
}

/// Writes the headers of a build beside it.
///
/// # Errors
/// If the build isn't whole, or can't be written to.
pub fn write(dist: &Path) -> Outcome {
    let file = dist.join(headers::FILE);
    let headers = headers::of(dist, &[])?;
    fs::write(&file, headers).or_fail(format!("{} can't be written", file.display()))
}
