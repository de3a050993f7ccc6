//! One or two words in a frame, beside what they are about.

use crate::ui::dom::{El, span};

/// What the words mean for the person.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BadgeKind {
    Plain,
    /// Something of the person's own.
    Accent,
    Caution,
    Positive,
}

pub fn badge(kind: BadgeKind, words: &'static str) -> El {
    let class = match kind {
        BadgeKind::Plain => "badge",
        BadgeKind::Accent => "badge badge--accent",
        BadgeKind::Caution => "badge badge--caution",
        BadgeKind::Positive => "badge badge--positive",
    };
    span().class(class).child(words)
}
