//! A text of which some parts are secret: a command, an address, a file to hand over.
//!
//! It can be shown with its secrets masked, and still be read; the clear text is put together only
//! when it is copied, downloaded or revealed.

use super::secret::Secret;

/// What stands in place of a secret: always as long, so that it tells nothing.
pub const MASK: &str = "••••••••";

/// The shortest value that is taken for a secret; the gateway's own have 30 characters and more, and
/// the placeholder `hoop` has four (contract §7).
const SHORTEST_SECRET: usize = 12;

/// A piece of a text.
#[derive(Clone, Eq, PartialEq)]
pub enum Piece {
    Plain(String),
    Hidden(Secret),
}

/// A text of which some parts are secret. There is no `Debug`.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct RedactedText(Vec<Piece>);

impl RedactedText {
    pub fn new() -> Self {
        Self::default()
    }

    /// A text with nothing secret in it.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new().and(text)
    }

    /// A text that is secret as a whole.
    pub fn hidden(secret: &Secret) -> Self {
        Self::new().and_hidden(secret.clone())
    }

    /// A text in which every occurrence of one of the secrets is hidden.
    pub fn hiding(text: &str, secrets: &[&Secret]) -> Self {
        let mut redacted_text = Self::new();
        let mut rest = text;
        while let Some((place, secret)) = first(rest, secrets) {
            redacted_text =
                redacted_text.and(&rest[..place]).and_hidden(Secret::new(secret.expose()));
            rest = &rest[place + secret.expose().len()..];
        }
        redacted_text.and(rest)
    }

    #[must_use]
    pub fn and(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Piece::Plain(text));
        }
        self
    }

    #[must_use]
    pub fn and_hidden(mut self, secret: Secret) -> Self {
        self.0.push(Piece::Hidden(secret));
        self
    }

    #[must_use]
    pub fn and_all(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = &Piece> {
        self.0.iter()
    }

    pub fn has_secret(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Hidden(_)))
    }

    /// The text with a mask in place of each secret.
    pub fn masked(&self) -> String {
        let shown = |piece: &Piece| match piece {
            Piece::Plain(text) => text.clone(),
            Piece::Hidden(_) => MASK.to_owned(),
        };
        self.0.iter().map(shown).collect()
    }

    /// The whole text. Its memory is reserved at once, so that no outgrown copy is left behind.
    pub fn reveal(&self) -> Secret {
        let texts = || {
            self.0.iter().map(|piece| match piece {
                Piece::Plain(text) => text.as_str(),
                Piece::Hidden(secret) => secret.expose(),
            })
        };
        let mut whole = String::with_capacity(texts().map(str::len).sum());
        texts().for_each(|text| whole.push_str(text));
        Secret::new(whole)
    }

    /// The same text with each secret changed, such as by a way of quoting.
    #[must_use]
    pub fn map(self, change: impl Fn(&str) -> String) -> Self {
        let changed = |piece| match piece {
            Piece::Plain(text) => Piece::Plain(change(&text)),
            Piece::Hidden(secret) => Piece::Hidden(Secret::new(change(secret.expose()))),
        };
        Self(self.0.into_iter().map(changed).collect())
    }
}

/// The first occurrence of any secret, the longest of those that begin at one place.
fn first<'a>(text: &str, secrets: &[&'a Secret]) -> Option<(usize, &'a Secret)> {
    let found = secrets
        .iter()
        .filter(|secret| is_secret(secret))
        .filter_map(|secret| Some((text.find(secret.expose())?, *secret)));
    found.min_by_key(|(place, secret)| (*place, usize::MAX - secret.expose().len()))
}

/// Whether a value is a secret, and not one of the gateway's placeholders.
pub fn is_secret(value: &Secret) -> bool {
    value.expose().len() >= SHORTEST_SECRET
}
