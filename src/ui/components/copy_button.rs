//! A button that copies a text and says whether it worked.
//!
//! Acceptance: the outcome is announced politely and shown on the button; success is claimed only
//! after the browser reported it; text with invisible characters is copied only on a second press,
//! after they were named; a copied secret is cleared after a minute if it is still on the clipboard,
//! and if the browser doesn't allow reading it, the user is offered to clear it.

use std::sync::Arc;

use leptos::{ev, task::spawn_local};

use crate::ui::dom::{self, Content, View};
use crate::ui::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    button::{ButtonKind, button},
    icon::{Icon, icon},
};
use crate::{
    domain::{
        outgoing::{Inspection, inspect},
        redacted_text::RedactedText,
    },
    gateway::pause::pause,
    ui::{
        browser::clipboard::{self, Forgotten},
        messages::export::hidden_characters,
    },
};

/// How long the button shows the outcome, in milliseconds.
const OUTCOME_SHOWN: u32 = 4_000;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Outcome {
    /// It has invisible characters: the next press copies it.
    Held,
    Copied,
    Failed,
    /// The text may not be shown either: screen-sharing mode is on.
    Withheld,
    /// A minute later: the browser doesn't let the page check whether it is still there.
    StillThere,
}

/// `what` names the value, such as "password of prod-postgres". The text is read when the button is
/// pressed. `on_failure` is called when it didn't reach the clipboard, and returns whether the text
/// is now shown and selected instead.
pub fn copy_button(
    what: String,
    text: Arc<RedactedText>,
    on_copied: impl Fn() + Copy + 'static,
    on_failure: impl Fn() -> bool + Clone + 'static,
) -> View {
    let outcome = RwSignal::new(None);
    // Only the latest press clears the outcome.
    let presses = StoredValue::new(0_u32);
    let found = match inspect(&text) {
        Inspection::Clear(_) => None,
        Inspection::Held(held) => Some(hidden_characters(held.found())),
    };
    let press = move |suggest: Element| {
        let (text, on_failure) = (text.clone(), on_failure.clone());
        let outgoing = match inspect(&text) {
            Inspection::Clear(outgoing) => outgoing,
            Inspection::Held(held) if outcome.get_untracked() == Some(Outcome::Held) => {
                held.approve()
            }
            Inspection::Held(_) => return outcome.set(Some(Outcome::Held)),
        };
        spawn_local(async move {
            presses.update_value(|presses| *presses += 1);
            let press = presses.get_value();
            let is_copied = clipboard::copy(&outgoing, &suggest).await.is_ok();
            let secret = text.has_secret().then(|| outgoing.mark());
            // The rest takes a minute and may outlive the page that showed the secret.
            drop((text, outgoing));
            if !is_copied {
                outcome.try_set(Some(match on_failure() {
                    true => Outcome::Failed,
                    false => Outcome::Withheld,
                }));
                return put_back(outcome, presses, press).await;
            }
            outcome.try_set(Some(Outcome::Copied));
            on_copied();
            // Clears it even when this button is gone.
            spawn_local(put_back(outcome, presses, press));
            if clipboard::forget_later(secret).await == Forgotten::Refused
                && presses.try_get_value() == Some(press)
            {
                outcome.try_set(Some(Outcome::StillThere));
            }
        });
    };
    let still_there = {
        let what = what.clone();
        move || {
            (outcome.get() == Some(Outcome::StillThere)).then(|| {
                let text = format!("The clipboard may still hold the {what}.");
                let clear = move || {
                    spawn_local(async move {
                        if clipboard::clear().await {
                            outcome.try_set(None);
                        }
                    });
                };
                (text, button(ButtonKind::Quiet, None, "Clear clipboard", clear))
            })
        }
    };
    let copied = what.clone();
    let name = move || match outcome.get() {
        Some(Outcome::Held) => format!("Copy {copied} anyway"),
        _ => format!("Copy {copied}"),
    };
    let warning = move || {
        let is_held = outcome.get() == Some(Outcome::Held);
        found.clone().filter(|_| is_held).unwrap_or_default()
    };
    let (sign, word) = (
        move || match outcome.get() {
            None => icon(Icon::Copy),
            Some(Outcome::Copied) => icon(Icon::Check),
            Some(Outcome::Held | Outcome::Failed | Outcome::Withheld | Outcome::StillThere) => {
                icon(Icon::Alert)
            }
        },
        move || match outcome.get() {
            None => "Copy",
            Some(Outcome::Held) => "Copy anyway",
            Some(Outcome::Copied) => "Copied",
            Some(Outcome::Failed | Outcome::Withheld) => "Not copied",
            Some(Outcome::StillThere) => "Copy",
        },
    );
    let said = move || match outcome.get() {
        // The other outcomes are shown beside the button.
        None | Some(Outcome::Held | Outcome::StillThere) => String::new(),
        Some(Outcome::Copied) => format!("Copied the {what}."),
        Some(Outcome::Failed) => {
            format!("The browser did not copy the {what}. It is selected: press Ctrl+C.")
        }
        Some(Outcome::Withheld) => {
            format!("The browser did not copy the {what}, and it is not shown now.")
        }
    };
    (
        dom::button()
            .r#type("button")
            .class("button button--quiet")
            .class(("button--done", move || outcome.get() == Some(Outcome::Copied)))
            .class(("button--failed", move || outcome.get() == Some(Outcome::Failed)))
            .attr("aria-label", name)
            .child((sign, dom::span().child(word)))
            .on(ev::click, move |event| {
                if let Some(suggest) =
                    event.current_target().and_then(|target| target.dyn_into::<Element>().ok())
                {
                    press(suggest);
                }
            }),
        dom::span().class("visually-hidden").attr("aria-live", "polite").child(said),
        dom::span().class("secret__warning").role("status").child(warning),
        dom::span().class("secret__warning").role("status").child(still_there),
    )
        .view()
}

/// Resets the button, unless it was pressed again meanwhile.
async fn put_back(outcome: RwSignal<Option<Outcome>>, presses: StoredValue<u32>, press: u32) {
    pause(OUTCOME_SHOWN).await;
    if presses.try_get_value() == Some(press) {
        outcome.try_set(None);
    }
}
