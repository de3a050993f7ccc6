//! The access token, and how it is read from pasted text.

use std::fmt;

use crate::{domain::secret::Secret, wire::session};

/// A bearer token, without the word `Bearer`.
#[derive(Clone, Eq, PartialEq)]
pub struct AccessToken(Secret);

impl AccessToken {
    /// Reads a token as users copy it: with `Bearer` or the header's name, in quotes, backticks or
    /// angle brackets, as the value of a variable, a cookie or a JSON member. The rest has to be
    /// exactly one token. The gateway requires one space and the spelling `Bearer` (contract §2),
    /// which [`AccessToken::header`] writes.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let mut text = text.trim();
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        while let Some(inner) = unwrapped(text) {
            text = inner;
        }
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        let fits = |byte: u8| byte.is_ascii_graphic() && !b"\"'`<>{}[](),;\\".contains(&byte);
        match text.bytes().all(fits) {
            true => Ok(Self(Secret::new(text))),
            false => Err(TokenError::Character),
        }
    }

    /// When the token expires, in seconds since 1970; `None` where it doesn't say.
    pub fn expires_at(&self) -> Option<u64> {
        session::read_expiry(self.0.expose())
    }

    /// The token in clear text, for the tab's storage: only where the user chose to stay signed in.
    pub fn to_stored(&self) -> &str {
        self.0.expose()
    }

    /// The value of the `Authorization` header.
    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.0.expose())
    }
}

/// The shortest text in angle brackets that can be a token rather than a placeholder such as
/// `<token>`.
const SHORTEST_IN_BRACKETS: usize = 20;

/// A text without its outermost wrapping; `None` when it has none.
fn unwrapped(text: &str) -> Option<&str> {
    let inner = |first: char, last: char| text.strip_prefix(first)?.strip_suffix(last);
    let is_named_after_token = |name: &str| {
        let name = name.trim_matches(['"', '\'']).to_ascii_lowercase();
        ["token", "jwt", "api_key", "apikey", "authorization"].iter().any(|it| name.contains(it))
    };
    let found = text
        .strip_suffix([',', ';'])
        .or_else(|| {
            let quoted = |quote| inner(quote, quote).filter(|inner| !inner.contains(quote));
            ['"', '\'', '`'].into_iter().find_map(quoted)
        })
        .or_else(|| inner('<', '>').filter(|inner| inner.len() >= SHORTEST_IN_BRACKETS))
        // Only for a single member: of several, it is unclear which one is the token.
        .or_else(|| inner('{', '}').filter(|inner| inner.matches(':').count() == 1))
        .or_else(|| strip_word(text, "export"))
        .or_else(|| strip_word(text, "bearer"))
        .or_else(|| {
            let (name, value) = text.split_once([':', '='])?;
            let is_name = !name.contains(char::is_whitespace) && is_named_after_token(name);
            is_name.then_some(value)
        })?;
    Some(found.trim())
}

/// `text` without `word` at its start, ignoring case; `None` when it starts otherwise.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (start.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start())
}

/// Why a text isn't an access token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TokenError {
    /// Nothing but white space and wrapping.
    Empty,
    /// More than one word, or a character that tokens can't contain.
    Character,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the token is empty",
            Self::Character => "the token has a space or a character that no token has",
        })
    }
}

impl std::error::Error for TokenError {}

#[cfg(test)]
mod tests {
    use super::{AccessToken, TokenError};

    #[test]
    fn a_token_is_found_in_its_wrapping() {
        for text in [
            "abc.def-_~+/=",
            " Bearer abc.def-_~+/= ",
            "Authorization: bearer abc.def-_~+/=",
            "\"abc.def-_~+/=\",",
            "{\"access_token\": \"abc.def-_~+/=\"}",
            "hoop_access_token=abc.def-_~+/=;",
            "export HOOP_TOKEN='abc.def-_~+/='",
            "`abc.def-_~+/=`",
        ] {
            let header = AccessToken::parse(text).map(|token| token.header());
            assert_eq!(header, Ok("Bearer abc.def-_~+/=".to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_not_one_token_without_doubt_is_refused() {
        for text in ["two words", "<token>", "{\"a\":\"b\",\"token\":\"c\"}", "token=<…>", "x y=z"]
        {
            assert!(matches!(AccessToken::parse(text), Err(TokenError::Character)), "{text}");
        }
        assert!(matches!(AccessToken::parse(" Bearer "), Err(TokenError::Empty)));
    }
}
