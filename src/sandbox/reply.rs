//! How a host has to answer one request.

use crate::wire::exchange::RawResponse;

/// The outcome of one request on the wire.
pub enum Reply {
    /// An answer.
    Answer(RawResponse),
    /// An answer that arrives late; its effect has happened already.
    Slow {
        /// The delay, in milliseconds.
        millis: u32,
        /// The answer.
        response: RawResponse,
    },
    /// The head and the first `sent` bytes of the body arrive, then the connection is cut.
    CutShort {
        /// The complete answer.
        response: RawResponse,
        /// In bytes; less than the whole body.
        sent: usize,
    },
    /// The connection is cut without an answer.
    Cut,
}
