//! The access token: how it is read from what a person pastes.

use std::fmt;

use crate::domain::secret::Secret;

/// A bearer token, without the word `Bearer`.
#[derive(Clone, Eq, PartialEq)]
pub struct AccessToken(Secret);

impl AccessToken {
    /// Reads a token as people copy it: with or without `Bearer`, with or without the header's name,
    /// quotes or white space around it. The gateway wants exactly one space and that spelling of the
    /// scheme (contract §2); [`AccessToken::header`] writes both.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let text = text.trim().trim_matches(['"', '\'']).trim();
        let text = strip_word(text, "authorization:").unwrap_or(text);
        let text = strip_word(text, "bearer").unwrap_or(text);
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenError::Character);
        }
        Ok(Self(Secret::new(text)))
    }

    /// The value of the `Authorization` header.
    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.0.expose())
    }
}

/// `text` without `word` at its start, whatever its case; `None` when it starts otherwise.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    let ends = word.ends_with(':') || rest.is_empty() || rest.starts_with(char::is_whitespace);
    (start.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start())
}

/// Why a text is not an access token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TokenError {
    Empty,
    /// White space inside, or a character that no header can carry.
    Character,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the token is empty",
            Self::Character => "the token has a space or a character that a header cannot carry",
        })
    }
}

impl std::error::Error for TokenError {}
