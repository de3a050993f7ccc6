//! The requests that reached the gateway, so that tests can prove that a write was sent once.

use std::collections::VecDeque;

use super::access::bearer;
use super::faults::Fault;
use super::reply::Reply;
use crate::wire::exchange::{Method, RawRequest};

/// A request that reached the gateway.
pub struct Logged {
    /// Counted from 1.
    pub sequence: u64,
    /// The HTTP method.
    pub method: Method,
    /// Path and query, percent-encoded, as received.
    pub target: String,
    /// The bearer token that came with it.
    pub token: Option<String>,
    /// `None` when no status was sent.
    pub status: Option<u16>,
    /// The fault that affected it, if any.
    pub fault: Option<Fault>,
}

/// How many requests the log keeps unless told otherwise.
const KEPT: usize = 10_000;

/// The latest requests, oldest first.
pub struct Log {
    entries: VecDeque<Logged>,
    written: u64,
    kept: usize,
}

impl Default for Log {
    fn default() -> Self {
        Self { entries: VecDeque::new(), written: 0, kept: KEPT }
    }
}

impl Log {
    /// Keeps at most this many requests from now on.
    pub fn keep(&mut self, kept: usize) {
        self.kept = kept;
        let surplus = self.entries.len().saturating_sub(kept);
        self.entries.drain(..surplus);
    }

    /// Forgets every request; the numbers start over.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.written = 0;
    }

    /// The requests in the log.
    pub fn entries(&self) -> impl Iterator<Item = &Logged> {
        self.entries.iter()
    }

    pub fn write(&mut self, request: &RawRequest, fault: Option<Fault>, reply: &Reply) {
        self.written += 1;
        if self.entries.len() >= self.kept {
            self.entries.pop_front();
        }
        let status = match reply {
            Reply::Answer(response)
            | Reply::Slow { response, .. }
            | Reply::CutShort { response, .. } => Some(response.status),
            Reply::Cut => None,
        };
        self.entries.push_back(Logged {
            sequence: self.written,
            method: request.method,
            target: request.target.clone(),
            token: bearer(request).map(str::to_owned),
            status,
            fault,
        });
    }
}
