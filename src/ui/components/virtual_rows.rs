//! The rows of a long table; only those near the view are in the page.
//!
//! Acceptance: assistive technology learns the number of rows and the current one (`aria-rowcount`
//! on the table, `aria-rowindex` on each row); ArrowDown, ArrowUp, PageDown, PageUp, Home and End
//! move the focus through all rows, including those that aren't in the page; the focus stays in the
//! table when its row leaves the page. Printing prints every row.

use std::hash::Hash;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::ui::{
    browser::focus,
    dom::{El, ElRef, View, kept_items, live, p, tbody, td, tr},
};

/// A table with this many rows or fewer is in the page completely, so that the browser's search
/// finds every row.
const WHOLE: usize = 100;

/// Rows that are drawn before they come into view, on either side.
const AHEAD: usize = 24;

/// The window moves in steps, so that few scroll events change the page.
const STEP: usize = 8;

/// The height of a row until one has been measured, in pixels.
const ROW: f64 = 36.0;

/// What a row shows. A row whose item changes is drawn again.
pub trait Item: Clone + Eq + Hash + Send + Sync + 'static {}

impl<T: Clone + Eq + Hash + Send + Sync + 'static> Item for T {}

/// Which of many rows are in the page. All rows have the same height.
pub struct VirtualRows<T: Item> {
    /// In order.
    items: Memo<Vec<T>>,
    body: ElRef,
    /// The first row in view, rounded down to a step.
    top: RwSignal<usize>,
    row_height: StoredValue<f64>,
    /// The first row in the page, and the one after the last.
    window: Memo<(usize, usize)>,
}

impl<T: Item> Clone for VirtualRows<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Item> Copy for VirtualRows<T> {}

impl<T: Item> VirtualRows<T> {
    pub fn new(items: Memo<Vec<T>>) -> Self {
        let (top, is_printing) = (RwSignal::new(0), RwSignal::new(false));
        let window = Memo::new(move |_| {
            let count = items.with(Vec::len);
            if count <= WHOLE || is_printing.get() {
                return (0, count);
            }
            let first = top.get().min(count).saturating_sub(AHEAD);
            (first, (top.get() + in_view() + STEP + AHEAD).min(count))
        });
        let row_height = StoredValue::new(ROW);
        let rows = Self { items, body: ElRef::new(), top, row_height, window };
        // Captured: the page or a region around the table may scroll.
        for event in ["scroll", "resize"] {
            let listener = window_event_listener_untyped(event, move |_| rows.follow());
            on_cleanup(move || listener.remove());
        }
        for (event, is_begun) in [("beforeprint", true), ("afterprint", false)] {
            let listener = window_event_listener_untyped(event, move |_| is_printing.set(is_begun));
            on_cleanup(move || listener.remove());
        }
        rows
    }

    /// The positions roughly in view: the first, and the one after the last.
    pub fn visible(self) -> Memo<(usize, usize)> {
        Memo::new(move |_| {
            let count = self.items.with(Vec::len);
            let first = self.top.get().min(count);
            (first, (first + in_view() + STEP).min(count))
        })
    }

    /// The number of rows for `aria-rowcount`, including the head.
    pub fn row_count(self) -> String {
        (self.items.with(Vec::len) + 1).to_string()
    }

    /// Says how many rows the browser's own search can't find, and what to use `instead`.
    pub fn hint(self, instead: &'static str) -> View {
        let hidden = Memo::new(move |_| {
            let (start, end) = self.window.get();
            self.items.with(Vec::len).saturating_sub(end - start)
        });
        live(move || {
            let hidden = hidden.get();
            (hidden > 0).then(|| {
                p().class("hint table__hidden").child(format!(
                    "{hidden} rows outside the view aren’t in the page, so the browser’s own \
                     search doesn’t find them. {instead}"
                ))
            })
        })
    }

    /// The body of the table. `row` draws the row at a position (from 0) for an item; the link or
    /// button that the arrows move to carries `data-row-focus`.
    pub fn body(self, row: impl Fn(usize, T) -> El + Clone + Send + Sync + 'static) -> El {
        let space = move |rows: usize| {
            let height = whole(self.row_height.get_value() * f64_of(rows));
            (rows > 0).then(|| {
                // A single cell: more would claim a share of the table's width.
                let cell = td().class("table__space").height(height);
                tr().role("presentation").attr("aria-hidden", "true").child(cell)
            })
        };
        tbody()
            .node_ref(self.body)
            .role("rowgroup")
            .on(ev::keydown, move |event: KeyboardEvent| self.press(&event))
            .child((
                move || space(self.window.get().0),
                kept_items(
                    move || {
                        let (start, end) = self.window.get();
                        self.items.with(|items| {
                            let end = end.min(items.len());
                            (start.min(end)..end).map(|at| (at, items[at].clone())).collect()
                        })
                    },
                    move |(at, item): (usize, T)| {
                        row(at, item)
                            .attr("data-row", at.to_string())
                            // The head is row 1.
                            .attr("aria-rowindex", (at + 2).to_string())
                            .into_any()
                    },
                ),
                move || space(self.items.with(Vec::len).saturating_sub(self.window.get().1)),
            ))
    }

    /// Draws the rows that are in view now.
    fn follow(self) {
        let Some(body) = self.body.try_get_untracked().flatten() else { return };
        if let Some(row) = row_element(&body, None) {
            let height = row.get_bounding_client_rect().height();
            if height > 0.0 {
                self.row_height.set_value(height);
            }
        }
        let above = -body.get_bounding_client_rect().top() / self.row_height.get_value();
        let top = (whole(above) as usize / STEP) * STEP;
        if self.top.get_untracked() == top {
            return;
        }
        let focused = focus::focused().and_then(|focused| position_of(&focused));
        self.top.set(top);
        let (start, end) = self.window.get_untracked();
        if focused.is_some_and(|at| at < start || at >= end) {
            let table = body.closest("table").ok().flatten();
            if let Some(table) = table.and_then(|table| table.dyn_into::<HtmlElement>().ok()) {
                focus::focus_in_place(&table);
            }
        }
    }

    fn press(self, event: &KeyboardEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target.filter(|target| target.has_attribute("data-row-focus")) else {
            return;
        };
        let Some(at) = position_of(&target) else { return };
        let last = self.items.with_untracked(Vec::len).saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowDown" => at + 1,
            "ArrowUp" => at.saturating_sub(1),
            "PageDown" => at + in_view() / 2,
            "PageUp" => at.saturating_sub(in_view() / 2),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        self.focus_row(next.min(last));
    }

    /// Brings a row into view, and focuses it.
    fn focus_row(self, at: usize) {
        let Some(body) = self.body.get_untracked() else { return };
        let rect = body.get_bounding_client_rect();
        let height = self.row_height.get_value();
        let row_top = rect.top() + height * f64_of(at);
        // Leave room for sticky bars, and for one more row on either side.
        let (least, most) = (height * 3.0, view_height() - height * 2.0);
        let by = if row_top < least { row_top - least } else { (row_top - most).max(0.0) };
        if by != 0.0 {
            window().scroll_by_with_x_and_y(0.0, by);
            self.follow();
        }
        request_animation_frame(move || {
            let row = row_element(&body, Some(at));
            let inside = row.and_then(|row| row.query_selector("[data-row-focus]").ok().flatten());
            if let Some(inside) = inside.and_then(|inside| inside.dyn_into().ok()) {
                focus::focus(&inside);
            }
        });
    }
}

/// A drawn row: the one at a position, or any.
fn row_element(body: &HtmlElement, at: Option<usize>) -> Option<Element> {
    let selector = match at {
        Some(at) => format!("[data-row=\"{at}\"]"),
        None => "[data-row]".to_owned(),
    };
    body.query_selector(&selector).ok()?
}

fn position_of(inside: &Element) -> Option<usize> {
    inside.closest("[data-row]").ok()??.get_attribute("data-row")?.parse().ok()
}

fn view_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0)
}

/// The most rows that fit into view.
fn in_view() -> usize {
    whole(view_height() / ROW) as usize + 1
}

/// Rounded down to a whole number, never negative.
fn whole(number: f64) -> u32 {
    number.clamp(0.0, 1e9) as u32
}

fn f64_of(rows: usize) -> f64 {
    rows as f64
}
