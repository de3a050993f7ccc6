//! Which requests may reach the controls (`/_sandbox`).
//!
//! The API answers any origin, as the gateway does. The controls arm faults and show secrets, so a page
//! that the user happens to visit must not reach them: neither by its own origin, nor by a name of its
//! own that it lets resolve to this address (DNS rebinding).

use std::net::IpAddr;

use hyper::header::{HOST, ORIGIN};
use hyper::{HeaderMap, Uri};

/// Why a request may not reach the controls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// `Host` is missing or is a name that anyone could let resolve to this address.
    Host,
    /// The request comes from a page of another origin.
    Origin,
}

impl Refusal {
    /// The message of the 403.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Host => "the controls answer only to an IP address or localhost in Host",
            Self::Origin => "the controls don't answer pages of other origins",
        }
    }
}

/// Checks the target and the headers of a request to the controls. Programs send no `Origin`; browsers
/// send one with everything but plain GETs, and `Sec-Fetch-Site` with all of them.
///
/// Every value counts, not only the first of a header: readers differ in which one they take.
pub fn check(target: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
    let texts = |name: &str| -> Vec<&str> {
        headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default()).collect()
    };
    let [host] = texts(HOST.as_str())[..] else { return Err(Refusal::Host) };
    // A target in absolute form names the host once more, and that name wins (RFC 9112, 3.2.2).
    let is_other = target.authority().is_some_and(|authority| authority.as_str() != host);
    if is_other || !is_unrebindable(host) {
        return Err(Refusal::Host);
    }
    let own = format!("http://{host}");
    let is_own_page = |site: &&str| matches!(*site, "same-origin" | "none");
    match texts(ORIGIN.as_str()).iter().all(|origin| *origin == own)
        && texts("sec-fetch-site").iter().all(is_own_page)
    {
        true => Ok(()),
        false => Err(Refusal::Origin),
    }
}

/// Whether `Host` names an address instead of something that DNS resolves.
fn is_unrebindable(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use hyper::header::{HeaderName, HeaderValue};
    use hyper::{HeaderMap, Uri};

    use super::{Refusal, check};

    fn checked(headers: &[(&'static str, &'static str)]) -> Result<(), Refusal> {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        // As hyper does, a header that is repeated is added.
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value);
        }
        check(&Uri::from_static("/_sandbox/state"), &map)
    }

    #[test]
    fn a_second_value_or_a_second_name_does_not_count_for_less() {
        let own = ("host", "127.0.0.1:8009");
        let mine = ("origin", "http://127.0.0.1:8009");
        assert_eq!(checked(&[own, ("host", "evil.example")]), Err(Refusal::Host));
        assert_eq!(checked(&[own, mine, ("origin", "http://evil.example")]), Err(Refusal::Origin));
        let sites = [own, ("sec-fetch-site", "none"), ("sec-fetch-site", "cross-site")];
        assert_eq!(checked(&sites), Err(Refusal::Origin));
        let headers: HeaderMap =
            [(hyper::header::HOST, HeaderValue::from_static(own.1))].into_iter().collect();
        let at = |target: &'static str| check(&Uri::from_static(target), &headers);
        assert_eq!(at("http://127.0.0.1:8009/_sandbox/state"), Ok(()));
        assert_eq!(at("http://evil.example/_sandbox/state"), Err(Refusal::Host));
    }

    #[test]
    fn programs_and_own_pages_reach_the_controls() {
        for host in
            ["127.0.0.1:8009", "localhost:8009", "[::1]:8009", "[::1]", "10.0.0.7", "LOCALHOST"]
        {
            assert_eq!(checked(&[("host", host)]), Ok(()), "{host}");
        }
        let own = [("host", "127.0.0.1:8009"), ("origin", "http://127.0.0.1:8009")];
        assert_eq!(checked(&own), Ok(()));
        assert_eq!(checked(&[("host", "localhost:1"), ("sec-fetch-site", "same-origin")]), Ok(()));
    }

    #[test]
    fn rebound_names_and_other_origins_do_not() {
        assert_eq!(checked(&[]), Err(Refusal::Host));
        for host in
            ["evil.example:8009", "127.0.0.1.evil.example", "localhost.evil.example", "", "a:b:c"]
        {
            assert_eq!(checked(&[("host", host)]), Err(Refusal::Host), "{host}");
        }
        for origin in
            ["http://evil.example", "null", "https://127.0.0.1:8009", "http://127.0.0.1:8080"]
        {
            let headers = [("host", "127.0.0.1:8009"), ("origin", origin)];
            assert_eq!(checked(&headers), Err(Refusal::Origin), "{origin}");
        }
        for site in ["cross-site", "same-site"] {
            let headers = [("host", "127.0.0.1:8009"), ("sec-fetch-site", site)];
            assert_eq!(checked(&headers), Err(Refusal::Origin), "{site}");
        }
    }
}
