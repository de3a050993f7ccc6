//! What a page needs that shows the element.

use std::path::Path;

use serde_json::json;

use super::content::{hash, listed};
use crate::{failure::Outcome, program::integrity};

/// The element's script.
const SCRIPT: &str = "machine-identity-editor.js";

/// The element's program, which the script loads.
const PROGRAM: &str = "embed_bg.wasm";

/// The sources that the element adds to a page's policy, a directive per line. `files` is the origin
/// of its files.
pub fn policy(files: &str, gateways: &[String]) -> String {
    format!("script-src {files} 'wasm-unsafe-eval'\nconnect-src {files}{}", listed(gateways))
}

/// The origin of a URL.
pub fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    &url[..end]
}

/// The tag that loads the script, with the integrity that it has in this build.
///
/// `files` is the URL of the element's files, and `folder` has them; so for the functions below.
///
/// # Errors
/// If the script can't be read.
pub fn script_tag(files: &str, folder: &Path) -> Outcome<String> {
    let integrity = integrity(&folder.join(SCRIPT))?;
    Ok(format!(
        "<script type=\"module\" crossorigin src=\"{files}/{SCRIPT}\" \
         integrity=\"{integrity}\"></script>"
    ))
}

/// The line that lets the browser load the program beside the script. With the integrity of another
/// build browsers load it twice; Firefox takes it from its cache, as it uses no preload for a fetch with
/// an integrity.
///
/// # Errors
/// If the program can't be read.
pub fn preload(files: &str, folder: &Path) -> Outcome<String> {
    let integrity = integrity(&folder.join(PROGRAM))?;
    Ok(format!(
        "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin \
         href=\"{files}/{PROGRAM}\" integrity=\"{integrity}\">"
    ))
}

/// An import map with the integrity of the script, and the source that allows the map in a policy.
///
/// # Errors
/// If the script can't be read.
pub fn import_map(files: &str, folder: &Path) -> Outcome<(String, String)> {
    let integrity = integrity(&folder.join(SCRIPT))?;
    let map = json!({ "integrity": { format!("{files}/{SCRIPT}"): integrity } }).to_string();
    Ok((format!("<script type=\"importmap\">{map}</script>"), hash(&map)))
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, fs};

    use super::*;
    use crate::{
        policy::{FILES, headers},
        process::ROOT,
    };

    fn documented() -> String {
        fs::read_to_string(ROOT.join("docs/embedding.md")).unwrap()
    }

    /// The blocks of the document that are policies.
    fn blocks(text: &str) -> Vec<&str> {
        let blocks = text.split("policy\"\n").skip(1);
        blocks.map(|rest| rest.split("```").next().unwrap()).collect()
    }

    /// The sources of each directive.
    fn sources(policy: &str) -> HashMap<&str, Vec<&str>> {
        let lines = policy.lines().filter_map(|line| line.split_once(' '));
        lines.map(|(name, sources)| (name, sources.split(' ').collect())).collect()
    }

    const GATEWAY: &str = "https://use.hoop.dev";

    #[test]
    fn the_document_has_the_policy_that_is_printed() {
        let text = documented();
        let section = text.split("\n## Content policy\n").nth(1).unwrap();
        let printed = policy(origin(FILES), &[GATEWAY.to_owned()]);
        assert_eq!(blocks(section)[0].trim_end(), printed);
        assert!(section.contains(&format!("\n{}\n", headers::INTEGRITY)));
    }

    #[test]
    fn the_policy_of_every_portal_allows_what_the_element_needs() {
        let text = documented();
        let mut count = 0;
        for block in blocks(&text) {
            let has = sources(block);
            let Some(scripts) = has.get("script-src") else { continue };
            // A bundler puts the files beside the portal's own; a nonce stands for the host of the script.
            let files = if block.contains(origin(FILES)) { origin(FILES) } else { "'self'" };
            let printed = policy(files, &[GATEWAY.to_owned()]);
            for (name, needed) in sources(&printed) {
                let by_nonce = name == "script-src" && scripts.contains(&"'strict-dynamic'");
                let needed = needed.iter().filter(|it| !by_nonce || **it != files);
                let missing: Vec<_> = needed.filter(|it| !has[name].contains(it)).collect();
                assert!(missing.is_empty(), "{name} lacks {missing:?} in\n{block}");
            }
            count += 1;
        }
        assert!(count >= 8, "{count} policies");
    }

    #[test]
    fn an_origin_is_a_url_without_its_path() {
        assert_eq!(origin("https://a.b/c/d"), "https://a.b");
        assert_eq!(origin("https://a.b:8"), "https://a.b:8");
    }
}
