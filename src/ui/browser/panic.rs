//! What the page shows after a panic.
//!
//! A panic ends the WebAssembly instance, so no control on the page works after it. The form is replaced
//! with a static message, the draft in a field to copy from, and a link that reloads the page. The draft
//! holds no secret. The message names the place in the code, never values.
//!
//! In a release a panic is a trap, and the glue calls [`stopped`] with a place in the program. In other
//! builds the panic hook does, with a place in the source.

use std::{cell::RefCell, panic::PanicHookInfo, sync::Arc};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlTextAreaElement};

use crate::ui::reactive::*;

thread_local! {
    static WATCHED: RefCell<Vec<Watched>> = const { RefCell::new(Vec::new()) };
}

/// A root on the page, and the lines of the draft that is edited there.
struct Watched {
    root: Element,
    draft: Vec<Arc<str>>,
}

/// Installs the hook, once for the page.
pub fn install() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
        stopped(&place.unwrap_or_default());
    }));
}

/// Registers `root`, to be replaced after a panic.
pub fn watch(root: Element) {
    WATCHED.with_borrow_mut(|watched| watched.push(Watched { root, draft: Vec::new() }));
}

/// Unregisters `root`.
pub fn unwatch(root: &Element) {
    WATCHED.with_borrow_mut(|watched| watched.retain(|entry| entry.root != *root));
}

/// Stores the lines of a draft's readable form for the crash message. `within` is any element of the
/// root.
pub fn keep_draft(within: &Element, draft: Vec<Arc<str>>) {
    WATCHED.with_borrow_mut(|watched| {
        if let Some(entry) = watched.iter_mut().find(|entry| entry.root.contains(Some(within))) {
            entry.draft = draft;
        }
    });
}

/// Replaces what is registered with the message.
pub fn stopped(place: &str) {
    web_sys::console::error_1(&format!("the editor stopped at {place}").into());
    // The panic may have happened during a borrow.
    let _ = WATCHED.try_with(|watched| {
        if let Ok(watched) = watched.try_borrow() {
            for entry in watched.iter() {
                // A failure here can't be reported.
                let _ = replace(entry, place);
            }
        }
    });
    // A panic drops nothing.
    let _ = wipe();
}

/// Lets the browser overwrite the program's whole memory once it has stopped.
///
/// With ones: every address read from memory is then out of bounds, so a timer that still calls
/// into the program traps at once.
fn wipe() -> Result<(), JsValue> {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().dyn_into()?;
    let bytes = js_sys::Uint8Array::new(&memory.buffer());
    let fill: js_sys::Function = js_sys::Reflect::get(&bytes, &"fill".into())?.dyn_into()?;
    // A browser function, because no Rust can run after a panic.
    let fill = fill.bind1(&bytes, &0xff.into());
    window().set_timeout_with_callback(fill.unchecked_ref()).map(drop)
}

fn replace(entry: &Watched, place: &str) -> Option<()> {
    let document = document();
    let create = |name: &str, class: &str| {
        let element = document.create_element(name).ok()?;
        element.set_class_name(class);
        Some(element)
    };
    let panel = create("section", "stopped")?;
    panel.set_attribute("role", "alert").ok()?;
    // On another site's page the first heading isn't ours.
    let level = if entry.root.tag_name() == "BODY" { "h1" } else { "h2" };
    let title = create(level, "stopped__title")?;
    title.set_text_content(Some("The editor has stopped"));
    let text = create("p", "")?;
    text.set_text_content(Some(&format!(
        "This is a bug in the editor ({place}). A save that was running may have taken effect: \
         reload the page to check. This tab keeps your edits."
    )));
    panel.append_with_node_2(&title, &text).ok()?;
    if !entry.draft.is_empty() {
        let label = create("label", "field__label")?;
        label.set_text_content(Some("Your edits"));
        let draft: HtmlTextAreaElement =
            create("textarea", "input input--prose")?.dyn_into().ok()?;
        draft.set_read_only(true);
        draft.set_rows(8);
        draft.set_value(&entry.draft.join("\n"));
        label.append_child(&draft).ok()?;
        panel.append_child(&label).ok()?;
    }
    let again = create("a", "button button--primary")?;
    again.set_text_content(Some("Reload the page"));
    // A link, because no handler can run. Without a changed query the browser would only scroll.
    let location = window().location();
    let query = if location.search().ok()?.is_empty() { "?again" } else { "?" };
    again.set_attribute("href", &format!("{query}{}", location.hash().ok()?)).ok()?;
    panel.append_child(&again).ok()?;
    entry.root.replace_children_with_node_1(&panel);
    Some(())
}
