//! Items of a list that stay in the page, with their signals, while others come and go.

use std::hash::Hash;

use leptos::tachys::{reactive_graph::OwnedView, view::keyed::keyed};

use super::View;
use crate::ui::reactive::*;

/// Content that draws each item once and keeps it while `items` contains it.
///
/// Each item has its own owner. Otherwise its signals and effects would end with the next run of the
/// content that drew it, while the item is still in the page.
pub fn kept_items<T>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    draw: impl Fn(T) -> View + Clone + Send + Sync + 'static,
) -> View
where
    T: Clone + Eq + Hash + Send + 'static,
{
    let parent = Owner::current().unwrap_or_default();
    (move || {
        let (parent, draw) = (parent.clone(), draw.clone());
        keyed(items(), Clone::clone, move |_, item| {
            let owner = parent.with(Owner::new);
            let view = owner.with(|| draw(item));
            (|_| (), OwnedView::new_with_owner(view, owner))
        })
    })
    .into_any()
}
