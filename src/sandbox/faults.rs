//! Failures on demand: a closed list, provoked by hand through inputs or armed in advance.

use super::access::TokenFault;
use crate::wire::exchange::{Method, RawRequest};

/// A way in which a request goes wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// The handler crashes before it did anything.
    Error500,
    /// The request never reaches the API (G17).
    Html,
    /// The connection ends before the request takes effect.
    CutBefore,
    /// The connection ends half-way through the answer.
    CutDuring,
    /// The connection ends after the effect, before the answer (G16).
    CutAfter,
    /// The answer takes its time.
    Slow,
    /// A reverse proxy loses patience; its page has no CORS headers (contract §1).
    GatewayTimeout,
    /// The token has expired and is refreshed (G21).
    ExpiredToken,
    /// The token is no longer accepted.
    RevokedToken,
}

impl Fault {
    /// Every fault, in the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Error500,
        Self::Html,
        Self::CutBefore,
        Self::CutDuring,
        Self::CutAfter,
        Self::Slow,
        Self::GatewayTimeout,
        Self::ExpiredToken,
        Self::RevokedToken,
    ];

    /// The name by which a fault is provoked.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error500 => "error-500",
            Self::Html => "html",
            Self::CutBefore => "cut-before",
            Self::CutDuring => "cut-during",
            Self::CutAfter => "cut-after",
            Self::Slow => "slow",
            Self::GatewayTimeout => "gateway-timeout",
            Self::ExpiredToken => "expired-token",
            Self::RevokedToken => "revoked-token",
        }
    }

    /// What the caller meets, in one sentence.
    pub const fn effect(self) -> &'static str {
        match self {
            Self::Error500 => "500 with an empty body; nothing happened",
            Self::Html => "200 with an HTML page; nothing happened",
            Self::CutBefore => "the connection is cut; nothing happened",
            Self::CutDuring => "the request takes effect, the connection is cut inside the answer",
            Self::CutAfter => "the request takes effect, the connection is cut before the answer",
            Self::Slow => "the request takes effect at once, the answer comes late",
            Self::GatewayTimeout => {
                "the request takes effect, a proxy answers 504 with an HTML page without CORS headers"
            }
            Self::ExpiredToken => "the request succeeds, X-New-Access-Token carries a new token",
            Self::RevokedToken => "401 access denied; nothing happened",
        }
    }

    /// The fault of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// What the fault does to the token, if that is what it is about.
    pub(super) const fn on_token(self) -> Option<TokenFault> {
        match self {
            Self::ExpiredToken => Some(TokenFault::Expired),
            Self::RevokedToken => Some(TokenFault::Revoked),
            _ => None,
        }
    }
}

/// How long a slow answer takes unless told otherwise.
pub const SLOW_MILLIS: u32 = 3000;

/// A fault that waits for its requests.
#[derive(Clone, Debug)]
pub struct Armed {
    pub fault: Fault,
    /// Only requests with this method; all but `OPTIONS` otherwise.
    pub method: Option<Method>,
    /// Only requests that write, whatever their method.
    pub writes_only: bool,
    /// Only requests whose path below `/api` has this form: `{…}` stands for one segment, a `*` at
    /// the end for any rest.
    pub path: Option<String>,
    /// How many requests it hits.
    pub times: u32,
    /// How many matching requests it lets pass first.
    pub after: u32,
    /// How long a slow answer takes.
    pub millis: u32,
}

impl Armed {
    /// A fault that hits the next request, whichever it is.
    pub fn next(fault: Fault) -> Self {
        Self {
            fault,
            method: None,
            writes_only: false,
            path: None,
            times: 1,
            after: 0,
            millis: SLOW_MILLIS,
        }
    }

    fn matches(&self, method: Method, path: &str) -> bool {
        let is_reading = matches!(method, Method::Get | Method::Head);
        self.method.is_none_or(|wanted| wanted == method)
            && !(self.writes_only && is_reading)
            && self.path.as_deref().is_none_or(|pattern| path_matches(pattern, path))
    }
}

/// The faults that wait.
#[derive(Default)]
pub struct Faults {
    armed: Vec<Armed>,
}

impl Faults {
    /// Adds a fault.
    pub fn arm(&mut self, armed: Armed) {
        self.armed.push(armed);
    }

    /// Removes every fault.
    pub fn clear(&mut self) {
        self.armed.clear();
    }

    /// What waits.
    pub fn armed(&self) -> &[Armed] {
        &self.armed
    }

    /// The fault that a request meets: one it asks for itself, or else the first armed one. `path`
    /// is the decoded path below `/api`.
    pub(super) fn take(&mut self, request: &RawRequest, path: &str, asked: &str) -> Option<Armed> {
        if let Some(fault) = Fault::parse(asked).or_else(|| marked(&request.body)) {
            return Some(Armed::next(fault));
        }
        let mut hit = None;
        for armed in &mut self.armed {
            if armed.matches(request.method, path) {
                if armed.after > 0 {
                    armed.after -= 1;
                } else if hit.is_none() && armed.times > 0 {
                    armed.times -= 1;
                    hit = Some(armed.clone());
                }
            }
        }
        self.armed.retain(|armed| armed.times > 0);
        hit
    }
}

/// The fault that a body asks for with `[fault:…]` in any of its texts.
fn marked(body: &[u8]) -> Option<Fault> {
    const MARK: &[u8] = b"[fault:";
    let start = body.windows(MARK.len()).position(|window| window == MARK)? + MARK.len();
    let length = body[start..].iter().position(|&byte| byte == b']')?;
    Fault::parse(std::str::from_utf8(&body[start..start + length]).ok()?)
}

fn path_matches(pattern: &str, path: &str) -> bool {
    let mut wanted = pattern.trim_matches('/').split('/');
    let mut found = path.trim_matches('/').split('/');
    loop {
        match (wanted.next(), found.next()) {
            (Some("*"), _) | (None, None) => return true,
            (Some(wanted), Some(found)) => {
                let any = wanted.starts_with('{') && wanted.ends_with('}');
                if !any && wanted != found {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, marked, path_matches};

    #[test]
    fn every_fault_is_found_by_its_name() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(fault));
            let body = format!("{{\"description\":\"x [fault:{}] y\"}}", fault.name());
            assert_eq!(marked(body.as_bytes()), Some(fault));
        }
        assert_eq!(marked(b"[fault:unheard-of]"), None);
        assert_eq!(marked(b"[fault:slow"), None);
    }

    #[test]
    fn a_path_matches_segment_by_segment() {
        assert!(path_matches("/machineidentities/{name}", "/machineidentities/a b"));
        assert!(!path_matches("/machineidentities/{name}", "/machineidentities"));
        assert!(!path_matches("/machineidentities/{name}", "/machineidentities/a/credentials"));
        assert!(path_matches("/machineidentities/*", "/machineidentities/a/credentials"));
        assert!(!path_matches("/attributes/*", "/connections"));
    }
}
