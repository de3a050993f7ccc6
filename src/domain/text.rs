//! Rules that all typed texts share.

use std::fmt;

use super::invisible::{code_point, is_invisible};

/// A character that isn't allowed where it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidCharacter {
    /// The character; display an invisible one as U+XXXX.
    pub character: char,
    /// Position in characters, the first being 1.
    pub position: usize,
}

impl fmt::Display for InvalidCharacter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_invisible(self.character) {
            write!(f, "{} at character {}", code_point(self.character), self.position)
        } else {
            write!(f, "“{}” at character {}", self.character, self.position)
        }
    }
}

/// The first character that `accepts` refuses.
pub fn first_invalid(text: &str, accepts: impl Fn(char) -> bool) -> Option<InvalidCharacter> {
    text.chars()
        .enumerate()
        .find(|(_, character)| !accepts(*character))
        .map(|(index, character)| InvalidCharacter { character, position: index + 1 })
}

/// The first control or invisible character. The gateway's database refuses U+0000 after the side
/// effects are done (contract §9); the others aren't seen on screen.
pub fn first_invisible(text: &str) -> Option<InvalidCharacter> {
    first_invalid(text, |character| !is_invisible(character))
}

/// The length in characters, as the gateway's database counts it (contract §9).
pub fn characters(text: &str) -> usize {
    // Checked for thousands of names at a time.
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// Whether a text contains U+0000, which the gateway's database refuses (contract §9).
pub fn has_nul(text: &str) -> bool {
    text.contains('\0')
}
