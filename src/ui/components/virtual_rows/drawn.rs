//! The rows that are in the page.

use leptos::tachys::view::Mountable;
use web_sys::{Element, HtmlElement};

use super::{Item, Position, keys::table_of};
use crate::ui::reactive::*;
use crate::ui::{browser::focus, dom::Placed};

/// Consecutive rows of a table's body, in the page.
///
/// A row stays where it is while others come and go around it, so it keeps the focus and an open menu.
/// Leptos's keyed lists move every row when one is added before it.
pub(super) struct DrawnRows<T: Item> {
    rows: Vec<(T, DrawnRow)>,
    /// Rows that were taken out and still have their signals, effects and listeners. Ending them takes
    /// half as long as drawing rows, and nothing on screen waits for it.
    taken_out: Vec<DrawnRow>,
}

/// How many rows end in one task.
const END_AT_ONCE: usize = 8;

/// A row, built and perhaps in the page.
pub(super) struct DrawnRow {
    at: usize,
    view: Placed,
    /// Ends the row's signals and effects with the row.
    owner: Owner,
}

impl<T: Item> DrawnRows<T> {
    pub(super) const fn new() -> Self {
        Self { rows: Vec::new(), taken_out: Vec::new() }
    }

    /// Takes all rows out of the page, and ends them.
    pub(super) fn clear(&mut self) {
        for (_, mut row) in std::mem::take(&mut self.rows) {
            row.view.unmount();
            row.owner.cleanup();
        }
        while self.end_some() {}
    }

    /// The height of the first row, and so of any.
    pub(super) fn row_height(&self) -> Option<f64> {
        let (_, row) = self.rows.first()?;
        Some(row.view.elements().first()?.get_bounding_client_rect().height())
    }

    /// The first row that isn't above the view, and where it begins.
    pub(super) fn first_in_view(&self) -> Option<(usize, f64)> {
        let is_above = |row: &DrawnRow| {
            let last = row.view.elements().pop();
            last.is_some_and(|it| it.get_bounding_client_rect().bottom() <= 0.0)
        };
        let (_, row) = self.rows.get(self.rows.partition_point(|(_, row)| is_above(row)))?;
        Some((row.at, row.view.elements().first()?.get_bounding_client_rect().top()))
    }

    /// Whether rows that were taken out are still to be ended.
    pub(super) fn is_any_out(&self) -> bool {
        !self.taken_out.is_empty()
    }

    /// Ends some of the rows that were taken out; `false` when there were none left.
    pub(super) fn end_some(&mut self) -> bool {
        let from = self.taken_out.len().saturating_sub(END_AT_ONCE);
        let ended = self.taken_out.split_off(from);
        for row in &ended {
            row.owner.cleanup();
        }
        !ended.is_empty()
    }

    /// Draws the items from position `start` on before `end`, a child of `body`. A row whose item is
    /// still there stays, as long as the order stays: one that moves down takes the place of those
    /// between, which are drawn again.
    ///
    /// The focus of a row that goes moves to the table. Returns the position of that row.
    pub(super) fn change(
        &mut self,
        body: &HtmlElement,
        end: &HtmlElement,
        start: usize,
        items: &[T],
        draw: impl Fn(usize, T) -> DrawnRow,
    ) -> Option<usize> {
        let mut kept: Vec<Option<DrawnRow>> = items.iter().map(|_| None).collect();
        let mut out = Vec::new();
        let mut from = 0;
        for (item, mut row) in std::mem::take(&mut self.rows) {
            match items[from..].iter().position(|it| *it == item) {
                Some(further) => {
                    from += further;
                    row.move_to(start + from);
                    kept[from] = Some(row);
                    from += 1;
                }
                None => out.push(row),
            }
        }
        let left = focus::focused().and_then(|focused| out.iter().find(|row| row.has(&focused)));
        let left = left.map(|row| row.at);
        for mut row in out {
            row.view.unmount();
            self.taken_out.push(row);
        }
        // From the end: each row goes before the next one.
        let mut rows: Vec<(T, DrawnRow)> = Vec::with_capacity(kept.len());
        for (index, row) in kept.into_iter().enumerate().rev() {
            let row = row.unwrap_or_else(|| {
                let mut row = draw(start + index, items[index].clone());
                match rows.last() {
                    Some((_, next)) => _ = next.view.insert_before_this(&mut row.view),
                    None => row.view.mount(body, Some(end)),
                }
                row
            });
            rows.push((items[index].clone(), row));
        }
        rows.reverse();
        self.rows = rows;
        // Moving the focus lays the page out: not while rows are missing.
        if let Some(table) = left.and_then(|_| table_of(body)) {
            focus::focus_in_place(&table);
        }
        left
    }
}

impl DrawnRow {
    pub(super) fn new(at: usize, view: Placed, owner: Owner) -> Self {
        Self { at, view, owner }
    }

    /// Updates the position after rows above were added or removed.
    fn move_to(&mut self, at: usize) {
        if self.at != at {
            self.at = at;
            if let Some(row) = self.view.elements().first() {
                for (name, value) in Position(at).attributes() {
                    // Setting an attribute of a plain name succeeds.
                    let _ = row.set_attribute(name, &value);
                }
            }
        }
    }

    fn has(&self, inside: &Element) -> bool {
        self.view.elements().iter().any(|row| row.contains(Some(inside)))
    }
}
