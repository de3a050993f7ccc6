//! What a host has to play out for one request.

use crate::wire::exchange::RawResponse;

/// The outcome of one request on the wire.
pub enum Reply {
    /// An answer.
    Answer(RawResponse),
    /// An answer that arrives late; what it reports has happened already.
    Slow { millis: u32, response: RawResponse },
    /// The head and the first `sent` bytes of the body arrive, then the connection is cut.
    CutShort { response: RawResponse, sent: usize },
    /// The connection is cut without an answer.
    Cut,
}
