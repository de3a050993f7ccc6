//! Why a request has no readable answer.

/// Why a transport returned no answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoAnswer {
    /// The browser gives no reason: offline, refused, a failed preflight and a proxy's page without
    /// CORS headers look alike (G20).
    Unreachable,
    /// The deadline passed. The gateway continues a write (G16).
    TimedOut,
    /// The answer redirects. The browser hides the target, and it is never followed: the token must
    /// not reach another host.
    Redirected,
    /// The answer exceeds the call's limit.
    TooLarge,
}
