//! A value that is masked until somebody asks for it.
//!
//! Acceptance: while it is masked the text is not in the page at all; revealing and hiding is one
//! toggle that says which of the two it is; copying works without revealing.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::dom::{El, ElRef, code, div, span};

use super::{
    button::{ButtonKind, button},
    copy_button::copy_button,
    icon::Icon,
};
use crate::{domain::secret::Secret, ui::browser::focus};

/// What stands in place of a masked text: always as long, so that it tells nothing.
const MASK: &str = "••••••••••••";

/// `what` names the value, such as "password of prod-postgres". `can_copy` is false where the
/// organisation forbids it (G28).
pub fn secret_value(what: String, secret: Arc<Secret>, can_copy: bool) -> El {
    let is_revealed = RwSignal::new(false);
    let shown = ElRef::new();
    let text = secret.clone();
    let value = move || match is_revealed.get() {
        true => code()
            .node_ref(shown)
            .class("secret__text")
            .attr("translate", "no")
            .attr("tabindex", "0")
            .child(text.expose().to_owned())
            .into_any(),
        false => span()
            .class("secret__mask")
            .child((
                span().attr("aria-hidden", "true").child(MASK),
                span().class("visually-hidden").child("masked"),
            ))
            .into_any(),
    };
    // Where copying failed the text is shown and selected, so that the keyboard can copy it.
    let offer_selection = move || {
        is_revealed.set(true);
        request_animation_frame(move || {
            if let Some(shown) = shown.get_untracked() {
                focus::select(&shown);
            }
        });
    };
    let copy = can_copy.then(|| copy_button(what.clone(), secret, offer_selection));
    let toggle = move || {
        let (sign, word) = match is_revealed.get() {
            true => (Icon::EyeOff, "Hide"),
            false => (Icon::Eye, "Reveal"),
        };
        (super::icon::icon(sign), span().child(word))
    };
    div().class("secret").class(("secret--uncopied", !can_copy)).child((
        value,
        div().class("secret__actions").child((
            button(ButtonKind::Quiet, None, toggle, move || {
                is_revealed.update(|is_revealed| *is_revealed = !*is_revealed);
            })
            .attr("aria-label", format!("Reveal {what}"))
            .attr("aria-pressed", move || if is_revealed.get() { "true" } else { "false" }),
            copy,
        )),
    ))
}
