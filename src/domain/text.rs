//! Rules that every typed text shares.

use std::fmt;

use super::invisible::{code_point, is_invisible};

/// A character that cannot stand where it was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Misplaced {
    /// The character; display an invisible one as U+XXXX.
    pub character: char,
    /// Counted in characters from the start of the text, the first being 1.
    pub position: usize,
}

impl fmt::Display for Misplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_invisible(self.character) {
            write!(f, "{} at character {}", code_point(self.character), self.position)
        } else {
            write!(f, "“{}” at character {}", self.character, self.position)
        }
    }
}

/// The first character that `accepts` turns down.
pub fn first_misplaced(text: &str, accepts: impl Fn(char) -> bool) -> Option<Misplaced> {
    text.chars()
        .enumerate()
        .find(|(_, character)| !accepts(*character))
        .map(|(index, character)| Misplaced { character, position: index + 1 })
}

/// The first control or invisible character: U+0000 the gateway's database refuses after the side
/// effects are done (contract §9), and the others can't be told from their absence.
pub fn first_invisible(text: &str) -> Option<Misplaced> {
    first_misplaced(text, |character| !is_invisible(character))
}

/// The length as the gateway's database counts it: in characters, not bytes (contract §9).
pub fn characters(text: &str) -> usize {
    text.chars().count()
}

/// Whether a text holds U+0000, which the gateway's database refuses (contract §9).
pub fn has_nul(text: &str) -> bool {
    text.contains('\0')
}
