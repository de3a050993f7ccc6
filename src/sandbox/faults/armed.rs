//! Armed faults.

use super::{Fault, Place};
use crate::wire::exchange::{Method, RawRequest};

/// The default delay of a slow answer, a late write or a late audit log entry.
pub const LATE_MILLIS: u32 = 3000;

/// A fault that waits for matching requests.
#[derive(Clone, Debug)]
pub struct Armed {
    /// The fault.
    pub fault: Fault,
    /// Only requests with this method; `None` matches all but `OPTIONS`.
    pub method: Option<Method>,
    /// Only requests that write, whatever their method.
    pub writes_only: bool,
    /// Only requests whose path below `/api` matches: `{…}` stands for one segment, a final `*` for
    /// any rest.
    pub path: Option<String>,
    /// The number of requests that it affects.
    pub times: u32,
    /// The number of matching requests that it lets pass first.
    pub after: u32,
    /// The delay of an answer, a write or an audit log entry, in milliseconds.
    pub millis: u32,
}

impl Armed {
    /// A fault for the next request of any kind.
    pub fn next(fault: Fault) -> Self {
        Self {
            fault,
            method: None,
            writes_only: false,
            path: None,
            times: 1,
            after: 0,
            millis: LATE_MILLIS,
        }
    }

    fn matches(&self, method: Method, path: &str) -> bool {
        let is_reading = matches!(method, Method::Get | Method::Head);
        self.method.is_none_or(|wanted| wanted == method)
            && !(self.writes_only && is_reading)
            && self.path.as_deref().is_none_or(|pattern| path_matches(pattern, path))
    }
}

/// The armed faults.
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

    /// The armed faults, in order.
    pub fn armed(&self) -> &[Armed] {
        &self.armed
    }

    /// The faults of a request: the one that it requests itself, or the first armed one of each
    /// part. `path` is the decoded path below `/api`.
    pub fn take(&mut self, request: &RawRequest, path: &str, asked: &str) -> Hits {
        let mut hits = Hits::default();
        if let Some(fault) = Fault::parse(asked).or_else(|| marked(&request.body)) {
            hits.add(Armed::next(fault));
            return hits;
        }
        for armed in &mut self.armed {
            if armed.matches(request.method, path) {
                if armed.after > 0 {
                    armed.after -= 1;
                } else if armed.times > 0 && hits.add(armed.clone()) {
                    armed.times -= 1;
                }
            }
        }
        self.armed.retain(|armed| armed.times > 0);
        hits
    }
}

/// The faults of one request.
#[derive(Clone, Default)]
pub struct Hits {
    /// The one that replaces or delays the answer.
    pub answer: Option<Armed>,
    /// `unknown-fields`, which combines with any other.
    pub body: Option<Armed>,
    /// The one that affects the audit log entry; combines with any other.
    pub audit: Option<Armed>,
}

impl Hits {
    /// The fault to show in the request log.
    pub fn first(&self) -> Option<Fault> {
        let mut hits = [&self.answer, &self.body, &self.audit].into_iter().flatten();
        hits.next().map(|armed| armed.fault)
    }

    /// False when there is one for the same part already.
    fn add(&mut self, armed: Armed) -> bool {
        let place = match armed.fault.place() {
            Place::Answer => &mut self.answer,
            Place::Body => &mut self.body,
            Place::Audit => &mut self.audit,
        };
        let is_free = place.is_none();
        if is_free {
            *place = Some(armed);
        }
        is_free
    }
}

/// The fault that a body requests with `[fault:…]` in any of its texts.
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
    fn a_body_asks_for_any_fault_by_its_name() {
        for fault in Fault::ALL {
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
