//! One or two words in a frame, beside what they are about.

use crate::ui::dom::{El, span};

/// How much a badge asks for attention.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BadgeKind {
    Plain,
    /// Something that the user added.
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
