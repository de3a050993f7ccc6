//! Values of a credential, parsed strictly. A value that doesn't parse is left out and reported.

use std::fmt;

use crate::domain::{
    host::HostError,
    invisible::is_invisible,
    redacted_text::RedactedText,
    secret::Secret,
    text::{self, InvalidCharacter},
};

/// Why the value of a credential's field is invalid.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ValueError {
    /// The gateway didn't send it, or sent an empty one.
    Missing,
    /// A character that isn't allowed in the field, such as a control or invisible one.
    Character(InvalidCharacter),
    /// It exceeds the field's limit.
    TooLong {
        /// The longest value, in characters.
        limit: usize,
    },
    /// It isn't the kind of value that the field takes.
    Shape,
    /// The host can't be used.
    Host(HostError),
    /// The gateway cut an IPv6 address in two; a public host can replace it (G9).
    HostCut,
    /// A field that isn't secret contains one of the credential's secrets.
    HoldsSecret,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("missing"),
            Self::Character(invalid) => invalid.fmt(f),
            Self::TooLong { limit } => write!(f, "longer than {limit} characters"),
            Self::Shape => f.write_str("not the expected kind of value"),
            Self::Host(error) => error.fmt(f),
            Self::HostCut => f.write_str("half of an IPv6 address"),
            Self::HoldsSecret => f.write_str("contains a secret"),
        }
    }
}

impl std::error::Error for ValueError {}

/// A TCP port, 1 to 65535.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Port(u16);

impl Port {
    /// Reads a decimal number without sign or leading zero.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if text.is_empty() {
            return Err(ValueError::Missing);
        }
        check(text, 5, |it| it.is_ascii_digit())?;
        match text.parse() {
            Ok(number) if !text.starts_with('0') => Ok(Self(number)),
            _ => Err(ValueError::Shape),
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The gateway's name for a type of connection: `postgres`, `aws-ssm`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TypeName(String);

impl TypeName {
    /// Reads up to 32 ASCII letters, digits, `_` and `-`, beginning with a letter, digit or `_`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        word(text, 32, "_-").map(Self)
    }

    /// The name as the gateway wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A user name that shells and command-line parsers take literally: ASCII letters, digits, `_`, `.`
/// and `-`, starting with a letter, digit or `_`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserName(String);

impl UserName {
    /// Reads a user name of up to 64 characters.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        word(text, 64, "_.-").map(Self)
    }

    /// The name as the gateway wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a database: one line of visible characters, 200 bytes at most.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DatabaseName(String);

impl DatabaseName {
    /// The longest name, in bytes; PostgreSQL's own limit is 63.
    const LIMIT: usize = 200;

    /// Reads a name of up to 200 bytes of visible characters.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        visible(text, Self::LIMIT)?;
        // libpq rejects a service file that has a line of 1,024 bytes, with every service in it.
        if text.len() > Self::LIMIT {
            return Err(ValueError::TooLong { limit: Self::LIMIT });
        }
        // URL parsers drop such a path, percent-encoded or not.
        if text == "." || text == ".." {
            return Err(ValueError::Shape);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name as the gateway wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A gateway secret: letters, digits and `-._~`, starting with a letter or digit (contract §7). It
/// needs no quoting in a shell, a URL or any exported file.
#[derive(Clone, Eq, PartialEq)]
pub struct Token(Secret);

impl Token {
    /// Reads a secret of 12 to 512 ASCII letters, digits, `-`, `.`, `_` and `~`.
    pub fn parse(secret: &Secret) -> Result<Self, ValueError> {
        // The gateway's shortest secret has 30 characters; a value this short is a word.
        if secret.expose().len() < 12 {
            return Err(ValueError::Shape);
        }
        word(secret.expose(), 512, "-._~").map(|_| Self(secret.clone()))
    }

    /// The secret in the clear.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The secret as a part of a text that can be masked.
    pub fn redacted(&self) -> RedactedText {
        RedactedText::secret(&self.0)
    }
}

/// A secret of any other form: one line of visible characters.
#[derive(Clone, Eq, PartialEq)]
pub struct SecretText(Secret);

impl SecretText {
    /// Reads a secret of up to 4096 visible characters.
    pub fn parse(secret: &Secret) -> Result<Self, ValueError> {
        visible(secret.expose(), 4096).map(|()| Self(secret.clone()))
    }

    /// The secret in the clear.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The secret as a part of a text that can be masked.
    pub fn redacted(&self) -> RedactedText {
        RedactedText::secret(&self.0)
    }
}

/// How a client of PostgreSQL uses TLS (libpq's `sslmode`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SslMode {
    /// No TLS.
    Disable,
    /// TLS, and any certificate.
    Require,
    /// TLS, and a certificate of a trusted authority.
    VerifyCa,
    /// TLS, and a certificate of a trusted authority for this host.
    VerifyFull,
}

impl SslMode {
    /// Reads the value of `sslmode`; `None` for any other than these.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Disable, Self::Require, Self::VerifyCa, Self::VerifyFull]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }

    /// As libpq spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Require => "require",
            Self::VerifyCa => "verify-ca",
            Self::VerifyFull => "verify-full",
        }
    }
}

/// A word of ASCII letters, digits and `others`, a letter or digit or `_` first.
fn word(text: &str, limit: usize, others: &str) -> Result<String, ValueError> {
    check(text, limit, |it| it.is_ascii_alphanumeric() || others.contains(it))?;
    match text.chars().next() {
        None => Err(ValueError::Missing),
        Some(first) if first.is_ascii_alphanumeric() || first == '_' => Ok(text.to_owned()),
        Some(character) => Err(ValueError::Character(InvalidCharacter { character, position: 1 })),
    }
}

/// One line of visible characters, without a space at either end, which readers cut.
fn visible(text: &str, limit: usize) -> Result<(), ValueError> {
    if text.is_empty() {
        return Err(ValueError::Missing);
    }
    check(text, limit, |it| !is_invisible(it))?;
    if text.starts_with(' ') {
        return Err(ValueError::Character(InvalidCharacter { character: ' ', position: 1 }));
    }
    if text.ends_with(' ') {
        let position = text::characters(text);
        return Err(ValueError::Character(InvalidCharacter { character: ' ', position }));
    }
    Ok(())
}

pub(super) fn check(
    text: &str,
    limit: usize,
    accepts: impl Fn(char) -> bool,
) -> Result<(), ValueError> {
    if let Some(invalid) = text::first_invalid(text, accepts) {
        return Err(ValueError::Character(invalid));
    }
    match text::characters(text) > limit {
        true => Err(ValueError::TooLong { limit }),
        false => Ok(()),
    }
}
