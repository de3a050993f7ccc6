//! Keeps the focus in a part of the page when the element that has it disappears.
//!
//! Browsers then move it to `body`: the next Tab starts at the top of the page, and keys that the
//! part listens to are lost. Here it goes to the nearest region that is left.

use leptos::ev;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit};

use super::focus;
use crate::ui::dom::{El, ElRef};
use crate::ui::reactive::*;

/// The regions that can receive the focus when an element inside them disappears.
const REGIONS: &str = "section, aside, table, form, dialog, [role=region], [role=group]";

/// Keeps the focus within `root`, the element that `node` refers to. Code that moves the focus
/// deliberately in the same frame takes precedence.
pub fn keep_focus(root: El, node: ElRef) -> El {
    // The focused element and its ancestors.
    let path = StoredValue::new(Vec::<HtmlElement>::new());
    Effect::new(move || {
        if let Some(root) = node.get()
            && let Some(end) = observe(
                &root,
                Box::new(move || {
                    let is_gone = path.try_with_value(|path| {
                        path.first().is_some_and(|focused| !focused.is_connected())
                    });
                    if is_gone == Some(true) {
                        request_animation_frame(move || {
                            let path = path.try_update_value(std::mem::take).unwrap_or_default();
                            restore(&path);
                        });
                    }
                }),
            )
        {
            on_cleanup(end);
        }
    });
    root.on(ev::focusin, move |event| {
        let root = event.current_target();
        let focused = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let ancestors = std::iter::successors(focused, |element| {
            let is_root = root.as_ref().is_some_and(|root| root == element.unchecked_ref());
            if is_root { None } else { element.parent_element()?.dyn_into().ok() }
        });
        path.try_set_value(ancestors.collect());
    })
}

/// Calls `act` after each change of the elements in `root`, until the returned observer is dropped.
fn observe(root: &HtmlElement, act: Box<dyn Fn()>) -> Option<impl FnOnce() + Send + Sync + use<>> {
    let callback = Closure::wrap(act);
    let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    let init = MutationObserverInit::new();
    init.set_child_list(true);
    init.set_subtree(true);
    observer.observe_with_options(root, &init).ok()?;
    let kept = SendWrapper::new((observer, callback));
    Some(move || {
        let (observer, callback) = kept.take();
        observer.disconnect();
        drop(callback);
    })
}

fn restore(path: &[HtmlElement]) {
    // A shadow root without focus is reported as its host.
    let is_lost = focus::focused()
        .is_none_or(|focused| focused.tag_name() == "BODY" || focused.shadow_root().is_some());
    let left = path.iter().find(|element| element.is_connected()).filter(|_| is_lost);
    let Some(left) = left else { return };
    let region = left.closest(REGIONS).ok().flatten();
    let region = region.and_then(|region: Element| region.dyn_into::<HtmlElement>().ok());
    // Outside any region, the root itself.
    let region = region.or_else(|| path.last().cloned());
    if let Some(region) = region {
        focus::focus_in_place(&region);
    }
}
