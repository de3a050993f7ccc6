//! A field of one line, and one of several.

use leptos::{ev, prelude::*};

use crate::ui::dom::{Content, El, input, textarea};

use super::field::{FieldText, field};

/// What makes one text field differ from another.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum TextKind {
    #[default]
    Plain,
    /// Several lines.
    Prose,
    /// A web address.
    Address,
    /// A token: hidden as it is typed, and not offered to password managers, which would keep it.
    Token,
}

/// A text field over a signal. `change` is called with what the person typed.
pub fn text_field<M>(
    text: FieldText,
    kind: TextKind,
    value: Signal<String>,
    locked: Signal<bool>,
    aside: impl Content<M>,
    change: impl Fn(String) + Clone + 'static,
) -> El {
    // Locked fields stay readable and keep their focus, which `disabled` would take away.
    let locked = move || locked.get();
    let control = match kind {
        TextKind::Prose => textarea()
            .id(text.id.clone())
            .class("input input--prose")
            .attr("rows", "3")
            .attr("aria-describedby", text.described_by())
            .attr("aria-invalid", text.invalid())
            .attr("readonly", locked)
            .value(move || value.get())
            .on(ev::input, move |event| change(event_target_value(&event)))
            .into_any(),
        TextKind::Plain | TextKind::Address | TextKind::Token => input()
            .id(text.id.clone())
            .r#type(if kind == TextKind::Address { "url" } else { "text" })
            .class(if kind == TextKind::Token { "input input--token" } else { "input" })
            .attr("autocomplete", "off")
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .attr("data-1p-ignore", "")
            .attr("data-lpignore", "true")
            .attr("translate", "no")
            .attr("aria-describedby", text.described_by())
            .attr("aria-invalid", text.invalid())
            .attr("readonly", locked)
            .value(move || value.get())
            .on(ev::input, move |event| change(event_target_value(&event)))
            .into_any(),
    };
    field(&text, aside, control)
}
