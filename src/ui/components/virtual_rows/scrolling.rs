//! What scrolls a table: the page, or elements around it.
//!
//! A portal may scroll its content instead of the page, and an element inside a shadow root reports
//! its scrolling nowhere else.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{
    Element, EventTarget, HtmlElement, ScrollBehavior, ScrollIntoViewOptions,
    ScrollLogicalPosition, ShadowRoot,
};

/// Reports that something around a table scrolled, until it is dropped. Scrolling inside a closed
/// shadow root of the page isn't heard.
pub(super) struct ScrollWatch {
    targets: Vec<EventTarget>,
    listener: Closure<dyn Fn()>,
}

const SCROLL: &str = "scroll";

impl ScrollWatch {
    /// `table` is in the page.
    pub(super) fn start(table: &Element, act: impl Fn() + 'static) -> Self {
        let listener = Closure::<dyn Fn()>::new(act);
        let mut targets: Vec<EventTarget> = vec![document().into()];
        let mut next = Some(table.clone());
        // Outwards, through the slots of elements that lay out what they are given.
        while let Some(inside) = next {
            let slot = inside.assigned_slot().map(Element::from);
            next = slot.or_else(|| inside.parent_element()).or_else(|| {
                let root: ShadowRoot = inside.get_root_node().dyn_into().ok()?;
                targets.push(root.clone().into());
                Some(root.host())
            });
        }
        for target in &targets {
            // These events don't bubble: they are heard on the way to their element.
            let _ = target.add_event_listener_with_callback_and_bool(
                SCROLL,
                listener.as_ref().unchecked_ref(),
                true,
            );
        }
        Self { targets, listener }
    }
}

impl Drop for ScrollWatch {
    fn drop(&mut self) {
        for target in &self.targets {
            let _ = target.remove_event_listener_with_callback_and_bool(
                SCROLL,
                self.listener.as_ref().unchecked_ref(),
                true,
            );
        }
    }
}

/// Scrolls the least that shows a row, whatever scrolls it. The style sheet leaves room for sticky
/// bars, and for one more row on either side.
pub(super) fn bring_into_view(row: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    // Even if the page's styles ask for smooth scrolling.
    options.set_behavior(ScrollBehavior::Instant);
    row.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The same for a row that isn't in the page: `above` is the height of what is between the top of the
/// `space` that stands for it and the row.
pub(super) fn bring_place_into_view(space: &Element, above: u32, height: u32) {
    let cell = space.first_element_child();
    let place = document().create_element("div").ok().and_then(|it| it.dyn_into().ok());
    let Some((cell, place)) = cell.zip::<HtmlElement>(place) else { return };
    for (name, pixels) in [("margin-block-start", above), ("block-size", height)] {
        // The value is valid.
        let _ = place.style().set_property(name, &format!("{pixels}px"));
    }
    place.set_class_name("table__place");
    if cell.append_child(&place).is_ok() {
        bring_into_view(&place);
        place.remove();
    }
}
