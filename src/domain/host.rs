//! Hosts: what a gateway reports, and under which host workloads reach it (G9).
//!
//! The gateway reports the address that it listens on: `0.0.0.0`, a loopback address, or an IPv6
//! address cut at its first colon. Only the user knows the host that workloads use.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
};

/// A host name or an IP address, in a form that every reader understands as the same host.
///
/// Labels of ASCII letters, digits, `-` and `_`; an IPv4 address in four decimal numbers; or an IPv6
/// address, held without brackets. A name whose last label is numeric is refused: URL parsers read
/// `127.1` and `0x7f000001` as addresses, other readers as names (WHATWG URL, "ends in a number").
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Host(String);

/// The public host of the gateway's proxies, as the user entered it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublicHost(Host);

/// Why a text isn't a host.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HostError {
    /// Nothing was entered.
    Empty,
    /// It has a scheme, a port or a path.
    MoreThanHost,
    /// A character that isn't allowed in hosts, or a label that is empty, too long or has a `-` at
    /// an end.
    Character,
    /// Numeric, but not an IPv4 address in four decimal numbers.
    Number,
    /// Longer than 253 characters (RFC 1035).
    TooLong,
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::MoreThanHost => "more than a host name",
            Self::Character => "a character that host names don't have",
            Self::Number => "a number that is not an IPv4 address",
            Self::TooLong => "longer than 253 characters",
        })
    }
}

impl std::error::Error for HostError {}

impl Host {
    /// Reads a host exactly as written: no trimming, no brackets.
    ///
    /// # Errors
    ///
    /// The first reason why the text isn't a host.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        if text.is_empty() {
            return Err(HostError::Empty);
        }
        if text.len() > 253 {
            return Err(HostError::TooLong);
        }
        if text.parse::<Ipv6Addr>().is_ok() {
            return Ok(Self(text.to_owned()));
        }
        if text.contains([':', '/', '@', '?', '#', '[', ']']) {
            return Err(HostError::MoreThanHost);
        }
        if !text.split('.').all(is_label) {
            return Err(HostError::Character);
        }
        if ends_in_number(text) && text.parse::<Ipv4Addr>().is_err() {
            return Err(HostError::Number);
        }
        Ok(Self(text.to_owned()))
    }

    /// The host; an IPv6 address without brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it stands in a URL: an IPv6 address in brackets.
    pub fn in_url(&self) -> String {
        if self.0.contains(':') { format!("[{}]", self.0) } else { self.0.clone() }
    }

    /// Why other machines can't reach the host, if they can't (G9).
    pub fn flag(&self) -> Option<HostFlag> {
        let name = self.0.to_ascii_lowercase();
        let v4 = name.parse::<Ipv4Addr>().ok();
        let v6 = name.parse::<Ipv6Addr>().ok();
        let v4 = v4.or_else(|| v6.and_then(|address| address.to_ipv4_mapped()));
        let is_local_name = name == "localhost" || name.ends_with(".localhost");
        if v4.is_some_and(|it| it.is_unspecified()) || v6.is_some_and(|it| it.is_unspecified()) {
            Some(HostFlag::Unspecified)
        } else if is_local_name
            || v4.is_some_and(|it| it.is_loopback())
            || v6.is_some_and(|it| it.is_loopback())
        {
            Some(HostFlag::Loopback)
        } else {
            None
        }
    }
}

fn is_label(label: &str) -> bool {
    let fits = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    (1..=63).contains(&label.len())
        && label.chars().all(fits)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn ends_in_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host).to_ascii_lowercase();
    let digits = last.strip_prefix("0x");
    last.bytes().all(|it| it.is_ascii_digit())
        || digits.is_some_and(|digits| digits.bytes().all(|it| it.is_ascii_hexdigit()))
}

impl PublicHost {
    /// Reads a host that a user entered: spaces around it, the brackets of an IPv6 address and a final
    /// dot are dropped.
    ///
    /// # Errors
    ///
    /// The first reason why the text isn't a host.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let text = text.trim();
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let bare = bare.filter(|text| text.contains(':')).unwrap_or(text);
        Host::parse(bare.strip_suffix('.').unwrap_or(bare)).map(Self)
    }

    /// The host in canonical form.
    pub fn host(&self) -> &Host {
        &self.0
    }

    /// The host; an IPv6 address without brackets.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Why other machines can't reach a host that the gateway reported (G9).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HostFlag {
    /// `0.0.0.0` or `::`: every address of the gateway's machine.
    Unspecified,
    /// The gateway's machine itself.
    Loopback,
    /// An IPv6 address that the gateway cut at its first colon.
    Cut,
}

/// Checks a host that the gateway reported; `None` when other machines may reach it.
pub fn flag(host: &str) -> Option<HostFlag> {
    if host.starts_with('[') {
        return Some(HostFlag::Cut);
    }
    Host::parse(host).ok()?.flag()
}
