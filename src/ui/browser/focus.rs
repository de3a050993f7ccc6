//! Moving the focus within the root that the editor is in.

use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, Event, FocusOptions, HtmlElement, HtmlInputElement, ScrollIntoViewOptions,
    ScrollLogicalPosition, ShadowRoot, SubmitEvent,
};

use crate::ui::reactive::*;

/// Focuses an element.
pub fn focus(element: &HtmlElement) {
    // Fails only for a detached element, which needs no focus.
    let _ = element.focus();
}

/// Focuses an element without scrolling to it; makes it focusable if needed.
pub fn focus_in_place(element: &HtmlElement) {
    if element.tab_index() < 0 {
        element.set_tab_index(-1);
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Fails only for a detached element, which needs no focus.
    let _ = element.focus_with_options(&options);
}

/// Scrolls the least that shows all of an element.
pub fn bring_into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// What has the focus, inside shadow roots as well.
pub fn focused() -> Option<HtmlElement> {
    let mut focused = document().active_element()?;
    while let Some(inner) = focused.shadow_root().and_then(|root| root.active_element()) {
        focused = inner;
    }
    focused.dyn_into().ok()
}

/// Returns the focus to an element once its cover is gone.
pub fn give_back(to: HtmlElement) {
    request_animation_frame(move || {
        if to.is_connected() {
            focus(&to);
        }
    });
}

/// Brings the label of the field `id` into view and focuses the input. The field is looked up from
/// the root of the element that the event came from, never from the document: two editors may share
/// a page.
pub fn focus_field(event: &Event, id: &str) {
    let from = event.current_target().or_else(|| event.target());
    if let Some(from) = from.as_ref().and_then(|from| from.dyn_ref()) {
        focus_field_from(from, id);
    }
}

/// The same, looked up from the root of `from`; false while the field isn't there.
pub fn focus_field_from(from: &Element, id: &str) -> bool {
    let Some(field) = in_root_of(from, id) else { return false };
    let label = in_root_of(&field, &format!("{id}-label"));
    label.unwrap_or_else(|| field.clone()).scroll_into_view();
    if let Some(field) = field.dyn_ref() {
        focus(field);
    }
    true
}

/// Focuses the input `id`, in the root of what the event came from.
pub fn focus_input(event: &Event, id: &str) {
    let from = event.current_target().and_then(|from| from.dyn_into::<Element>().ok());
    let input = from.and_then(|from| in_root_of(&from, id));
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        focus(&input);
    }
}

/// The element with this id in the document or shadow root that `from` is in.
pub fn in_root_of(from: &Element, id: &str) -> Option<Element> {
    let root = from.get_root_node();
    match root.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.get_element_by_id(id),
        None => {
            root.dyn_ref::<Document>().map_or_else(document, Clone::clone).get_element_by_id(id)
        }
    }
}

/// Focuses the first invalid field of the page, once the marks are drawn.
pub fn focus_first_invalid() {
    request_animation_frame(|| {
        let field = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            focus(&field);
        }
    });
}

/// The text in the field `id` of a submitted form, whether or not an input event reported it.
pub fn value_in(event: &SubmitEvent, id: &str) -> Option<String> {
    let form = event.current_target()?.dyn_into::<Element>().ok()?;
    Some(in_root_of(&form, id)?.dyn_into::<HtmlInputElement>().ok()?.value())
}

/// Focuses an element and selects its text.
pub fn select(element: &HtmlElement) {
    focus(element);
    if let Ok(Some(selection)) = window().get_selection() {
        // Fails only for a detached element.
        let _ = selection.select_all_children(element);
    }
}
