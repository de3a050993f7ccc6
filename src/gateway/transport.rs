//! What carries a request: a network, or the sandbox engine in the page.

use crate::wire::exchange::{RawRequest, RawResponse};

#[cfg(feature = "web")]
use super::fetch::Fetch;
#[cfg(feature = "sandbox")]
use super::in_page::InPage;
#[cfg(feature = "web")]
use super::loaded::Loaded;
use super::no_answer::NoAnswer;

/// A way to the gateway. Closed on purpose: everything above it is shared.
#[derive(Clone)]
pub enum Transport {
    #[cfg(feature = "web")]
    Fetch(Fetch),
    #[cfg(feature = "sandbox")]
    InPage(InPage),
    #[cfg(feature = "web")]
    Loaded(Loaded),
}

impl Transport {
    /// Sends a request once and waits for the whole answer, for `deadline` milliseconds at most.
    /// Giving up does not stop the gateway (G16).
    pub async fn send(&self, request: RawRequest, deadline: u32) -> Result<RawResponse, NoAnswer> {
        match self {
            #[cfg(feature = "web")]
            Self::Fetch(fetch) => fetch.send(request, deadline).await,
            #[cfg(feature = "sandbox")]
            Self::InPage(in_page) => in_page.send(request, deadline).await,
            #[cfg(feature = "web")]
            Self::Loaded(loaded) => loaded.send(request, deadline).await,
            #[cfg(not(any(feature = "web", feature = "sandbox")))]
            _ => {
                let _ = (request, deadline);
                Err(NoAnswer::Unreachable)
            }
        }
    }
}
