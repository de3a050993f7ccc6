//! The one type that holds secrets.

use zeroize::Zeroizing;

/// A text that must not be seen: a credential's secret, an access token.
///
/// It can't be formatted or serialized, and its memory is wiped when it is dropped. The only way to
/// the text is [`Secret::expose`], so that a search for that word finds every place where a secret
/// is read.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of the text, which is overwritten with zeros on drop.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Don't keep a copy.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A fingerprint: 32-bit FNV-1a. It tells two secrets apart, can't be inverted to one of the
    /// gateway's 250-bit secrets (contract §7), and may be stored in a tab.
    pub fn mark(&self) -> u32 {
        let mix = |mark: u32, byte: u8| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        self.0.bytes().fold(0x811c_9dc5, mix)
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
