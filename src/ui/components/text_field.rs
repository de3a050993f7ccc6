//! Text fields of one line, and of several.

use leptos::ev;

use crate::ui::dom::{Content, El, input, textarea};
use crate::ui::reactive::*;

use super::field::{FieldText, field};

/// The kinds of text field.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum TextKind {
    #[default]
    Plain,
    /// Several lines.
    Prose,
    /// A web address.
    Address,
    /// A token: masked while typing, and not offered to password managers, which would store it.
    Token,
    /// The e-mail address of an account.
    Email,
    /// The password of an account; password managers may fill it.
    Password,
}

impl TextKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Plain | Self::Prose | Self::Token => "text",
            Self::Address => "url",
            Self::Email => "email",
            Self::Password => "password",
        }
    }

    const fn autocomplete(self) -> &'static str {
        match self {
            Self::Plain | Self::Prose | Self::Address | Self::Token => "off",
            Self::Email => "username",
            Self::Password => "current-password",
        }
    }

    /// Whether password managers should ignore the field.
    const fn is_ignored(self) -> bool {
        !matches!(self, Self::Email | Self::Password)
    }
}

/// A text field over a signal. `change` is called with what was typed.
pub fn text_field<M>(
    text: FieldText,
    kind: TextKind,
    value: Signal<String>,
    locked: Signal<bool>,
    aside: impl Content<M>,
    change: impl Fn(String) + Clone + 'static,
) -> El {
    // `readonly`, not `disabled`: locked fields stay readable and keep their focus.
    let locked = move || locked.get();
    let read = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        // A field that is removed while it has the focus fires `change`, when its signals are gone.
        let has_crlf = |text: &String| {
            let all = text.matches("\r\n").count();
            all > 0 && all == text.matches('\n').count()
        };
        let Some(has_crlf) = value.try_with_untracked(has_crlf) else { return };
        // A text area turns every line end into LF; keep the stored ones, if all are alike.
        let keeps_crlf = kind == TextKind::Prose && has_crlf;
        change(if keeps_crlf { typed.replace('\n', "\r\n") } else { typed });
    };
    // Some password managers and autofills fire only `change`.
    let fill = read.clone();
    let control = match kind {
        TextKind::Prose => textarea()
            .id(text.id.clone())
            .class("input input--prose")
            .attr("part", "input")
            .attr("rows", "3")
            .attr("aria-describedby", text.described_by())
            .attr("aria-invalid", text.invalid())
            .attr("readonly", locked)
            .value(move || value.get())
            .on(ev::change, fill)
            .on(ev::input, read)
            .into_any(),
        _ => input()
            .id(text.id.clone())
            .r#type(kind.input_type())
            .class(if kind == TextKind::Token { "input input--token" } else { "input" })
            .attr("part", "input")
            .attr("autocomplete", kind.autocomplete())
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .attr("data-1p-ignore", kind.is_ignored())
            .attr("data-lpignore", kind.is_ignored().then_some("true"))
            .attr("translate", "no")
            .attr("aria-describedby", text.described_by())
            .attr("aria-invalid", text.invalid())
            .attr("readonly", locked)
            .value(move || value.get())
            .on(ev::change, fill)
            .on(ev::input, read)
            .into_any(),
    };
    field(&text, aside, control)
}
