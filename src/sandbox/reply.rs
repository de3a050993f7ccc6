//! What a host has to play out for one request.

use crate::wire::exchange::RawResponse;

/// The outcome of one request on the wire.
pub enum Reply {
    /// An answer.
    Answer(RawResponse),
    /// An answer that arrives late; what it reports has happened already.
    Slow {
        /// The delay, in milliseconds.
        millis: u32,
        /// What arrives then.
        response: RawResponse,
    },
    /// The head and the first `sent` bytes of the body arrive, then the connection is cut.
    CutShort {
        /// What would have arrived in full.
        response: RawResponse,
        /// In bytes; less than the body has.
        sent: usize,
    },
    /// The connection is cut without an answer.
    Cut,
}
