//! The security policy of a built console and element: `cargo xtask policy`.
//!
//! `cargo xtask dist` also writes it to `dist/_headers`, which hosts of static files read.

use std::{fs, path::Path};

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

use crate::{
    dist,
    failure::{OrFail, Outcome},
    program::integrity,
};

/// The file for hosts of static files: a path, then its headers, indented by two spaces.
const HEADERS_FILE: &str = "_headers";

/// Prints what to send with the console, and what a page that shows the element has to allow.
///
/// `gateways` are the origins that the pages call besides their own.
///
/// # Errors
/// If there is no release build.
pub fn run(gateways: &[String]) -> Outcome {
    let dist = dist::folder();
    let embed = dist.join("embed");
    let tag = script_tag(
        "FILES/embed/machine-identity-editor.js",
        &embed.join("machine-identity-editor.js"),
    )
    .map_err(|_| "there is no release build; run cargo xtask dist first")?;
    println!("# Console: headers of every response, for hosts that read {HEADERS_FILE}\n");
    print!("{}", headers(&dist, gateways)?);
    println!(
        "\n# Element: add to the policy of the page. FILES is the origin that serves embed/.\n"
    );
    println!("script-src FILES 'wasm-unsafe-eval'");
    println!("connect-src FILES{}", listed(gateways));
    println!(
        "require-trusted-types-for 'script'; trusted-types 'none'    (both may stay as strict)"
    );
    println!("\n# Element: the script, with its integrity\n");
    println!("{tag}");
    Ok(())
}

/// The tag that loads a script from a URL, with the integrity that it has in this build.
///
/// # Errors
/// If the script can't be read.
pub fn script_tag(url: &str, script: &Path) -> Outcome<String> {
    let integrity = integrity(script)?;
    Ok(format!(
        "<script type=\"module\" crossorigin src=\"{url}\" integrity=\"{integrity}\"></script>"
    ))
}

/// Writes the headers of a build beside it.
///
/// # Errors
/// If the build isn't whole, or can't be written to.
pub fn write(dist: &Path) -> Outcome {
    let file = dist.join(HEADERS_FILE);
    fs::write(&file, headers(dist, &[])?).or_fail(format!("{} can't be written", file.display()))
}

/// The headers of the console in a folder, in the format of [`HEADERS_FILE`].
///
/// # Errors
/// If its page can't be read.
fn headers(dist: &Path, gateways: &[String]) -> Outcome<String> {
    let page = fs::read_to_string(dist.join("index.html"));
    let page = page.or_fail("index.html of the build can't be read")?;
    let policy = content_security_policy(&page, gateways);
    let mut rules = format!(
        "/*\n  \
         Content-Security-Policy: {policy}\n  \
         Cross-Origin-Opener-Policy: same-origin\n  \
         Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n  \
         Referrer-Policy: no-referrer\n  \
         X-Content-Type-Options: nosniff\n"
    );
    // Pages of other origins load the element, and nothing else.
    for path in paths(dist)? {
        rules += &match path.as_str() {
            "/embed/*" => format!(
                "{path}\n  Access-Control-Allow-Origin: *\n  \
                 Cross-Origin-Resource-Policy: cross-origin\n"
            ),
            _ => format!("{path}\n  Cross-Origin-Resource-Policy: same-origin\n"),
        };
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
        } else if ![".br", ".gz", HEADERS_FILE].iter().any(|end| name.ends_with(end)) {
            paths.push(format!("/{name}"));
        }
    }
    paths.sort();
    Ok(paths)
}

/// The policy of a page: everything is forbidden but what its files need. An inline script, such as
/// an import map, is allowed by its hash.
fn content_security_policy(page: &str, gateways: &[String]) -> String {
    let hashes: String = inline_scripts(page)
        .map(|script| format!(" 'sha256-{}'", Base64::encode_string(&Sha256::digest(script))))
        .collect();
    [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{hashes}"),
        "style-src 'self'".to_owned(),
        "img-src 'self'".to_owned(),
        "font-src 'self'".to_owned(),
        format!("connect-src 'self'{}", listed(gateways)),
        "base-uri 'none'".to_owned(),
        "object-src 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types 'none'".to_owned(),
    ]
    .join("; ")
}

/// The text of each script that stands in the page itself.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    let scripts = page.split("<script").skip(1);
    scripts
        .filter_map(|rest| rest.split_once('>')?.1.split_once("</script>"))
        .map(|(text, _)| text)
        .filter(|text| !text.is_empty())
}

fn listed(origins: &[String]) -> String {
    origins.iter().map(|origin| format!(" {origin}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_gateways_and_the_own_origin_can_be_called() {
        let policy = content_security_policy("<script src=\"a.js\"></script>", &[]);
        assert!(policy.contains("connect-src 'self';"), "{policy}");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        let policy = content_security_policy("", &["https://a.b".to_owned()]);
        assert!(policy.contains("connect-src 'self' https://a.b;"), "{policy}");
    }

    #[test]
    fn an_inline_script_is_allowed_by_its_hash() {
        let policy = content_security_policy("<script type=\"importmap\">{}</script>", &[]);
        let hash = "'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='";
        assert!(policy.contains(&format!("'wasm-unsafe-eval' {hash};")), "{policy}");
    }
}
