//! Names of identities: the gateway's rules, and what a browser's URL can carry.
//!
//! The gateway stores any non-empty text (contract §8), but not every name can be in a request's
//! path: the gateway routes the decoded path, so a `/` splits the name, and a browser's URL parser
//! removes `.` and `..`, encoded or not. An identity with such a name can't be read, changed or
//! deleted by name (G18), so new names like that are refused.

use std::fmt;

use super::text::{self, InvalidCharacter};

/// The longest name that can be typed, in characters. The gateway stores longer ones, and creates no
/// credentials for them (contract §9).
pub const NAME_LIMIT: usize = 255;

/// The name of an identity.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct IdentityName(String);

impl IdentityName {
    /// Checks a name that the user typed.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.trim().is_empty() {
            return Err(NameError::Empty);
        }
        let characters = text::characters(text);
        if characters > NAME_LIMIT {
            return Err(NameError::TooLong { characters });
        }
        if let Some(invisible) = text::first_invisible(text) {
            return Err(NameError::Invisible(invisible));
        }
        if text.trim() != text {
            return Err(NameError::EdgeSpace);
        }
        if let Some(unaddressable) = unaddressable(text) {
            return Err(NameError::Unaddressable(unaddressable));
        }
        Ok(Self(text.to_owned()))
    }

    /// Takes a name that the gateway sent, whatever its shape.
    pub fn received(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Why a browser can't address the identity by this name (G18); `None` when it can.
    pub fn unaddressable(&self) -> Option<Unaddressable> {
        unaddressable(&self.0)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdentityName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a browser can't address an identity by its name (contract §8).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Unaddressable {
    /// An empty name: the path would end before it.
    Empty,
    /// A `/`: the gateway routes the decoded path, so it splits the name.
    Slash {
        /// Position of the first one, in characters, counted from 1.
        position: usize,
    },
    /// `.` or `..`: a URL parser removes such a segment, also when it is percent-encoded.
    DotSegment,
}

impl fmt::Display for Unaddressable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an empty name leaves nothing to address"),
            Self::Slash { position } => {
                write!(f, "“/” at character {position} splits the address of the identity")
            }
            Self::DotSegment => f.write_str("“.” and “..” vanish from an address"),
        }
    }
}

fn unaddressable(name: &str) -> Option<Unaddressable> {
    if name.is_empty() {
        return Some(Unaddressable::Empty);
    }
    if name == "." || name == ".." {
        return Some(Unaddressable::DotSegment);
    }
    text::first_invalid(name, |character| character != '/')
        .map(|slash| Unaddressable::Slash { position: slash.position })
}

/// Why a typed name is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NameError {
    /// Nothing was typed.
    Empty,
    /// Longer than [`NAME_LIMIT`].
    TooLong {
        /// Its length, in characters.
        characters: usize,
    },
    /// It has a control, format or other invisible character.
    Invisible(InvalidCharacter),
    /// A space at either end, which the gateway would keep and no list would show (contract §8).
    EdgeSpace,
    /// No request could reach the identity by this name (G18).
    Unaddressable(Unaddressable),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the name is empty"),
            Self::TooLong { characters } => {
                write!(
                    f,
                    "{characters} characters, {} more than {NAME_LIMIT}",
                    characters - NAME_LIMIT
                )
            }
            Self::Invisible(invisible) => write!(f, "invisible character {invisible}"),
            Self::EdgeSpace => f.write_str("a space at the start or end"),
            Self::Unaddressable(reason) => reason.fmt(f),
        }
    }
}

impl std::error::Error for NameError {}
