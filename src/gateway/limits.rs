//! How much of an answer a request waits for.

/// The bounds of one exchange.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// How long to wait for the whole answer.
    pub milliseconds: u32,
    /// How large its body may be.
    pub bytes: usize,
}

/// What a list may come to: 10,000 identities are some 5 MB (contract §4).
pub const LIST_BYTES: usize = 64 << 20;

/// What any other answer may come to.
pub const ANSWER_BYTES: usize = 8 << 20;
