//! Attributes: labels that identities and connections share, such as `env:prod`.
//!
//! The gateway accepts any text up to 255 characters as an attribute and silently creates those it
//! doesn't know, `""` and `" c "` included (G12); a longer one fails *after* the rest was saved
//! (contract §9). So every attribute is checked here before it is sent:
//!
//! | rule | applies to |
//! |---|---|
//! | trimmed, not empty, at most 255 characters, no control or invisible characters | every attribute |
//! | the [`AttributePolicy`] of the page | one that is new: neither the identity nor the gateway has it |

use std::{fmt, sync::Arc};

use super::text::{self, InvalidCharacter};

/// The longest attribute that the gateway's database stores, in characters (contract §9).
pub const ATTRIBUTE_LIMIT: usize = 255;

/// The longest key of a `key:value` attribute, in characters: the limit of a DNS label, and of the
/// name of a Kubernetes label.
pub const KEY_LIMIT: usize = 63;

/// One attribute.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Attribute(Arc<str>);

impl Attribute {
    /// Checks an attribute that the user typed. `is_known` tells whether the identity or the
    /// gateway already has exactly this one; a known attribute is exempt from the policy.
    pub fn parse(
        text: &str,
        policy: &AttributePolicy,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<Self, AttributeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AttributeError::Empty);
        }
        let characters = text::characters(text);
        if characters > ATTRIBUTE_LIMIT {
            return Err(AttributeError::TooLong { characters });
        }
        if let Some(invisible) = text::first_invisible(text) {
            return Err(AttributeError::Invisible(invisible));
        }
        if !is_known(text) {
            policy.check(text)?;
        }
        Ok(Self(text.into()))
    }

    /// Takes an attribute that the gateway sent, whatever its shape.
    pub fn received(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The attribute as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same text, without a copy.
    pub fn shared(&self) -> Arc<str> {
        self.0.clone()
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a new attribute must look like; a page sets it.
#[derive(Clone, Default)]
pub enum AttributePolicy {
    /// `key:value`. Key: a letter or digit, then letters, digits, `.`, `_`, `/`, `-`, at most
    /// [`KEY_LIMIT`] characters in all. Value: not empty, no spaces at its ends, may contain `:`.
    #[default]
    KeyValue,
    /// Whatever the gateway accepts.
    Any,
    /// A regular expression set by the page, matched against the whole attribute, like HTML's
    /// `pattern`.
    Pattern(Pattern),
}

impl AttributePolicy {
    fn check(&self, text: &str) -> Result<(), AttributeError> {
        match self {
            Self::KeyValue => check_key_value(text).map_err(AttributeError::KeyValue),
            Self::Any => Ok(()),
            Self::Pattern(pattern) if pattern.accepts(text) => Ok(()),
            Self::Pattern(pattern) => {
                Err(AttributeError::Pattern { source: pattern.source.clone() })
            }
        }
    }
}

/// A regular expression that its caller evaluates: the browser has an engine, and this crate ships
/// none.
#[derive(Clone)]
pub struct Pattern {
    source: String,
    accepts: Arc<dyn Fn(&str) -> bool + Send + Sync>,
}

impl Pattern {
    /// `source` is shown to the user; `accepts` tells whether all of a text matches it.
    pub fn new(
        source: impl Into<String>,
        accepts: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { source: source.into(), accepts: Arc::new(accepts) }
    }

    /// Whether the expression matches the whole of `text`.
    pub fn accepts(&self, text: &str) -> bool {
        (self.accepts)(text)
    }
}

fn check_key_value(text: &str) -> Result<(), KeyValueError> {
    let (key, value) = text.split_once(':').ok_or(KeyValueError::NoColon)?;
    if key.is_empty() {
        return Err(KeyValueError::KeyEmpty);
    }
    let is_alphanumeric = |character: char| character.is_ascii_alphanumeric();
    if let Some(invalid) = text::first_invalid(&key[..first_len(key)], is_alphanumeric) {
        return Err(KeyValueError::KeyStart(invalid));
    }
    let fits =
        |character: char| is_alphanumeric(character) || matches!(character, '.' | '_' | '/' | '-');
    if let Some(invalid) = text::first_invalid(key, fits) {
        return Err(KeyValueError::KeyCharacter(invalid));
    }
    let characters = text::characters(key);
    if characters > KEY_LIMIT {
        return Err(KeyValueError::KeyTooLong { characters });
    }
    if value.trim().is_empty() {
        return Err(KeyValueError::ValueEmpty);
    }
    if value.trim() != value {
        return Err(KeyValueError::ValueEdgeSpace);
    }
    Ok(())
}

/// The length of the first character, in bytes.
fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Why the user can't add this attribute.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AttributeError {
    /// Nothing was typed.
    Empty,
    /// Longer than [`ATTRIBUTE_LIMIT`].
    TooLong {
        /// Its length, in characters.
        characters: usize,
    },
    /// It has a control, format or other invisible character.
    Invisible(InvalidCharacter),
    /// It isn't `key:value`, which new attributes have to be.
    KeyValue(KeyValueError),
    /// It doesn't match the page's pattern.
    Pattern {
        /// The expression that has to match.
        source: String,
    },
}

impl fmt::Display for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the attribute is empty"),
            Self::TooLong { characters } => write!(
                f,
                "{characters} characters, {} more than {ATTRIBUTE_LIMIT}",
                characters - ATTRIBUTE_LIMIT
            ),
            Self::Invisible(invisible) => write!(f, "invisible character {invisible}"),
            Self::KeyValue(error) => error.fmt(f),
            Self::Pattern { source } => write!(f, "does not match {source}"),
        }
    }
}

impl std::error::Error for AttributeError {}

/// The part of `key:value` that is invalid.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyValueError {
    /// There is no `:`.
    NoColon,
    /// Nothing before the `:`.
    KeyEmpty,
    /// The key starts with a character that only later ones may be.
    KeyStart(InvalidCharacter),
    /// A character that keys can't contain.
    KeyCharacter(InvalidCharacter),
    /// The key is longer than [`KEY_LIMIT`].
    KeyTooLong {
        /// Its length, in characters.
        characters: usize,
    },
    /// Nothing after the `:`.
    ValueEmpty,
    /// A space at the start or end of the value, where a list doesn't show it.
    ValueEdgeSpace,
}

impl fmt::Display for KeyValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColon => f.write_str("there is no “:” between a key and a value"),
            Self::KeyEmpty => f.write_str("there is no key before “:”"),
            Self::KeyStart(invalid) => write!(f, "the key begins with {invalid}"),
            Self::KeyCharacter(invalid) => write!(f, "the key has {invalid}"),
            Self::KeyTooLong { characters } => write!(
                f,
                "the key has {characters} characters, {} more than {KEY_LIMIT}",
                characters - KEY_LIMIT
            ),
            Self::ValueEmpty => f.write_str("there is no value after “:”"),
            Self::ValueEdgeSpace => f.write_str("the value has a space at its start or end"),
        }
    }
}
