//! The Content-Security-Policy of the console's page.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

/// No text becomes HTML or a script.
pub const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'; trusted-types 'none'";

/// The policy of a page: everything is forbidden but what its files need. An inline script, such as
/// an import map, is allowed by its hash.
pub fn policy(page: &str, gateways: &[String]) -> String {
    let (scripts, connect) = (scripts(page), listed(gateways));
    format!(
        "default-src 'none'; {scripts}; {LOADED}; connect-src 'self'{connect}; {FIXED}; \
         frame-ancestors 'none'; {TRUSTED_TYPES}"
    )
}

const LOADED: &str = "style-src 'self'; img-src 'self'; font-src 'self'";
const FIXED: &str = "base-uri 'none'; object-src 'none'; form-action 'none'";

/// How the element in a page begins that carries its policy.
pub const META: &str = "<meta http-equiv=\"Content-Security-Policy\"";

/// What a page can carry of its policy, for hosts that send none: without `connect-src`, because the
/// gateway isn't known, and therefore without `default-src`, and without `frame-ancestors`, which
/// browsers ignore there.
pub fn meta(page: &str) -> String {
    let scripts = scripts(page);
    let unused = "frame-src 'none'; manifest-src 'none'; media-src 'none'; worker-src 'none'";
    format!("{META} content=\"{scripts}; {LOADED}; {unused}; {FIXED}; {TRUSTED_TYPES}\" />")
}

fn scripts(page: &str) -> String {
    let hashes: String = inline_scripts(page).map(|script| format!(" {}", hash(script))).collect();
    format!("script-src 'self' 'wasm-unsafe-eval'{hashes}")
}

/// What allows an inline script.
pub fn hash(script: &str) -> String {
    format!("'sha256-{}'", Base64::encode_string(&Sha256::digest(script)))
}

/// The text of each script that stands in the page itself.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    let scripts = page.split("<script").skip(1);
    scripts
        .filter_map(|rest| rest.split_once('>')?.1.split_once("</script>"))
        .map(|(text, _)| text)
        .filter(|text| !text.is_empty())
}

/// Origins, with a space before each.
pub fn listed(origins: &[String]) -> String {
    origins.iter().map(|origin| format!(" {origin}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_gateways_and_the_own_origin_can_be_called() {
        let own = policy("<script src=\"a.js\"></script>", &[]);
        assert!(own.contains("connect-src 'self';"), "{own}");
        assert!(own.contains("script-src 'self' 'wasm-unsafe-eval';"), "{own}");
        let other = policy("", &["https://a.b".to_owned()]);
        assert!(other.contains("connect-src 'self' https://a.b;"), "{other}");
    }

    #[test]
    fn an_inline_script_is_allowed_by_its_hash() {
        let page = "<script type=\"importmap\">{}</script>";
        let hash = "'wasm-unsafe-eval' 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=';";
        assert!(policy(page, &[]).contains(hash), "{}", policy(page, &[]));
        assert!(meta(page).contains(hash), "{}", meta(page));
    }

    #[test]
    fn a_page_carries_nothing_that_would_keep_it_from_its_gateway() {
        let meta = meta("");
        for absent in ["connect-src", "default-src", "frame-ancestors"] {
            assert!(!meta.contains(absent), "{meta}");
        }
        assert!(meta.contains("script-src 'self' 'wasm-unsafe-eval';"), "{meta}");
        assert!(meta.contains("trusted-types 'none'"), "{meta}");
    }
}
