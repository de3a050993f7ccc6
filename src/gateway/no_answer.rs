//! Why a request has no answer that could be read.

/// Why a transport has no answer to give.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoAnswer {
    /// The browser gives no reason: offline, refused, a failed preflight and a proxy's page without
    /// CORS headers look alike (G20).
    Unreachable,
    /// The deadline passed. A write continues at the gateway (G16).
    TimedOut,
    /// The answer redirects. The browser hides where to, and it is never followed: the token must
    /// not reach another place.
    Redirected,
    /// The answer is larger than what the call accepts.
    TooLarge,
}
