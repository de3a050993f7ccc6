//! The rows of a long table; only those near the view are in the page.
//!
//! Acceptance: assistive technology learns the number of rows and the current one (`aria-rowcount`
//! on the table, `aria-rowindex` on each row); ArrowDown, ArrowUp, PageDown, PageUp, Home and End
//! move the focus through all rows, including those that aren't in the page; the focus stays in the
//! table when its row leaves the page. Printing prints every row.

mod drawn;
mod follow;
mod keys;
mod range;
mod scrolling;

use leptos::{ev, tachys::view::Render, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use drawn::{DrawnRow, DrawnRows};
use range::{AT_ONCE, Range, covers, within};
use scrolling::ScrollWatch;

use crate::ui::reactive::*;
use crate::{
    gateway::pause::give_way,
    ui::dom::{El, ElRef, View, live, p, tbody, td, tr},
};

/// A table with this many rows or fewer is in the page completely, so that the browser's search
/// finds every row.
const WHOLE: usize = 60;

/// Rows below the view that count as visible.
const NEXT: usize = 12;

/// The rows that are drawn first, before any is measured.
const FIRST: usize = 16;

/// The height of a row until one has been measured, in pixels.
const ROW: f64 = 36.0;

/// What a row shows. A row whose item changes is drawn again.
pub trait Item: Clone + Eq + Send + Sync + 'static {}

impl<T: Clone + Eq + Send + Sync + 'static> Item for T {}

/// The position of a row, from 0.
#[derive(Clone, Copy)]
pub struct Position(usize);

impl Position {
    /// Marks a row with its position.
    pub fn mark(self, row: El) -> El {
        let [at, row_index] = self.attributes();
        row.attr(at.0, at.1).attr(row_index.0, row_index.1)
    }

    fn attributes(self) -> [(&'static str, String); 2] {
        // The head is row 1.
        [("data-row", self.0.to_string()), ("aria-rowindex", (self.0 + 2).to_string())]
    }
}

/// Which of many rows are in the page. All rows have the same height.
///
/// Rows in view are drawn at once, and those around them a few per frame, so that neither scrolling
/// nor a new list takes longer than a frame.
pub struct VirtualRows<T: Item> {
    /// In order.
    items: Memo<Vec<T>>,
    /// Increases when most of the drawn rows change; a few changed rows keep it.
    list: Memo<u32>,
    body: ElRef,
    /// The rows in view.
    in_view: RwSignal<Range>,
    /// The rows that were drawn last, and of which list.
    drawn: RwSignal<(u32, Range)>,
    row_height: StoredValue<f64>,
    /// A frame is due, after which more rows are drawn.
    is_due: StoredValue<bool>,
    /// Something was scrolled, or the pointer or the focus moved in the table.
    is_used: StoredValue<bool>,
    /// Last scrolled up.
    is_upward: StoredValue<bool>,
    /// The positions of the rows in the page.
    window: Memo<Range>,
    /// The rows in the page. Dropped with the table: effects of its rows that are already due must not
    /// run.
    rows: StoredValue<DrawnRows<T>>,
    /// Every row is in the page.
    is_printing: RwSignal<bool>,
    /// The row that a key moves the focus to, until it is in the page.
    to_focus: StoredValue<Option<usize>>,
    /// The row that had the focus when it left the page, while its table has the focus for it.
    left: StoredValue<Option<usize>>,
    /// Set once the table is in the page.
    scroll_watch: StoredValue<Option<ScrollWatch>>,
}

impl<T: Item> Clone for VirtualRows<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Item> Copy for VirtualRows<T> {}

impl<T: Item> VirtualRows<T> {
    pub fn new(items: Memo<Vec<T>>) -> Self {
        let is_printing = RwSignal::new(false);
        let in_view = RwSignal::new((0, FIRST));
        let drawn = RwSignal::new((0, (0, 0)));
        let before = StoredValue::new(Vec::new());
        let list = Memo::new(move |last: Option<&u32>| {
            let (_, (start, end)) = drawn.get_untracked();
            items.with(|items| {
                let end = end.min(items.len());
                let start = start.min(end);
                let new = before.with_value(|before: &Vec<T>| {
                    let (drawn, now) = (before.get(start..end), items.get(start..end));
                    drawn.zip(now).is_none_or(|(drawn, now)| {
                        now.iter().filter(|item| !drawn.contains(item)).nth(AT_ONCE).is_some()
                    })
                });
                before.set_value(items.clone());
                last.map_or(0, |last| last + u32::from(new))
            })
        });
        // A table that a search made short is completed a few rows at a time, like a longer one.
        let was_long = Memo::new(move |last: Option<&bool>| {
            last == Some(&true) || items.with(Vec::len) > WHOLE
        });
        let window = Memo::new(move |_| {
            let count = items.with(Vec::len);
            if is_printing.get() || !was_long.get() {
                return (0, count);
            }
            let ((of, range), in_view) = (drawn.get(), within(in_view.get(), count));
            match of == list.get() && covers(range, in_view) {
                true => within(range, count),
                false => in_view,
            }
        });
        let row_height = StoredValue::new(ROW);
        let (is_due, is_used) = (StoredValue::new(false), StoredValue::new(false));
        let body = ElRef::new();
        let rows = Self {
            items,
            list,
            body,
            in_view,
            drawn,
            row_height,
            is_due,
            is_used,
            is_upward: StoredValue::new(false),
            window,
            rows: StoredValue::new(DrawnRows::new()),
            is_printing,
            to_focus: StoredValue::new(None),
            left: StoredValue::new(None),
            scroll_watch: StoredValue::new(None),
        };
        let listener = window_event_listener_untyped("resize", move |_| rows.scrolled());
        on_cleanup(move || listener.remove());
        for (event, is_begun) in [("beforeprint", true), ("afterprint", false)] {
            let listener = window_event_listener_untyped(event, move |_| {
                is_printing.set(is_begun);
                rows.go_on();
            });
            on_cleanup(move || listener.remove());
        }
        // This effect only asks for a frame: it writes no signal that the screen is derived from.
        Effect::new(move || {
            items.track();
            list.track();
            rows.go_on();
        });
        rows
    }

    /// The positions in view and of the rows that come next: the first, and the one after the last.
    pub fn visible(self) -> Memo<Range> {
        Memo::new(move |_| {
            let count = self.items.with(Vec::len);
            let (start, end) = within(self.in_view.get(), count);
            (start, (end + NEXT).min(count))
        })
    }

    /// Says how many rows the browser's own search can't find, and what to use `instead`.
    pub fn hint(self, instead: &'static str) -> View {
        let hidden = Memo::new(move |_| {
            let count = self.items.with(Vec::len);
            let (start, end) = self.window.get();
            if count > WHOLE { count.saturating_sub(end - start) } else { 0 }
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

    /// The body of the table. `row` draws an item and marks its row with its position; the link or
    /// button that the arrows move to carries `data-row-focus`.
    pub fn body(self, row: impl Fn(Position, T) -> View + 'static) -> El {
        let parent = Owner::current().unwrap_or_default().downgrade();
        // Built within its owner too: what a row's content creates must outlive this effect's run.
        let draw = move |at: usize, item: T| {
            let owner = parent.upgrade().unwrap_or_default().with(Owner::new);
            let view = owner.with(|| untrack(|| row(Position(at), item).build()));
            DrawnRow::new(at, view, owner)
        };
        let (above, end) = (ElRef::new(), ElRef::new());
        let rows = self.rows;
        // The body may be used again for another list, which draws its own rows.
        on_cleanup(move || {
            rows.try_update_value(DrawnRows::clear);
        });
        Effect::new(move || {
            let get = |node: ElRef| node.try_get().flatten();
            let Some(((body, above), end)) = get(self.body).zip(get(above)).zip(get(end)) else {
                return;
            };
            // Read before the window, which is derived from them: an effect of Leptos that reads a
            // derived memo first misses changes of the other one. An effect that is due runs even
            // if its table is gone.
            let changed = self.items.try_with(|items| {
                let window = self.window.try_get()?;
                let (start, stop) = within(window, items.len());
                // With the rows: were the page shorter in between, what is scrolled would end there.
                self.set_space(&above, start);
                self.set_space(&end, items.len() - stop);
                rows.try_update_value(|rows| {
                    let left = rows.change(&body, &end, start, &items[start..stop], &draw);
                    (left, rows.is_any_out())
                })
            });
            let Some((left, is_any_out)) = changed.flatten() else { return };
            if let Some(at) = left {
                self.left.set_value(left);
                self.focus_again(at);
            }
            self.focus_when_drawn();
            if is_any_out {
                spawn_local(async move {
                    give_way().await;
                    while rows.try_update_value(DrawnRows::end_some) == Some(true) {
                        give_way().await;
                    }
                });
            }
        });
        tbody()
            .node_ref(self.body)
            .role("rowgroup")
            .on(ev::focusin, move |_| {
                self.to_focus.set_value(None);
                self.prepare();
            })
            .on(ev::pointermove, move |_| self.prepare())
            .child((space(above), space(end)))
    }

    /// Makes a space as high as the rows that it stands for.
    fn set_space(self, space: &HtmlElement, rows: usize) {
        let height = whole(self.row_height.try_get_value().unwrap_or(ROW) * f64_of(rows));
        space.set_hidden(rows == 0);
        if let Some(cell) = space.first_element_child() {
            // By script: a strict policy allows that and refuses a `style` attribute. Valid for every
            // number of pixels.
            let style = cell.unchecked_into::<HtmlElement>().style();
            let _ = style.set_property("block-size", &format!("{height}px"));
        }
    }
}

/// Stands for rows that aren't in the page.
fn space(node: ElRef) -> El {
    // A single cell: more would claim a share of the table's width.
    tr().node_ref(node)
        .class("table__space")
        .role("presentation")
        .attr("aria-hidden", "true")
        .attr("hidden", "")
        .child(td())
}

fn position_of(inside: &Element) -> Option<usize> {
    inside.closest("[data-row]").ok()??.get_attribute("data-row")?.parse().ok()
}

fn view_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0)
}

/// Rounded down to a whole number, never negative.
fn whole(number: f64) -> u32 {
    number.clamp(0.0, 1e9) as u32
}

fn f64_of(rows: usize) -> f64 {
    rows as f64
}
