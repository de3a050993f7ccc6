//! JSON text to values and back, with errors that carry no content.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

/// An answer that doesn't have its endpoint's form.
///
/// Has the position where reading stopped, but no content: the text around it may be a secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Unreadable {
    /// The expected content, such as "an identity".
    pub expected: &'static str,
    /// Counted from 1; 0 when the answer isn't JSON of this form.
    pub line: usize,
    /// Counted from 1, in bytes.
    pub column: usize,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}: line {}, column {}", self.expected, self.line, self.column)
    }
}

impl std::error::Error for Unreadable {}

/// Reads a whole JSON text.
pub fn read<T: DeserializeOwned>(body: &[u8], expected: &'static str) -> Result<T, Unreadable> {
    serde_json::from_slice(body).map_err(|error| Unreadable {
        expected,
        line: error.line(),
        column: error.column(),
    })
}

/// Writes a value as compact JSON.
pub fn write<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("requests are structs of texts and lists of texts")
}

/// Reads `null` as the default value: the gateway sends `null` for an empty list (G14).
pub(super) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
