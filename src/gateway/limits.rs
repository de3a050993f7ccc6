//! Limits of time and size for one exchange.

/// The limits of one exchange.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Time for the whole answer.
    pub milliseconds: u32,
    /// Size of the body.
    pub bytes: usize,
}

/// For a list: 10,000 identities are some 5 MB (contract §4).
pub const LIST_BYTES: usize = 64 << 20;

/// For any other answer.
pub const ANSWER_BYTES: usize = 8 << 20;
