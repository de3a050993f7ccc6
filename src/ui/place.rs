//! The gateways that a user can choose.

use crate::ui::reactive::*;
use crate::{
    gateway::{base::ApiBase, fetch::Fetch, loaded::Loaded, transport::Transport},
    ui::browser::network,
};

/// A gateway that the console can sign in to.
#[derive(Clone)]
pub enum Place {
    /// `/api` on the page's origin.
    ThisSite,
    Address(ApiBase),
    /// The sandbox engine in this page.
    Sandbox(Loaded),
}

impl Place {
    /// Whether the network can read requests: plain HTTP to another machine.
    pub fn is_unprotected(&self) -> bool {
        let (scheme, host) = match self {
            Self::ThisSite => {
                let location = window().location();
                let scheme = location.protocol().unwrap_or_default();
                (scheme, location.hostname().unwrap_or_default())
            }
            Self::Address(base) => {
                let url = web_sys::Url::new(base.origin());
                url.map(|url| (url.protocol(), url.hostname())).unwrap_or_default()
            }
            Self::Sandbox(_) => return false,
        };
        scheme == "http:" && !network::is_own_machine(&host)
    }

    /// The gateway's host, as shown on screen.
    pub fn host(&self) -> String {
        match self {
            Self::ThisSite => window().location().host().unwrap_or_default(),
            Self::Address(base) => base.origin().split("://").last().unwrap_or_default().to_owned(),
            Self::Sandbox(_) => "sandbox".to_owned(),
        }
    }

    /// The base URL of its API, and the transport.
    pub fn connection(&self) -> (ApiBase, Transport) {
        match self {
            Self::ThisSite => {
                let base = ApiBase::same_origin();
                let fetch = Fetch::to(&base);
                (base, Transport::Fetch(fetch))
            }
            Self::Address(base) => (base.clone(), Transport::Fetch(Fetch::to(base))),
            Self::Sandbox(loaded) => (ApiBase::same_origin(), Transport::Loaded(loaded.clone())),
        }
    }

    /// The gateway's key in the tab's storage; empty for this site's own gateway.
    pub fn stored(&self) -> String {
        match self {
            Self::Address(base) => base.to_string(),
            Self::ThisSite | Self::Sandbox(_) => String::new(),
        }
    }

    /// The gateway of a key from [`Place::stored`].
    pub fn restored(text: &str) -> Option<Self> {
        match text {
            "" => Some(Self::ThisSite),
            _ => ApiBase::parse(text).ok().map(Self::Address),
        }
    }
}
