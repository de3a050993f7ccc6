//! Hosts that a gateway tells and a workload cannot use (G9).
//!
//! The gateway answers the address that it listens on: `0.0.0.0`, a loopback address, or an IPv6
//! address cut at its first colon. Only a person knows by which name the workload reaches it.

use std::{fmt, ops::Range};

/// The name or address under which the gateway's proxies are reached from outside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublicHost(String);

/// Why a text is no host.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HostError {
    Empty,
    /// It is an address with a scheme, a port or a path.
    MoreThanHost,
    Character,
    TooLong,
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::MoreThanHost => "more than a host name",
            Self::Character => "a character that no host name has",
            Self::TooLong => "longer than 253 characters",
        })
    }
}

impl PublicHost {
    /// Reads a host name, an IPv4 address, or an IPv6 address with or without its brackets.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let text = text.trim();
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if bare.is_empty() {
            return Err(HostError::Empty);
        }
        if bare.len() > 253 {
            return Err(HostError::TooLong);
        }
        if bare.parse::<std::net::Ipv6Addr>().is_ok() {
            return Ok(Self(bare.to_owned()));
        }
        if bare.contains([':', '/', '@', '?', '#']) {
            return Err(HostError::MoreThanHost);
        }
        let is_fitting =
            |character: char| character.is_ascii_alphanumeric() || "-._".contains(character);
        let is_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let bare = bare.strip_suffix('.').unwrap_or(bare);
        if bare.chars().all(is_fitting) && bare.split('.').all(is_label) {
            Ok(Self(bare.to_owned()))
        } else {
            Err(HostError::Character)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it stands in an address: an IPv6 one in brackets.
    pub fn in_address(&self) -> String {
        if self.0.contains(':') { format!("[{}]", self.0) } else { self.0.clone() }
    }
}

/// What is wrong with a host (G9).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HostFlag {
    /// `0.0.0.0`: every address of the gateway's own machine, and none of anybody else's.
    Unspecified,
    /// The gateway's own machine.
    Loopback,
    /// An IPv6 address that the gateway cut at its first colon.
    Cut,
}

/// What is wrong with a host that the gateway told.
pub fn flag(host: &str) -> Option<HostFlag> {
    match host {
        "0.0.0.0" | "::" => Some(HostFlag::Unspecified),
        "localhost" | "::1" => Some(HostFlag::Loopback),
        host if host.starts_with("127.") => Some(HostFlag::Loopback),
        host if host.starts_with('[') => Some(HostFlag::Cut),
        _ => None,
    }
}

/// Where the host stands in an address or a command of the gateway's (contract §7): after `://` and
/// a user, after the `@` of ssh, after the `/v:` of xfreerdp.
pub fn find(text: &str) -> Option<Range<usize>> {
    let is_end = |character: char| character.is_whitespace() || "/?#'\"\\".contains(character);
    if let Some(place) = text.find("://") {
        let start = place + "://".len();
        let end = text[start..].find(is_end).map_or(text.len(), |length| start + length);
        let start = text[start..end].rfind('@').map_or(start, |user| start + user + 1);
        return Some(host_in(text, start, end));
    }
    let start =
        text.find("/v:").map(|place| place + 3).or(text.find('@').map(|place| place + 1))?;
    let end = text[start..].find(is_end).map_or(text.len(), |length| start + length);
    Some(host_in(text, start, end))
}

/// The host of `host:port`, brackets included.
fn host_in(text: &str, start: usize, end: usize) -> Range<usize> {
    let authority = &text[start..end];
    let length = match authority.strip_prefix('[') {
        Some(rest) => rest.find(']').map_or(authority.len(), |place| place + 2),
        None => authority.find(':').unwrap_or(authority.len()),
    };
    start..start + length
}

/// The text with another host in place of its own.
pub fn replace(text: &str, host: &PublicHost) -> String {
    match find(text) {
        Some(place) => {
            let inside = host.in_address();
            format!("{}{inside}{}", &text[..place.start], &text[place.end..])
        }
        None => text.to_owned(),
    }
}
