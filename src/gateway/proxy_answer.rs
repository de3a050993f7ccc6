//! Answers from a proxy between the page and the gateway.

use std::fmt;

use crate::wire::exchange::RawResponse;

/// An answer in a form that the gateway never uses for its status: a proxy sent it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ProxyAnswer {
    /// 401 or 407: the proxy requires its own sign-in.
    SignIn {
        /// The HTTP status.
        status: u16,
    },
    /// 403: a rule of the proxy, applied to the request or to the gateway's answer.
    Blocked,
    /// 413: the request is too large for the proxy.
    RequestTooLarge,
    /// 429: too many requests.
    TooManyRequests {
        /// How long to wait, in seconds, if the proxy says so.
        retry_after: Option<u32>,
    },
    /// 5xx: the proxy got no answer from the gateway, which may continue a write.
    Failed {
        /// The HTTP status.
        status: u16,
    },
    /// A success without a body, such as 204; the gateway always sends one.
    Empty {
        /// The HTTP status.
        status: u16,
    },
    /// Any other 4xx.
    Other {
        /// The HTTP status.
        status: u16,
    },
}

impl ProxyAnswer {
    /// Classifies an answer without the gateway's form; `None` when it suggests that the URL isn't
    /// the API's.
    pub(super) fn of(response: &RawResponse) -> Option<Self> {
        let status = response.status;
        Some(match status {
            200..300 if response.body.is_empty() => Self::Empty { status },
            401 | 407 => Self::SignIn { status },
            403 => Self::Blocked,
            413 => Self::RequestTooLarge,
            429 => {
                let wait = response.header("retry-after").and_then(|text| text.trim().parse().ok());
                Self::TooManyRequests { retry_after: wait }
            }
            // The gateway's router answers the same way where the API has no route.
            404 | 405 => return None,
            400..500 => Self::Other { status },
            500.. => Self::Failed { status },
            _ => return None,
        })
    }

    /// The status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::SignIn { status }
            | Self::Failed { status }
            | Self::Empty { status }
            | Self::Other { status } => status,
            Self::Blocked => 403,
            Self::RequestTooLarge => 413,
            Self::TooManyRequests { .. } => 429,
        }
    }

    /// Whether the proxy refused before it passed the request on.
    ///
    /// Not 403: filters that look for secrets in answers refuse after the gateway has acted.
    pub fn is_before_gateway(self) -> bool {
        matches!(self, Self::SignIn { .. } | Self::RequestTooLarge | Self::TooManyRequests { .. })
    }
}

impl fmt::Display for ProxyAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a proxy answered with status {}", self.status())
    }
}
