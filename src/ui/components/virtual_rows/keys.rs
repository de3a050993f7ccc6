//! The keys that move the focus from row to row.

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{
    Item, VirtualRows, f64_of, position_of,
    scrolling::{REGION, bring_into_view, bring_place_into_view},
    view_height, whole,
};
use crate::ui::reactive::*;
use crate::ui::{browser::focus, components::table::table, dom::El};

impl<T: Item> VirtualRows<T> {
    /// The table to put the [`body`](Self::body) into. It has the focus while the focused row isn't in
    /// the page, and takes the keys then.
    pub fn table(self, name: &'static str) -> El {
        // The head is a row too.
        table(name)
            .attr("aria-rowcount", move || (self.items.with(Vec::len) + 1).to_string())
            .on(ev::keydown, move |event: KeyboardEvent| self.press(&event))
            // Also where the table is clicked later: it stands for no row then.
            .on(ev::focusin, move |_| self.left.set_value(None))
    }

    fn press(self, event: &KeyboardEvent) {
        let Some(at) = self.pressed_at(event) else { return };
        let last = self.items.with_untracked(Vec::len).saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowDown" => at + 1,
            "ArrowUp" => at.saturating_sub(1),
            "PageDown" => at + self.page(),
            "PageUp" => at.saturating_sub(self.page()),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        self.focus_row(next.min(last));
    }

    /// The row that a key was pressed in, or in which it would have been if it were in the page.
    fn pressed_at(self, event: &KeyboardEvent) -> Option<usize> {
        let target: Element = event.target()?.dyn_into().ok()?;
        let body = self.body.get_untracked()?;
        if table_of(&body).is_some_and(|table| *table == target) {
            return self.to_focus.get_value().or(self.left.get_value());
        }
        position_of(&target).filter(|_| target.has_attribute("data-row-focus"))
    }

    /// How far PageUp and PageDown go: half of the rows that fit into what shows them.
    fn page(self) -> usize {
        let region = self.body.get_untracked().and_then(|body| body.closest(REGION).ok().flatten());
        let height = region.map_or_else(view_height, |region| f64::from(region.client_height()));
        (whole(height / self.row_height.get_value()) as usize / 2).max(1)
    }

    /// Brings a row into view, and focuses it.
    fn focus_row(self, at: usize) {
        let Some(body) = self.body.get_untracked() else { return };
        match row_at(&body, at) {
            Some(row) => bring_into_view(&row, self.row_height.get_value()),
            None => {
                let (start, end) = self.window.get_untracked();
                let (space, above) = match at < start {
                    true => (body.first_element_child(), at),
                    false => (body.last_element_child(), at.saturating_sub(end)),
                };
                let height = self.row_height.get_value();
                if let Some(space) = space {
                    bring_place_into_view(&space, whole(height * f64_of(above)), whole(height));
                }
            }
        }
        self.follow();
        self.to_focus.set_value(Some(at));
        self.focus_when_drawn();
    }

    /// Moves the focus in the next frame if its row is there by then; rows may come and go until the
    /// page has settled where it was scrolled to.
    pub(super) fn focus_when_drawn(self) {
        if self.to_focus.try_get_value().flatten().is_none() {
            return;
        }
        request_animation_frame(move || {
            let at = self.to_focus.try_get_value().flatten();
            let Some((at, body)) = at.zip(self.body.try_get_untracked().flatten()) else { return };
            if !has_focus(&body) {
                // The user went somewhere else.
                return self.to_focus.set_value(None);
            }
            if let Some(inside) = focusable(&body, at) {
                self.to_focus.set_value(None);
                focus::focus(&inside);
            }
        });
    }

    /// Returns the focus from the table to a row that was drawn again, in the next frame, once the
    /// spaces around the rows have their size.
    pub(super) fn focus_again(self, at: usize) {
        request_animation_frame(move || {
            let Some(body) = self.body.try_get_untracked().flatten() else { return };
            let is_left = table_of(&body) == focus::focused();
            let is_wanted = self.to_focus.try_get_value() == Some(None) && is_left;
            if let Some(inside) = focusable(&body, at).filter(|_| is_wanted) {
                focus::focus_in_place(&inside);
            }
        });
    }
}

pub(super) fn table_of(body: &Element) -> Option<HtmlElement> {
    body.closest("table").ok()??.dyn_into().ok()
}

/// Whether the focus is in the table.
fn has_focus(body: &Element) -> bool {
    let focused = focus::focused();
    table_of(body).zip(focused).is_some_and(|(table, focused)| table.contains(Some(&focused)))
}

/// What has the focus in the drawn row at a position.
fn focusable(body: &Element, at: usize) -> Option<HtmlElement> {
    let row = row_at(body, at)?;
    row.query_selector("[data-row-focus]").ok()??.dyn_into().ok()
}

/// The drawn row at a position.
fn row_at(body: &Element, at: usize) -> Option<Element> {
    body.query_selector(&format!("[data-row=\"{at}\"]")).ok()?
}
