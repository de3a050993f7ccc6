//! A text with secret parts, masked until it is revealed.
//!
//! Acceptance: a masked secret isn't in the page at all; one value is revealed at a time, and only
//! briefly; the button shows which state it is in; copying works without revealing.

use std::sync::Arc;

use super::{
    button::{ButtonKind, button},
    copy_button::{Instead, copy_button},
    icon::{Icon, icon},
};
use crate::ui::reactive::*;
use crate::{
    domain::redacted_text::RedactedText,
    ui::{
        browser::{clipboard, focus, secret_visibility::SecretVisibility},
        dom::{El, ElRef, code, div, live, span, untrusted},
    },
};

/// `what` names the value, such as "Password of prod-postgres". `can_copy` is false where the
/// organization forbids it (G28); `on_seen` is called when a secret is revealed or copied.
pub fn pieces_value(
    secret_visibility: SecretVisibility,
    what: String,
    redacted_text: Arc<RedactedText>,
    can_copy: Signal<bool>,
    on_seen: impl Fn() + Copy + Send + 'static,
) -> El {
    let number = secret_visibility.number();
    let shown = ElRef::new();
    let is_secret = redacted_text.has_secret();
    // A long text scrolls, and only focusable elements scroll by keyboard.
    let is_long = redacted_text.masked().contains('\n');
    let text = redacted_text.clone();
    let value = move || {
        let is_revealed = is_secret && secret_visibility.is_revealed(number);
        let shown_text = match is_revealed {
            true => text.reveal().expose().to_owned(),
            false => text.masked(),
        };
        (
            code()
                .node_ref(shown)
                .class("secret__text")
                .class(("secret__text--revealed", is_revealed))
                .attr("translate", "no")
                .attr("tabindex", (is_revealed || is_long).then_some("0"))
                .child(untrusted::lines(shown_text)),
            (is_secret && !is_revealed).then(|| span().class("visually-hidden").child("masked")),
        )
    };
    // Where copying failed, the text is shown and selected, for copying by keyboard.
    let whole = redacted_text.clone();
    let offer_selection = move || {
        if !untrusted::are_whole(whole.reveal().expose()) {
            return Instead::NotWhole;
        }
        if is_secret && !secret_visibility.reveal(number) {
            return Instead::Withheld;
        }
        request_animation_frame(move || {
            if let Some(shown) = shown.get_untracked() {
                focus::select(&shown);
            }
        });
        Instead::Selected
    };
    let on_copied = move |secret| {
        if is_secret {
            on_seen();
        }
        clipboard::forget_later(secret);
    };
    let named = what.clone();
    let copy = live(move || {
        can_copy.get().then(|| {
            copy_button(named.clone(), redacted_text.clone(), on_copied, offer_selection.clone())
        })
    });
    let toggle = is_secret.then(|| {
        let sign = move || {
            let (sign, word) = match secret_visibility.is_revealed(number) {
                true => (Icon::EyeOff, "Hide"),
                false => (Icon::Eye, "Reveal"),
            };
            (icon(sign), span().child(word))
        };
        button(ButtonKind::Quiet, None, sign, move || {
            if secret_visibility.toggle(number) {
                on_seen();
            }
        })
        .attr("aria-label", move || match secret_visibility.is_revealed(number) {
            true => format!("Hide {what}"),
            false => format!("Reveal {what}"),
        })
        .attr("aria-disabled", move || secret_visibility.is_sharing().then_some("true"))
    });
    div()
        .class("secret")
        .class(("secret--uncopied", move || !can_copy.get()))
        .child((value, div().class("secret__actions").child((toggle, copy))))
}
