//! A state in a word or two beside an icon.
//!
//! Acceptance: word and icon are enough; color is added only where attention is needed.

use crate::ui::dom::{El, span};

use super::icon::{Icon, icon};

/// How much attention a state asks for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum StatusKind {
    /// As it should be, or unknown.
    Plain,
    /// Works although it shouldn't, or needs a look.
    Caution,
    /// Doesn't work, or will stop working.
    Negative,
    /// New, or just confirmed.
    Positive,
}

/// A state: `words` beside an icon.
pub fn status(kind: StatusKind, sign: Icon, words: impl Into<String>) -> El {
    let class = match kind {
        StatusKind::Plain => "status",
        StatusKind::Caution => "status status--caution",
        StatusKind::Negative => "status status--negative",
        StatusKind::Positive => "status status--positive",
    };
    span().class(class).child((icon(sign), span().child(words.into())))
}
