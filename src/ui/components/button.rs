//! Buttons.
//!
//! Acceptance: a button that cannot be used now keeps its focus and says why (`aria-disabled` and a
//! description, never `disabled`); pressing it then does nothing.

use leptos::{ev, html, prelude::*};

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
pub fn button(
    kind: ButtonKind,
    sign: Option<Icon>,
    label: impl IntoView + 'static,
    act: impl Fn() + 'static,
) -> leptos::tachys::html::element::HtmlElement<
    html::Button,
    impl leptos::attr::Attribute,
    impl RenderHtml,
> {
    html::button()
        .r#type("button")
        .class(kind.class())
        .child((sign.map(icon), html::span().child(label.into_any())))
        .on(ev::click, move |_| act())
}
