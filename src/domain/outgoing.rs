//! The only way to the clipboard and to files.
//!
//! A text leaves the page only as an [`Outgoing`], which only [`inspect`] creates: at once when
//! every character is visible, otherwise through [`Held::approve`] after the user was shown the
//! invisible ones. A terminal runs a line that ends in a line break as soon as it is pasted, and a
//! right-to-left override displays a command in a different order than it runs.

use super::{
    invisible::is_invisible,
    redacted_text::{Piece, RedactedText},
    secret::Secret,
};

/// A text that may leave the page. There is no `Debug`: it is mostly secret.
pub struct Outgoing(Secret);

impl Outgoing {
    /// The text itself, for the clipboard or a file.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The fingerprint of the text ([`Secret::mark`]).
    pub fn mark(&self) -> u32 {
        self.0.mark()
    }
}

/// The result of an inspection.
pub enum Inspection {
    /// Every character is visible.
    Clear(Outgoing),
    /// It contains invisible characters: ask first.
    Held(Held),
}

/// A text that waits for the user's approval.
pub struct Held {
    text: Secret,
    found: Vec<Found>,
}

/// An invisible character and how often the text contains it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Found {
    /// The character; display it as U+XXXX.
    pub character: char,
    /// How often it occurs; at least 1.
    pub count: usize,
}

impl Held {
    /// Each character once, in the order of first appearance.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The user saw the invisible characters and approved.
    pub fn approve(self) -> Outgoing {
        Outgoing(self.text)
    }
}

/// Looks for invisible characters in what the gateway sent or a user entered; line breaks that this
/// program wrote are exempt.
pub fn inspect(text: &RedactedText) -> Inspection {
    let mut found: Vec<Found> = Vec::new();
    for piece in text.iter() {
        let foreign = match piece {
            Piece::Own(_) => continue,
            Piece::Sent(text) => text.as_str(),
            Piece::Secret(secret) => secret.expose(),
        };
        for character in foreign.chars().filter(|it| is_invisible(*it)) {
            match found.iter_mut().find(|it| it.character == character) {
                Some(known) => known.count += 1,
                None => found.push(Found { character, count: 1 }),
            }
        }
    }
    let text = text.reveal();
    match found.is_empty() {
        true => Inspection::Clear(Outgoing(text)),
        false => Inspection::Held(Held { text, found }),
    }
}
