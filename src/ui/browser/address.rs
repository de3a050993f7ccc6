//! URLs, checked by the browser's own parser, and the URL of this page.

use web_sys::Url;

use crate::ui::reactive::*;

/// Why a text that starts with `http://` or `https://` isn't a URL; `None` when it is.
pub fn problem(text: &str) -> Option<String> {
    if Url::new(text).is_ok() {
        return None;
    }
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = after_scheme.split('/').next().unwrap_or(after_scheme);
    if host.contains(['<', '>', '{', '}']) {
        return Some(format!("Replace “{host}” with the name of your gateway."));
    }
    if host.starts_with('[') && !host.contains(']') {
        return Some("Close the IPv6 address with “]”.".to_owned());
    }
    let without_port = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if let Some((_, port)) = host.rsplit_once(':').filter(|_| !host.ends_with(']'))
        && !matches!(port.parse::<u16>(), Ok(1..))
    {
        return Some(format!("Use a port from 1 to 65535 (now “{port}”)."));
    }
    Some(format!("“{without_port}” is neither a host name nor an IP address."))
}

/// The host name of a URL, without its port.
pub fn host_name(url: &str) -> Option<String> {
    Url::new(url).map(|url| url.hostname()).ok()
}

/// Whether a text is a URL that the page may navigate to: `https:` or `http:`.
pub fn is_web(text: &str) -> bool {
    Url::new(text).is_ok_and(|url| ["https:", "http:"].contains(&url.protocol().as_str()))
}

/// The address of this page without query and fragment.
pub fn without_query() -> String {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    format!("{}{path}", location.origin().unwrap_or_default())
}

/// Removes parameters from this page's query, so that the address bar no longer shows them.
pub fn take_parameters<const COUNT: usize>(names: [&str; COUNT]) -> [Option<String>; COUNT] {
    let query = window().location().search().unwrap_or_default();
    let (found, rest) = without_parameters(&query, names);
    if found.iter().any(Option::is_some) {
        let fragment = window().location().hash().unwrap_or_default();
        replace(&format!("{}{rest}{fragment}", without_query()));
    }
    found
}

/// Replaces the fragment without adding a history entry.
pub fn replace_fragment(fragment: &str) {
    let query = window().location().search().unwrap_or_default();
    replace(&format!("{}{query}{fragment}", without_query()));
}

fn replace(url: &str) {
    // Fails only where history is forbidden; then only the address bar is outdated.
    let _ = window().history().and_then(|history| {
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(url))
    });
}

/// A query without some parameters, and their values.
fn without_parameters<const COUNT: usize>(
    query: &str,
    names: [&str; COUNT],
) -> ([Option<String>; COUNT], String) {
    let mut found = [const { None }; COUNT];
    let mut rest = String::new();
    // The gateway appends its own parameters with a `?`, even after an existing query.
    for pair in query.split(['?', '&']).filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match names.iter().position(|it| *it == name) {
            Some(at) => found[at] = Some(value.to_owned()),
            None => {
                rest.push(if rest.is_empty() { '?' } else { '&' });
                rest.push_str(pair);
            }
        }
    }
    (found, rest)
}
