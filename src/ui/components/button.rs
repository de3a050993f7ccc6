//! Buttons.
//!
//! Acceptance: a button that can't be used keeps its focus and says why (`aria-disabled` and a
//! description, never `disabled`); pressing it does nothing.

use leptos::ev;

use crate::ui::dom::{self, Content, El};

use super::icon::{Icon, icon};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ButtonKind {
    /// The main action; one per region.
    Primary,
    Secondary,
    /// Makes something stop working.
    Danger,
    /// Beside a value; without a frame.
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
        .attr("part", "button")
        .child((sign.map(icon), dom::span().child(label)))
        .on(ev::click, move |_| act())
}

/// An icon button. `name` is its accessible name and tooltip, including the object: "Copy port".
pub fn icon_button(sign: Icon, name: impl Into<String>, act: impl Fn() + 'static) -> El {
    let name = name.into();
    dom::button()
        .r#type("button")
        .class("button button--quiet button--icon")
        .attr("aria-label", name.clone())
        .attr("title", name)
        .child(icon(sign))
        .on(ev::click, move |_| act())
}

/// The submit button of a form; `label` may change, such as while it is being sent.
pub fn submit_button<M>(label: impl Content<M>) -> El {
    dom::button()
        .r#type("submit")
        .class(ButtonKind::Primary.class())
        .attr("part", "button")
        .child(label)
}
