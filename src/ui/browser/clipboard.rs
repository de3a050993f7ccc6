//! Copies a text and reports whether that worked.
//!
//! The asynchronous clipboard needs a secure page and, in a frame, a permission. Where it is
//! missing or fails, the text is selected in a field *inside the button's own root*,
//! because a modal dialog makes everything else inert, and the browser copies the selection.
//! Success is what one of the two reported, never assumed.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlTextAreaElement};

use crate::ui::reactive::*;
use crate::{
    domain::{outgoing::Outgoing, secret::Secret},
    gateway::pause::pause,
};

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
    /// The copied secret; `None` while no secret is on the clipboard.
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
    /// What the clipboard may still hold: the browser lets the page neither read nor clear it, so only
    /// the user can. One for the page, as the clipboard is: the button that copied may be gone.
    static LEFT: ArcRwSignal<Option<String>> = ArcRwSignal::new(None);
}

/// A secret on the clipboard.
#[derive(Clone)]
pub struct Copied {
    /// What it is, such as "Password of prod-postgres".
    pub what: String,
    /// The fingerprint of the text.
    pub mark: u32,
}

/// A secret on the clipboard, and how to clear it. Pages on which none was copied don't need that code.
struct Held {
    copied: Copied,
    clear: fn(),
}

/// What the clipboard may still hold, when only the user can clear it; tracked.
pub fn left() -> Option<String> {
    LEFT.with(|left| left.get())
}

/// The user knows.
pub fn dismiss() {
    LEFT.with(|left| left.set(None));
}

/// Records that something is on the clipboard that isn't a secret.
pub fn replaced() {
    COPIES.set(COPIES.get().wrapping_add(1));
    HELD.replace(None);
    dismiss();
}

/// Records a copy and, if it is a secret, clears it after a minute unless something else was copied.
///
/// `secret` is `None` when the copied text isn't one.
pub fn forget_later(secret: Option<Copied>) {
    replaced();
    if let Some(copied) = secret {
        HELD.replace(Some(Held { copied, clear: || spawn_local(clear_own()) }));
        spawn_local(clear_later(COPIES.get()));
    }
}

async fn clear_later(copy: u32) {
    pause(CLEARED_AFTER).await;
    for _ in 0..PATIENCE {
        if COPIES.get() != copy {
            return;
        }
        if document().has_focus().unwrap_or(false) {
            break;
        }
        pause(1_000).await;
    }
    if COPIES.get() == copy {
        clear_own().await;
    }
}

/// Clears a secret at once, if it is still there, because the user left.
pub fn forget_now() {
    if let Some(clear) = HELD.with_borrow(|held| held.as_ref().map(|held| held.clear)) {
        clear();
    }
}

/// Clears the clipboard whatever it holds, at the user's request.
pub async fn clear() -> bool {
    let clipboard = window().navigator().clipboard();
    let is_cleared = !JsValue::from(clipboard.clone()).is_undefined()
        && JsFuture::from(clipboard.write_text("")).await.is_ok();
    if is_cleared {
        HELD.replace(None);
        dismiss();
    }
    is_cleared
}

/// Clears only what it recognizes as the copied secret. Otherwise the page says that it may be there.
async fn clear_own() {
    let copied = HELD.with_borrow(|held| held.as_ref().map(|held| held.copied.clone()));
    let Some(copied) = copied else { return };
    let found = look().await;
    if found.as_ref().is_some_and(|text| text.mark() != copied.mark) {
        HELD.replace(None);
    } else if found.is_none() || !clear().await {
        LEFT.with(|left| left.set(Some(copied.what)));
    }
}

/// The text on the clipboard, if the browser allows reading it without a prompt.
async fn look() -> Option<Secret> {
    if !may_look().await.unwrap_or(false) {
        return None;
    }
    let text = JsFuture::from(window().navigator().clipboard().read_text()).await.ok()?;
    text.as_string().map(Secret::new)
}

/// Whether reading is already permitted. A browser without this permission would prompt each time.
async fn may_look() -> Result<bool, JsValue> {
    let permissions = Reflect::get(&window().navigator(), &"permissions".into())?;
    let query: Function = Reflect::get(&permissions, &"query".into())?.dyn_into()?;
    let question = Object::new();
    Reflect::set(&question, &"name".into(), &"clipboard-read".into())?;
    let answer: Promise = query.call1(&permissions, &question)?.dyn_into()?;
    let status = JsFuture::from(answer).await?;
    Ok(Reflect::get(&status, &"state".into())?.as_string().as_deref() == Some("granted"))
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
