//! Items of a list that stay in the page, with their signals, while others come and go.

use std::{cell::Cell, mem};

use leptos::tachys::view::{Mountable, Render};
use web_sys::Comment;

use super::{Kind, Placed, View, insert_before};
use crate::ui::reactive::*;

/// An item that is in the page.
pub struct PlacedItem {
    id: u32,
    pub placed: Placed,
}

thread_local! {
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
}

fn next_id() -> u32 {
    LAST_ID.with(|last| {
        last.set(last.get().wrapping_add(1));
        last.get()
    })
}

/// Content that draws each item once and keeps it while `items` contains it. No two items are equal.
///
/// Each item has its own owner. Otherwise its signals and effects would end with the next run of the
/// content that drew it, while the item is still in the page.
pub fn kept_items<T: Clone + PartialEq + 'static>(
    items: impl Fn() -> Vec<T> + 'static,
    draw: impl Fn(T) -> View + 'static,
) -> View {
    let parent = Owner::current().unwrap_or_default();
    let mut known: Vec<(T, u32)> = Vec::new();
    View(Kind::Live(Box::new(move |()| {
        let before = mem::take(&mut known);
        let items = items().into_iter().enumerate().map(|(at, item)| {
            // Most are where they were.
            let same = before.get(at).into_iter().chain(&before).find(|(known, _)| *known == item);
            if let Some((_, id)) = same {
                known.push((item, *id));
                return (*id, None);
            }
            let id = next_id();
            known.push((item.clone(), id));
            let owner = parent.with(Owner::new);
            let view = owner.with(|| draw(item));
            (id, Some(View(Kind::Owned(Box::new(view), owner))))
        });
        View(Kind::Kept(items.collect()))
    })))
}

/// Builds items that are all drawn.
pub fn build(items: Vec<(u32, Option<View>)>) -> Vec<PlacedItem> {
    let drawn = items.into_iter().filter_map(|(id, view)| Some((id, view?)));
    drawn.map(|(id, view)| PlacedItem { id, placed: view.build() }).collect()
}

/// Removes and adds items, and moves those that are in another order. `end` is the node after the last.
pub fn rebuild(items: Vec<(u32, Option<View>)>, all: &mut Vec<PlacedItem>, end: &Comment) {
    let mut before = mem::take(all);
    let mut at = 0;
    before.retain_mut(|item| {
        // Most are where they were.
        let stays = items.get(at).into_iter().chain(&items).any(|(id, _)| *id == item.id);
        at += 1;
        if !stays {
            item.placed.unmount();
        }
        stays
    });
    let mut next = end.clone().into();
    for (id, view) in items.into_iter().rev() {
        let there = before.iter().rposition(|item| item.id == id).map(|at| before.remove(at));
        let mut item = match (there, view) {
            (Some(item), _) => item,
            (None, Some(view)) => PlacedItem { id, placed: view.build() },
            (None, None) => continue,
        };
        let (mut first, mut last) = (None, None);
        item.placed.each_node(&mut |node| {
            first.get_or_insert_with(|| node.clone());
            last = Some(node.clone());
        });
        // One that is in its place keeps the focus.
        if last.and_then(|last| last.next_sibling()).as_ref() != Some(&next) {
            insert_before(&next, &mut item.placed);
        }
        next = first.unwrap_or(next);
        all.push(item);
    }
    all.reverse();
}
