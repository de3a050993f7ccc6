//! A table whose columns keep their width, with a head that stays in view.
//!
//! Acceptance: rows and cells have explicit roles, because the grid layout of narrow pages removes a
//! table's own semantics.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::icon::{Icon, icon};
use crate::ui::{
    browser::focus,
    dom::{self, Content, El, span, td, th, tr},
};

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

/// Moves the focus from row to row: ArrowDown, ArrowUp, Home and End lead from one element with
/// `data-row-focus` to another one of the same body.
pub fn move_by_keys(event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let body = event.current_target().and_then(|body| body.dyn_into::<Element>().ok());
    let Some((target, body)) = target.zip(body) else { return };
    let Ok(found) = body.query_selector_all("[data-row-focus]") else { return };
    let rows = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlElement>().ok());
    let rows: Vec<HtmlElement> = rows.collect();
    let is_target = |row: &HtmlElement| **row == target;
    let Some(at) = rows.iter().position(is_target) else { return };
    let next = match event.key().as_str() {
        "ArrowDown" => at + 1,
        "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => rows.len() - 1,
        _ => return,
    };
    event.prevent_default();
    if let Some(row) = rows.get(next) {
        focus::focus(row);
    }
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
