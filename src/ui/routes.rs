//! The one table of the console's addresses.
//!
//! They live in the fragment, so that the console works below any path of any static host, the
//! gateway's own included, without a rule for unknown paths.

use crate::{domain::name::IdentityName, wire::percent::percent_encoded};

/// A page of the console.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Route {
    /// `#/`
    Identities,
    /// `#/identities/{name}`, percent-encoded
    Identity(IdentityName),
    /// `#/new`
    New,
    NotFound,
}

impl Route {
    /// Reads a fragment, with or without its `#`.
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.strip_prefix('#').unwrap_or(fragment);
        match path {
            "" | "/" | "/identities" => return Self::Identities,
            "/new" => return Self::New,
            _ => {}
        }
        match path.strip_prefix("/identities/").map(percent_decode) {
            Some(Some(name)) if !name.is_empty() => Self::Identity(IdentityName::received(name)),
            _ => Self::NotFound,
        }
    }

    /// The fragment that leads here, with its `#`.
    pub fn href(&self) -> String {
        match self {
            Self::Identities | Self::NotFound => "#/".to_owned(),
            Self::New => "#/new".to_owned(),
            Self::Identity(name) => {
                format!("#/identities/{}", percent_encoded(name.as_str()))
            }
        }
    }
}

/// `None` for a text that does not decode to UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
