//! What carries a request: a network, or the sandbox engine in the page.

use super::limits::Limits;
use crate::wire::exchange::{RawRequest, RawResponse};

#[cfg(feature = "web")]
use super::fetch::Fetch;
#[cfg(feature = "sandbox")]
use super::in_page::InPage;
#[cfg(feature = "web")]
use super::loaded::Loaded;
#[cfg(not(target_arch = "wasm32"))]
use super::native::Native;
use super::no_answer::NoAnswer;

/// A connection to the gateway. A closed set: everything above it is shared.
#[derive(Clone)]
pub enum Transport {
    #[cfg(feature = "web")]
    /// The browser's fetch, to a gateway.
    Fetch(Fetch),
    #[cfg(feature = "sandbox")]
    /// The sandbox in this program.
    InPage(InPage),
    #[cfg(feature = "web")]
    /// The sandbox in a program of its own, loaded on demand.
    Loaded(Loaded),
    #[cfg(not(target_arch = "wasm32"))]
    /// Plain HTTP for tests and tools; not in the browser.
    Native(Native),
}

impl Transport {
    /// The same transport, with answers that were requested while the program was loading.
    #[cfg(feature = "web")]
    #[must_use]
    pub fn with_prefetched(self, prefetched: super::fetch::Prefetched) -> Self {
        match self {
            Self::Fetch(fetch) => Self::Fetch(fetch.with_prefetched(prefetched)),
            other => other,
        }
    }

    /// Sends a request once and waits for the whole answer, within `limits`. Aborting doesn't stop
    /// the gateway (G16).
    pub async fn send(&self, request: RawRequest, limits: Limits) -> Result<RawResponse, NoAnswer> {
        match self {
            #[cfg(feature = "web")]
            Self::Fetch(fetch) => fetch.send(request, limits).await,
            #[cfg(feature = "sandbox")]
            Self::InPage(in_page) => in_page.send(request, limits).await,
            #[cfg(feature = "web")]
            Self::Loaded(loaded) => loaded.send(request, limits).await,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Native(native) => native.send(&request, limits),
            #[cfg(all(target_arch = "wasm32", not(any(feature = "web", feature = "sandbox"))))]
            _ => {
                let _ = (request, limits);
                Err(NoAnswer::Unreachable)
            }
        }
    }
}
