//! What scrolls a table: the page, or elements around it.
//!
//! A portal may scroll its content instead of the page, and an element inside a shadow root reports
//! its scrolling nowhere else.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, EventTarget, HtmlElement, ScrollBehavior, ScrollToOptions, ShadowRoot};

use super::view_height;

/// Reports that something around a table scrolled, until it is dropped.
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
        let mut inside = table.clone();
        while let Some(root) = root_of(&inside) {
            inside = root.host();
            targets.push(root.into());
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

fn root_of(inside: &Element) -> Option<ShadowRoot> {
    inside.get_root_node().dyn_into().ok()
}

/// The elements around a table that scroll it, the innermost first.
pub(super) struct Scrollers(Vec<Element>);

impl Scrollers {
    pub(super) fn around(table: &Element) -> Self {
        let mut scrollers = Vec::new();
        let mut inside = table.clone();
        while let Some(outer) =
            inside.parent_element().or_else(|| root_of(&inside).map(|root| root.host()))
        {
            if is_scroller(&outer) {
                scrollers.push(outer.clone());
            }
            inside = outer;
        }
        Self(scrollers)
    }

    /// The part of the window in which the table can be seen: from its top to its bottom.
    pub(super) fn view(&self) -> (f64, f64) {
        self.0.iter().fold((0.0, view_height()), |(top, bottom), it| {
            let rect = it.get_bounding_client_rect();
            (top.max(rect.top()), bottom.min(rect.bottom()))
        })
    }

    /// Moves the table up by a distance in pixels: each scroller as far as it can, the page last.
    pub(super) fn scroll(&self, table: &HtmlElement, by: f64) {
        let top = || table.get_bounding_client_rect().top();
        let goal = top() - by;
        let options = ScrollToOptions::new();
        // Even if the page's styles ask for smooth scrolling.
        options.set_behavior(ScrollBehavior::Instant);
        for scroller in &self.0 {
            options.set_top(top() - goal);
            scroller.scroll_by_with_scroll_to_options(&options);
        }
        options.set_top(top() - goal);
        window().scroll_by_with_scroll_to_options(&options);
    }
}

fn is_scroller(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok());
    matches!(overflow.as_deref(), Some("auto" | "scroll"))
        && element.scroll_height() > element.client_height()
}
