//! A table whose columns keep their width, with a head that stays in view.
//!
//! Acceptance: rows and cells have explicit roles, because the grid layout of narrow pages removes a
//! table's own semantics.

use leptos::ev;

use super::icon::{Icon, icon};
use crate::ui::dom::{self, Content, El, span, td, th, tr};
use crate::ui::reactive::*;

/// In which direction a column is sorted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SortOrder {
    Ascending,
    Descending,
}

impl SortOrder {
    /// The other direction.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// A table named `name`.
pub fn table(name: impl crate::ui::dom::Text) -> El {
    dom::table().class("table").attr("part", "table").role("table").attr("aria-label", name)
}

/// The head of a table, which stays in view.
pub fn table_head<M>(cells: impl Content<M>) -> El {
    dom::thead().role("rowgroup").child(tr().role("row").child(cells))
}

/// A row.
pub fn row<M>(cells: impl Content<M>) -> El {
    tr().role("row").child(cells)
}

/// A cell of the head.
pub fn column<M>(class: &'static str, label: impl Content<M>) -> El {
    th().role("columnheader").attr("scope", "col").class(class).child(label)
}

/// A cell of the head that sorts by its column; `order` is `None` while another column does.
pub fn sort_column(
    class: &'static str,
    label: &'static str,
    order: Signal<Option<SortOrder>>,
    sort: impl Fn() + 'static,
) -> El {
    let sign = move || match order.get() {
        Some(SortOrder::Descending) => icon(Icon::Down),
        Some(SortOrder::Ascending) | None => icon(Icon::Up),
    };
    let button = dom::button().r#type("button").child((label, sign)).on(ev::click, move |_| sort());
    column(class, button).attr("aria-sort", move || {
        order.get().map(|order| match order {
            SortOrder::Ascending => "ascending",
            SortOrder::Descending => "descending",
        })
    })
}

/// The cell that names its row.
pub fn row_header<M>(class: &'static str, content: impl Content<M>) -> El {
    th().role("rowheader").attr("scope", "row").class(class).child(content)
}

/// Any other cell.
pub fn cell<M>(class: &'static str, content: impl Content<M>) -> El {
    td().role("cell").class(class).child(content)
}

/// A column head without visible text, such as that of the menus.
pub fn unlabeled_column(class: &'static str, name: &'static str) -> El {
    column(class, span().class("visually-hidden").child(name))
}
