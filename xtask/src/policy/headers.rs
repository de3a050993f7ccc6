//! The headers of a build, in the format of hosts of static files.

use std::{fs, path::Path};

use super::content;
use crate::failure::{OrFail, Outcome};

/// The file for hosts of static files: a path, then its headers, indented by two spaces.
pub const FILE: &str = "_headers";

/// Refuses scripts without an integrity, where the browser knows the header.
pub const INTEGRITY: &str = "Integrity-Policy: blocked-destinations=(script)";

/// The headers of the console in a folder, in the format of [`FILE`].
///
/// # Errors
/// If its page can't be read.
pub fn of(dist: &Path, gateways: &[String]) -> Outcome<String> {
    let page = fs::read_to_string(dist.join("index.html"));
    let page = page.or_fail("index.html of the build can't be read")?;
    let policy = content::policy(&page, gateways);
    let mut rules = format!("/*\n  Content-Security-Policy: {policy}\n");
    // The scripts of an unbundled build import others, whose integrity no page has.
    if !page.contains(" data-js=") {
        rules += &format!("  {INTEGRITY}\n");
    }
    rules += "  Cross-Origin-Opener-Policy: same-origin\n  \
              Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n  \
              Referrer-Policy: no-referrer\n  \
              X-Content-Type-Options: nosniff\n";
    for path in paths(dist)? {
        // The element, and nothing else, is for pages of other origins.
        let readers = if path == "/embed/*" {
            "Access-Control-Allow-Origin: *\n  Cross-Origin-Resource-Policy: cross-origin"
        } else {
            "Cross-Origin-Resource-Policy: same-origin"
        };
        // The name of the console's folder changes with its contents; other files are asked for again.
        let cache = if path.starts_with("/console-") {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        rules += &format!("{path}\n  {readers}\n  Cache-Control: {cache}\n");
    }
    Ok(rules)
}

/// The paths of what is in the folder of a build, a folder with `*`.
fn paths(dist: &Path) -> Outcome<Vec<String>> {
    let entries = fs::read_dir(dist).or_fail("the build can't be read")?;
    let mut paths = vec!["/".to_owned()];
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            paths.push(format!("/{name}/*"));
        } else if ![".br", ".gz", FILE].iter().any(|end| name.ends_with(end)) {
            paths.push(format!("/{name}"));
        }
    }
    paths.sort();
    Ok(paths)
}
