//! A text with secret parts: a command, a URL, a file for a workload.
//!
//! It can be shown with its secrets masked; the clear text is assembled only when it is copied,
//! downloaded or revealed. Each piece records its origin, so that the check before clipboard and
//! files can tell this program's line breaks from the gateway's ([`super::outgoing`]).

use super::secret::Secret;

/// Replaces a secret. The length is fixed, so that it reveals nothing about the secret.
pub const MASK: &str = "••••••••";

/// A piece of a text.
#[derive(Clone, Eq, PartialEq)]
pub enum Piece {
    /// Written by this program.
    Own(String),
    /// Sent by the gateway or entered by a user; not secret.
    Sent(String),
    /// Sent by the gateway; masked.
    Secret(Secret),
}

impl Piece {
    fn expose(&self) -> &str {
        match self {
            Self::Own(text) | Self::Sent(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

/// A text with secret parts. There is no `Debug`.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct RedactedText(Vec<Piece>);

impl RedactedText {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// A text written by this program.
    pub fn own(text: impl Into<String>) -> Self {
        let mut new = Self::new();
        new.push(text);
        new
    }

    /// A text that the gateway sent or a user entered, and that isn't secret.
    pub fn sent(text: impl Into<String>) -> Self {
        let mut new = Self::new();
        new.push_sent(text);
        new
    }

    /// A text that is secret as a whole.
    pub fn secret(secret: &Secret) -> Self {
        let mut new = Self::new();
        new.push_secret(secret.clone());
        new
    }

    /// Appends a text written by this program.
    pub fn push(&mut self, text: impl Into<String>) -> &mut Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Piece::Own(text));
        }
        self
    }

    /// Appends a text that the gateway sent or a user entered, and that isn't secret.
    pub fn push_sent(&mut self, text: impl Into<String>) -> &mut Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Piece::Sent(text));
        }
        self
    }

    /// Appends a secret.
    pub fn push_secret(&mut self, secret: Secret) -> &mut Self {
        self.0.push(Piece::Secret(secret));
        self
    }

    /// Appends all pieces of another text.
    pub fn append(&mut self, other: Self) -> &mut Self {
        self.0.extend(other.0);
        self
    }

    /// The pieces in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Piece> {
        self.0.iter()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| piece.expose().is_empty())
    }

    /// Whether masking would hide anything.
    pub fn has_secret(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Secret(_)))
    }

    /// The text with a mask in place of each secret.
    pub fn masked(&self) -> String {
        let shown = self.0.iter().map(|piece| match piece {
            Piece::Own(text) | Piece::Sent(text) => text.as_str(),
            Piece::Secret(_) => MASK,
        });
        shown.collect()
    }

    /// The whole text. Its memory is reserved in advance, so that growing leaves no copy behind.
    pub fn reveal(&self) -> Secret {
        let mut whole = String::with_capacity(self.0.iter().map(|it| it.expose().len()).sum());
        self.0.iter().for_each(|piece| whole.push_str(piece.expose()));
        Secret::new(whole)
    }

    /// The same text with each piece changed, such as quoted.
    #[must_use]
    pub fn map(self, change: impl Fn(&str) -> String) -> Self {
        let changed = |piece| match piece {
            Piece::Own(text) => Piece::Own(change(&text)),
            Piece::Sent(text) => Piece::Sent(change(&text)),
            Piece::Secret(secret) => Piece::Secret(Secret::new(change(secret.expose()))),
        };
        Self(self.0.into_iter().map(changed).collect())
    }

    /// The same text changed as a whole; secret as a whole if any piece was.
    #[must_use]
    pub fn map_whole(&self, change: impl Fn(&str) -> String) -> Self {
        let text = change(self.reveal().expose());
        match self.has_secret() {
            true => Self::secret(&Secret::new(text)),
            false => Self::sent(text),
        }
    }
}
