//! The rows that are in the page.

use leptos::{
    prelude::*,
    tachys::view::{Mountable, Render, any_view::AnyViewState},
};
use web_sys::HtmlElement;

use super::{Item, range::Range};
use crate::ui::dom::View;

/// Consecutive rows of a table's body, in the page.
///
/// A row stays where it is while others come and go on either side, so it keeps the focus and an open
/// menu. Leptos's keyed lists move every row when one is added before it.
pub(super) struct DrawnRows<T: Item> {
    /// The position of the first row.
    start: usize,
    rows: Vec<DrawnRow<T>>,
}

struct DrawnRow<T> {
    item: T,
    view: AnyViewState,
    /// Ends the row's signals and effects with the row.
    owner: Owner,
}

impl<T: Item> DrawnRows<T> {
    pub(super) const fn new() -> Self {
        Self { start: 0, rows: Vec::new() }
    }

    /// Draws the rows of a range before `end`, a child of `body`. A row stays when its position and
    /// its item are the same.
    pub(super) fn change(
        self,
        body: &HtmlElement,
        end: &HtmlElement,
        (start, stop): Range,
        items: &[T],
        draw: impl Fn(usize, T) -> (View, Owner),
    ) -> Self {
        let mut kept: Vec<Option<DrawnRow<T>>> = (start..stop).map(|_| None).collect();
        for (at, mut row) in (self.start..).zip(self.rows) {
            let place = at.checked_sub(start).and_then(|index| kept.get_mut(index));
            match place.filter(|_| items.get(at) == Some(&row.item)) {
                Some(place) => *place = Some(row),
                None => {
                    row.view.unmount();
                    row.owner.cleanup();
                }
            }
        }
        // From the end: each row goes before the next one.
        let mut rows: Vec<DrawnRow<T>> = Vec::with_capacity(kept.len());
        for (at, row) in (start..stop).zip(kept).rev() {
            let row = row.unwrap_or_else(|| {
                let item = items[at].clone();
                let (view, owner) = draw(at, item.clone());
                let mut view = view.build();
                match rows.last() {
                    Some(next) => _ = next.view.insert_before_this(&mut view),
                    None => view.mount(body, Some(end)),
                }
                DrawnRow { item, view, owner }
            });
            rows.push(row);
        }
        rows.reverse();
        Self { start, rows }
    }
}
