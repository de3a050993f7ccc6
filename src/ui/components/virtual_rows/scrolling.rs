//! What scrolls a table: the page, or elements around it.
//!
//! A portal may scroll its content instead of the page, and an element inside a shadow root reports
//! its scrolling nowhere else.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{
    Element, EventTarget, HtmlElement, ScrollBehavior, ScrollIntoViewOptions,
    ScrollLogicalPosition, ScrollToOptions, ShadowRoot,
};

use super::view_height;

/// Reports that something around a table scrolled, until it is dropped. A table that is in a slot of a
/// closed shadow root doesn't hear what scrolls inside that root.
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
        for element in outwards(table) {
            if let Some(root) = root_without_parent(&element) {
                targets.push(root.into());
            }
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

/// An element and those around it, through the slots of elements that lay out what they are given.
fn outwards(inside: &Element) -> impl Iterator<Item = Element> {
    std::iter::successors(Some(inside.clone()), |inside| {
        let slot = inside.assigned_slot().map(Element::from);
        slot.or_else(|| inside.parent_element())
            .or_else(|| root_without_parent(inside).map(|root| root.host()))
    })
}

/// The shadow root that the outermost element of a shadow tree is in.
fn root_without_parent(element: &Element) -> Option<ShadowRoot> {
    element.parent_node()?.dyn_into().ok()
}

/// A part of the page that scrolls its table by itself.
pub(super) const REGION: &str = ".table-region";

/// Scrolls until a row is seen, whatever scrolls it; `row` is the row or what stands for it. Leaves room
/// for the bars that stay at the edges of a page, and in a region for the table's own head.
pub(super) fn bring_into_view(row: &Element, height: f64) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    // Even if the page's styles ask for smooth scrolling.
    options.set_behavior(ScrollBehavior::Instant);
    row.scroll_into_view_with_scroll_into_view_options(&options);
    // What is behind a bar counts as seen.
    let head = row.closest("table").ok().flatten();
    let head = head.and_then(|table| table.query_selector("thead th").ok().flatten());
    let head = head.map_or(0.0, |head| head.get_bounding_client_rect().bottom());
    let (top, bottom) = match row.closest(REGION).ok().flatten() {
        Some(region) => (head, region.get_bounding_client_rect().bottom()),
        None => (head.max(height * 3.0), view_height() - height * 2.0),
    };
    let rect = row.get_bounding_client_rect();
    let by = match rect.top() < top {
        true => rect.top() - top,
        false => (rect.bottom() - bottom).max(0.0),
    };
    scroll(row, by);
}

/// Moves a row up by a distance in pixels: each scroller as far as it can, the page last.
fn scroll(row: &Element, by: f64) {
    let top = || row.get_bounding_client_rect().top();
    let goal = top() - by;
    let options = ScrollToOptions::new();
    options.set_behavior(ScrollBehavior::Instant);
    for scroller in outwards(row).filter(is_scroller).chain(document().scrolling_element()) {
        let left = top() - goal;
        if left.abs() < 1.0 {
            return;
        }
        options.set_top(left);
        scroller.scroll_by_with_scroll_to_options(&options);
    }
}

/// Whether an element scrolls its content. `body` may look so without doing so: its style applies to
/// the page.
fn is_scroller(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok());
    matches!(overflow.as_deref(), Some("auto" | "scroll"))
        && element.scroll_height() > element.client_height()
}

/// Scrolls as [`bring_into_view`] does, for a row that isn't in the page: `above` is the height between
/// the top of the `space` that stands for it and the row.
pub(super) fn bring_place_into_view(space: &Element, above: u32, height: u32) {
    let cell = space.first_element_child();
    let place = document().create_element("div").ok().and_then(|it| it.dyn_into().ok());
    let Some((cell, place)) = cell.zip::<HtmlElement>(place) else { return };
    for (name, pixels) in [("margin-block-start", above), ("block-size", height)] {
        // The value is valid.
        let _ = place.style().set_property(name, &format!("{pixels}px"));
    }
    if cell.append_child(&place).is_ok() {
        bring_into_view(&place, f64::from(height));
        place.remove();
    }
}
