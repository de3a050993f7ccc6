//! Buttons.
//!
//! Acceptance: a button that cannot be used now keeps its focus and says why (`aria-disabled` and a
//! description, never `disabled`); pressing it then does nothing.

use leptos::ev;

use crate::ui::dom::{self, Content, El};

use super::icon::{Icon, icon};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ButtonKind {
    /// What the form is for; one on a screen.
    Primary,
    Secondary,
    /// Takes something away from somebody.
    Danger,
    /// Beside a value: no frame.
    Quiet,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Danger => "button button--danger",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// A button of type `button`; `act` is called when it is pressed.
pub fn button<M>(
    kind: ButtonKind,
    sign: Option<Icon>,
    label: impl Content<M>,
    act: impl Fn() + 'static,
) -> El {
    dom::button()
        .r#type("button")
        .class(kind.class())
        .child((sign.map(icon), dom::span().child(label)))
        .on(ev::click, move |_| act())
}
