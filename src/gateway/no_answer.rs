//! Why a request has no answer.

/// Why a transport has no answer to give.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoAnswer {
    /// The browser gives no reason: offline, refused, a failed preflight and a proxy's page without
    /// CORS headers look alike (G20).
    Unreachable,
    /// The deadline passed. A write continues at the gateway (G16).
    TimedOut,
}
