//! A short label in a frame, beside what it describes.

use crate::ui::dom::{El, span};

/// How much attention a badge asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BadgeKind {
    Plain,
    /// Added by the user.
    Accent,
}

pub fn badge(kind: BadgeKind, words: &'static str) -> El {
    let class = match kind {
        BadgeKind::Plain => "badge",
        BadgeKind::Accent => "badge badge--accent",
    };
    span().class(class).child(words)
}
