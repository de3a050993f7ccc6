//! Copies a text and reports whether that worked.
//!
//! The asynchronous clipboard needs a secure page and, in a frame, a permission. Where it is
//! missing or refuses, the text is selected in a field *inside the root that the button is in*,
//! because a modal dialog makes everything else inert, and the browser copies the selection.
//! Success is what one of the two reported, never assumed.

use std::cell::Cell;

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlTextAreaElement};

use crate::{domain::outgoing::Outgoing, gateway::pause::pause};

/// The text didn't reach the clipboard.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotCopied;

/// Copies `text`. `suggest` is the element that was pressed.
pub async fn copy(text: &Outgoing, suggest: &Element) -> Result<(), NotCopied> {
    // On an insecure page `navigator.clipboard` is undefined, although the binding's type says
    // otherwise.
    let clipboard = window().navigator().clipboard();
    if !JsValue::from(clipboard.clone()).is_undefined()
        && JsFuture::from(clipboard.write_text(text.expose())).await.is_ok()
    {
        return Ok(());
    }
    copy_selection(text.expose(), suggest)
}

/// How long a secret stays on the clipboard, in milliseconds, where the browser lets the page clear
/// it.
const CLEARED_AFTER: u32 = 60_000;

/// How long to wait for the page to have the focus again, which browsers require for clearing the
/// clipboard; in seconds.
const PATIENCE: u32 = 600;

thread_local! {
    /// Counts the copies on this page: only the latest is cleared.
    static COPIES: Cell<u32> = const { Cell::new(0) };
    /// A secret may be on the clipboard.
    static HOLDS_SECRET: Cell<bool> = const { Cell::new(false) };
}

/// What happened to a secret on the clipboard.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Forgotten {
    Cleared,
    /// Something else was copied since, or it was cleared before.
    NotOurs,
    /// The browser refused.
    Refused,
}

/// Records a copy, and clears a secret after a minute. The page may not read the clipboard first,
/// so it may clear what was copied elsewhere meanwhile.
pub async fn forget_later(is_secret: bool) -> Forgotten {
    let copy = COPIES.get().wrapping_add(1);
    COPIES.set(copy);
    HOLDS_SECRET.set(is_secret);
    if !is_secret {
        return Forgotten::NotOurs;
    }
    pause(CLEARED_AFTER).await;
    for _ in 0..PATIENCE {
        if COPIES.get() != copy || !HOLDS_SECRET.get() {
            return Forgotten::NotOurs;
        }
        if document().has_focus().unwrap_or(false) {
            return match clear().await {
                true => Forgotten::Cleared,
                false => Forgotten::Refused,
            };
        }
        pause(1_000).await;
    }
    Forgotten::Refused
}

/// Clears a secret now: the user left.
pub fn forget_now() {
    if HOLDS_SECRET.get() {
        spawn_local(async {
            clear().await;
        });
    }
}

async fn clear() -> bool {
    let clipboard = window().navigator().clipboard();
    let is_cleared = !JsValue::from(clipboard.clone()).is_undefined()
        && JsFuture::from(clipboard.write_text("")).await.is_ok();
    if is_cleared {
        HOLDS_SECRET.set(false);
    }
    is_cleared
}

fn copy_selection(text: &str, suggest: &Element) -> Result<(), NotCopied> {
    let document = document();
    let holder: HtmlTextAreaElement = document
        .create_element("textarea")
        .ok()
        .and_then(|element| element.dyn_into().ok())
        .ok_or(NotCopied)?;
    holder.set_value(text);
    holder.set_read_only(true);
    holder.set_class_name("visually-hidden");
    let parent = suggest.parent_node().ok_or(NotCopied)?;
    parent.append_child(&holder).map_err(|_| NotCopied)?;
    holder.select();
    let is_copied = document
        .dyn_ref::<web_sys::HtmlDocument>()
        .is_some_and(|document| document.exec_command("copy").unwrap_or(false));
    holder.set_value("");
    holder.remove();
    if let Some(suggest) = suggest.dyn_ref() {
        super::focus::focus(suggest);
    }
    if is_copied { Ok(()) } else { Err(NotCopied) }
}
