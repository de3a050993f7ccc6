//! Keeps the focus in a part of the page when the element that has it disappears.
//!
//! Browsers then move it to `body`: the next Tab starts at the top of the page, and keys that the
//! part listens to are lost. Here it goes to the nearest region that is left.

use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, Event, HtmlElement, MutationObserver, MutationObserverInit};

use super::focus;
use crate::ui::reactive::*;

/// The event of an element, or one inside it, that gets the focus.
const FOCUS: &str = "focusin";

/// The regions that can receive the focus when an element inside them disappears.
const REGIONS: &str = "section, aside, table, form, dialog, [role=region], [role=group]";

/// Keeps the focus within `root`, as long as the current owner exists. Code that moves the focus
/// deliberately in the same frame takes precedence.
pub fn keep_focus(root: &HtmlElement) {
    // The focused element and its ancestors.
    let path = StoredValue::new(Vec::<HtmlElement>::new());
    let changed = Closure::<dyn Fn()>::new(move || {
        let is_gone =
            path.try_with_value(|path| path.first().is_some_and(|focused| !focused.is_connected()));
        if is_gone == Some(true) {
            request_animation_frame(move || {
                let path = path.try_update_value(std::mem::take).unwrap_or_default();
                restore(&path);
            });
        }
    });
    let within = root.clone();
    let focused = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let focused = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let ancestors = std::iter::successors(focused, |element| {
            if *element == within { None } else { element.parent_element()?.dyn_into().ok() }
        });
        path.try_set_value(ancestors.collect());
    });
    let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) else { return };
    let init = MutationObserverInit::new();
    init.set_child_list(true);
    init.set_subtree(true);
    // Both fail only for names and options that don't exist.
    let _ = observer.observe_with_options(root, &init);
    let _ = root.add_event_listener_with_callback(FOCUS, focused.as_ref().unchecked_ref());
    let kept = SendWrapper::new((root.clone(), observer, changed, focused));
    on_cleanup(move || {
        let (root, observer, changed, focused) = kept.take();
        observer.disconnect();
        let _ = root.remove_event_listener_with_callback(FOCUS, focused.as_ref().unchecked_ref());
        drop((changed, focused));
    });
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
