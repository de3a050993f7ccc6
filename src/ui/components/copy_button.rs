//! A button that copies a text and says whether it worked.
//!
//! Acceptance: the outcome is announced politely and shown on the button; success is claimed only
//! after the browser reported it; text with invisible characters is copied only on a second press,
//! after they were named; a copied secret is cleared after a minute if it is still on the clipboard.

use std::sync::Arc;

use leptos::{ev, task::spawn_local};

use crate::ui::dom::{self, Content, View};
use crate::ui::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::icon::{Icon, icon};
use crate::{
    domain::{
        outgoing::{Inspection, inspect},
        redacted_text::RedactedText,
    },
    gateway::pause::pause,
    ui::{
        browser::clipboard::{self, Copied},
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
    /// It didn't reach the clipboard.
    Failed(Instead),
}

/// What the user can do instead of copying by the button.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Instead {
    /// The text is shown and selected: a key copies it.
    Selected,
    /// The text isn't shown as it is: it is too long, or has characters that are drawn as others.
    NotWhole,
    /// The text may not be shown either: screen-sharing mode is on.
    Withheld,
}

/// `what` names the value, such as "password of prod-postgres". The text is read when the button is
/// pressed. `on_copied` gets the secret that is on the clipboard now, if the text is one; `on_failure` is
/// called when it didn't reach the clipboard, and returns what there is instead.
pub fn copy_button(
    what: String,
    text: Arc<RedactedText>,
    on_copied: impl Fn(Option<Copied>) + Copy + 'static,
    on_failure: impl Fn() -> Instead + Clone + 'static,
) -> View {
    let outcome = RwSignal::new(None);
    // Only the latest press clears the outcome.
    let presses = StoredValue::new(0_u32);
    let found = match inspect(&text) {
        Inspection::Clear(_) => None,
        Inspection::Held(held) => Some(hidden_characters(held.found())),
    };
    let copied = what.clone();
    let press = move |suggest: Element| {
        let (text, on_failure, what) = (text.clone(), on_failure.clone(), copied.clone());
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
            let secret = text.has_secret().then(|| Copied { what, mark: outgoing.mark() });
            outcome.try_set(Some(match is_copied {
                true => Outcome::Copied,
                false => Outcome::Failed(on_failure()),
            }));
            // The rest takes seconds and may outlive the page that showed the secret.
            drop((text, outgoing, on_failure));
            if is_copied {
                on_copied(secret);
            }
            put_back(outcome, presses, press).await;
        });
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
            Some(Outcome::Held | Outcome::Failed(_)) => icon(Icon::Alert),
        },
        move || match outcome.get() {
            None => "Copy",
            Some(Outcome::Held) => "Copy anyway",
            Some(Outcome::Copied) => "Copied",
            Some(Outcome::Failed(_)) => "Not copied",
        },
    );
    let said = move || match outcome.get() {
        // The other outcomes are shown beside the button.
        None | Some(Outcome::Held) => String::new(),
        Some(Outcome::Copied) => format!("Copied the {what}."),
        Some(Outcome::Failed(instead)) => {
            let instead = match instead {
                Instead::Selected => ". It is selected: press Ctrl+C.",
                Instead::NotWhole => ", and not all of it is shown as it is.",
                Instead::Withheld => ", and it is not shown now.",
            };
            format!("The browser did not copy the {what}{instead}")
        }
    };
    (
        dom::button()
            .r#type("button")
            .class("button button--quiet")
            .class(("button--done", move || outcome.get() == Some(Outcome::Copied)))
            .class(("button--failed", move || matches!(outcome.get(), Some(Outcome::Failed(_)))))
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
