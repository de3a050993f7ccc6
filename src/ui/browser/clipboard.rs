//! Copying a text, with an honest answer.
//!
//! The asynchronous clipboard needs a secure page and, in a frame, a permission. Where it is absent
//! or refuses, the text is selected in a field *inside the root that the button is in* — a modal
//! dialog makes everything else inert — and the browser is told to copy the selection. Success is
//! what one of the two reported, never assumed.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlTextAreaElement};

/// The text did not reach the clipboard.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotCopied;

/// Copies `text`. `near` is the element that was pressed.
pub async fn copy(text: &str, near: &Element) -> Result<(), NotCopied> {
    // On an insecure page `navigator.clipboard` is undefined, whatever the binding promises.
    let clipboard = window().navigator().clipboard();
    if !JsValue::from(clipboard.clone()).is_undefined()
        && JsFuture::from(clipboard.write_text(text)).await.is_ok()
    {
        return Ok(());
    }
    copy_selection(text, near)
}

/// Empties the clipboard; `false` where the browser does not let the page. It lets it only while
/// the page has the focus, and the page may not look first whether it is still its own text.
pub async fn clear(near: &Element) -> bool {
    let has_focus = document().has_focus().unwrap_or(false);
    let clipboard = window().navigator().clipboard();
    has_focus
        && near.is_connected()
        && !JsValue::from(clipboard.clone()).is_undefined()
        && JsFuture::from(clipboard.write_text("")).await.is_ok()
}

fn copy_selection(text: &str, near: &Element) -> Result<(), NotCopied> {
    let document = document();
    let holder: HtmlTextAreaElement = document
        .create_element("textarea")
        .ok()
        .and_then(|element| element.dyn_into().ok())
        .ok_or(NotCopied)?;
    holder.set_value(text);
    holder.set_read_only(true);
    holder.set_class_name("visually-hidden");
    let parent = near.parent_node().ok_or(NotCopied)?;
    parent.append_child(&holder).map_err(|_| NotCopied)?;
    holder.select();
    let is_copied = document
        .dyn_ref::<web_sys::HtmlDocument>()
        .is_some_and(|document| document.exec_command("copy").unwrap_or(false));
    holder.set_value("");
    holder.remove();
    if let Some(near) = near.dyn_ref() {
        super::focus::focus(near);
    }
    if is_copied { Ok(()) } else { Err(NotCopied) }
}
