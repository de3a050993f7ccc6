//! Whether a text is a URL, as the browser's own parser judges it.

use web_sys::Url;

/// Why a text that begins with `http://` or `https://` is no URL; `None` for one that is.
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
    Some(format!("“{without_port}” is no host name and no IP address."))
}
