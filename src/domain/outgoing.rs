//! The one gate before the clipboard and files.
//!
//! A text leaves the page only as an [`Outgoing`], and the only way to one is [`inspect`]: directly
//! when every character of it can be seen, and through [`Held::approve`], after the user was shown
//! what can't be seen, otherwise. A terminal runs a line that ends in a line break as soon as it is
//! pasted, and a right-to-left override shows a command in another order than it runs.

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
}

/// What the gate says about a text.
pub enum Inspection {
    /// Nothing in it is invisible.
    Clear(Outgoing),
    /// It has characters that can't be seen: ask first.
    Held(Held),
}

/// A text that waits for the user's approval.
pub struct Held {
    text: Secret,
    found: Vec<Found>,
}

/// A character that can't be seen, and how often the text has it.
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

    /// The user has seen what is in it, and wants it all the same.
    pub fn approve(self) -> Outgoing {
        Outgoing(self.text)
    }
}

/// Looks for invisible characters in what the gateway sent or a user entered; the lines of a file
/// that this program wrote are its own.
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
