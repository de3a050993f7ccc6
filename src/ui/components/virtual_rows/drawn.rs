//! The rows that are in the page.

use leptos::{
    prelude::*,
    tachys::view::{Mountable, Render, any_view::AnyViewState},
};
use web_sys::HtmlElement;

use super::{Item, Position};
use crate::ui::dom::View;

/// Consecutive rows of a table's body, in the page.
///
/// A row stays where it is while others come and go around it, so it keeps the focus and an open menu.
/// Leptos's keyed lists move every row when one is added before it.
pub(super) struct DrawnRows<T: Item>(Vec<DrawnRow<T>>);

struct DrawnRow<T> {
    item: T,
    at: usize,
    view: AnyViewState,
    /// Ends the row's signals and effects with the row.
    owner: Owner,
}

impl<T: Item> DrawnRows<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Draws the items from position `start` on before `end`, a child of `body`. A row whose item is
    /// still there stays, as long as the order stays.
    pub(super) fn change(
        self,
        body: &HtmlElement,
        end: &HtmlElement,
        start: usize,
        items: &[T],
        draw: impl Fn(usize, T) -> (View, Owner),
    ) -> Self {
        let mut kept: Vec<Option<DrawnRow<T>>> = items.iter().map(|_| None).collect();
        let mut from = 0;
        for mut row in self.0 {
            match items[from..].iter().position(|item| *item == row.item) {
                Some(further) => {
                    from += further;
                    row.move_to(start + from);
                    kept[from] = Some(row);
                    from += 1;
                }
                None => {
                    row.view.unmount();
                    row.owner.cleanup();
                }
            }
        }
        // From the end: each row goes before the next one.
        let mut rows: Vec<DrawnRow<T>> = Vec::with_capacity(kept.len());
        for (index, row) in kept.into_iter().enumerate().rev() {
            let row = row.unwrap_or_else(|| {
                let item = items[index].clone();
                let (view, owner) = draw(start + index, item.clone());
                let mut view = view.build();
                match rows.last() {
                    Some(next) => _ = next.view.insert_before_this(&mut view),
                    None => view.mount(body, Some(end)),
                }
                DrawnRow { item, at: start + index, view, owner }
            });
            rows.push(row);
        }
        rows.reverse();
        Self(rows)
    }
}

impl<T> DrawnRow<T> {
    /// Rows before it came or went.
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
}
