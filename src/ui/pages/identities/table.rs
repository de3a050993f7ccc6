//! The list as a table.

use std::sync::Arc;

use leptos::ev;

use super::{changed_by::ChangedBy, rows::Row};
use crate::domain::overview::ListStatus;
use crate::ui::reactive::*;
use crate::ui::{
    components::{
        chip::tag,
        icon::{Icon, icon},
        menu::{MenuButton, MenuItem, MenuItemKind, menu},
        status::{StatusKind, status},
        table::{cell, column, row, row_header, sort_column, table_head, unlabeled_column},
        time::relative_time,
        virtual_rows::VirtualRows,
    },
    deletion::Deletion,
    dom::{Content, El, View, a, live, span, untrusted},
    editor::IdentityView,
    list_query::{Column, ListQuery},
    messages::list as words,
    routes::Route,
};

/// How many attributes a row shows.
const ATTRIBUTES: usize = 3;

/// What the table gets from the page.
#[derive(Clone, Copy)]
pub struct List {
    pub rows: Signal<Arc<Vec<Row>>>,
    /// The rows to show, as indices of `rows`.
    pub found: Memo<Vec<usize>>,
    pub query: Signal<ListQuery>,
    pub change: Callback<ListQuery>,
    /// Whether the user may change identities.
    pub can_write: Signal<bool>,
    pub deletion: Deletion,
    pub changed_by: ChangedBy,
    /// Set when the pointer moves over a row; a pointer that rests there doesn't count.
    pub is_pointed: StoredValue<bool>,
}

/// Whether a row has the focus, or a pointer that has `moved` over it.
pub fn is_in_use(moved: bool) -> bool {
    let found = |selector| document().query_selector(selector).is_ok_and(|it| it.is_some());
    found(".list tbody:focus-within") || moved && found(".list tbody:hover")
}

pub fn list(list: List) -> View {
    let virtual_rows = VirtualRows::new(list.found);
    let visible = virtual_rows.visible();
    // This effect sends requests; it writes no signal that the screen is derived from.
    Effect::new(move || {
        let shown = list.found.with(|found| {
            let (start, end) = visible.get();
            found[start.min(found.len())..end.min(found.len())].to_vec()
        });
        let identities = list.rows.with(|rows| {
            shown
                .iter()
                .filter_map(|index| rows.get(*index))
                .map(|row| row.identity.clone())
                .collect()
        });
        list.changed_by.ask(identities);
    });
    (
        virtual_rows
            .table("Machine identities")
            .class("list stacking")
            .on(ev::pointermove, move |_| list.is_pointed.set_value(true))
            .child((
                head(list),
                virtual_rows.body(move |position, index| {
                    let row = list.rows.with_untracked(|rows| identity(list, index, &rows[index]));
                    position.mark(row).into_any()
                }),
            )),
        virtual_rows.hint("Use the search above."),
    )
        .view()
}

fn head(list: List) -> El {
    let sort = move |class: &'static str, label: &'static str, column: Column| {
        let order = Signal::derive(move || {
            list.query.with(|query| (query.sort.column == column).then_some(query.sort.order))
        });
        sort_column(class, label, order, move || {
            list.change.run(list.query.get_untracked().sorted_by(column));
        })
    };
    table_head((
        sort("list__name", "Name", Column::Name),
        sort("list__attributes", "Attributes", Column::Attributes),
        sort("list__connections", "Connections", Column::Connections),
        sort("list__status", "Status", Column::Status),
        sort("list__updated", "Updated", Column::Updated),
        column("list__by", "Changed by"),
        unlabeled_column("list__menu", "Actions"),
    ))
}

/// A row. Catalog data that arrives later updates single cells, so an open menu and the focus stay.
fn identity(list: List, index: usize, data: &Row) -> El {
    let late = move |cell: fn(&Row) -> View| {
        live(move || list.rows.with(|rows| rows.get(index).map(cell)))
    };
    row((
        row_header("list__name", name(data)),
        cell("list__attributes", attributes(data)),
        cell("list__connections", late(connections)),
        cell("list__status", late(|data| list_status(data.status()).into_any())),
        cell("list__updated", relative_time(data.identity.updated_at.as_str())),
        cell("list__by", changed_by(list, data)),
        cell("list__menu table__menu", actions(list, data)),
    ))
}

fn changed_by(list: List, data: &Row) -> El {
    let author = list.changed_by.of(&data.identity);
    span().class("muted truncate").attr("translate", "no").child(move || author.get())
}

fn list_status(list_status: ListStatus) -> El {
    let (kind, sign) = match list_status {
        ListStatus::ConnectionsGone(_) => (StatusKind::Negative, Icon::Error),
        ListStatus::Blocked(_) => (StatusKind::Negative, Icon::Blocked),
        ListStatus::NotAddressable(_) => (StatusKind::Caution, Icon::Unsupported),
        ListStatus::NotChecked => (StatusKind::Plain, Icon::Wait),
        ListStatus::NoAccess => (StatusKind::Plain, Icon::Minus),
    };
    let reason = words::list_status_reason(list_status);
    status(kind, sign, words::list_status(list_status)).attr("title", reason)
}

fn name(data: &Row) -> El {
    let identity = &data.identity;
    let name = match data.is_look_alike {
        true => untrusted::spelled(identity.name.as_str()),
        false => untrusted::text(identity.name.to_string()),
    };
    let label = match identity.name.unaddressable() {
        None => a()
            .class("list__link")
            .href(Route::Identity(identity.name.clone(), IdentityView::Access).href())
            .attr("data-row-focus", "")
            .attr("translate", "no")
            .child(name),
        Some(_) => span()
            .class("list__link")
            .attr("data-row-focus", "")
            .attr("tabindex", "-1")
            .attr("translate", "no")
            .child(name),
    };
    span().class("list__cell").child((
        label,
        span().class("list__description truncate").child(identity.description.clone()),
    ))
}

fn attributes(data: &Row) -> View {
    let all = &data.identity.attributes;
    if all.is_empty() {
        return span().class("muted").child("None").into_any();
    }
    let more = all.len().saturating_sub(ATTRIBUTES);
    let rest =
        all[all.len() - more..].iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    span()
        .class("list__tags")
        .child((
            all.iter()
                .take(ATTRIBUTES)
                .map(|attribute| tag(attribute.to_string()))
                .collect::<Vec<_>>(),
            (more > 0).then(|| {
                span().class("muted").attr("title", rest.clone()).child((
                    format!("+ {more}"),
                    span().class("visually-hidden").child(format!(" more: {rest}")),
                ))
            }),
        ))
        .into_any()
}

/// "2 + 6": direct and from attributes.
fn connections(data: &Row) -> View {
    let stored = data.identity.connection_names.len();
    let Some(overview) = &data.overview else { return stored.to_string().view() };
    let (direct, matched) = (overview.direct.len(), overview.from_attributes.len());
    let shown = match (overview.may_match_more, matched) {
        (false, matched) => format!(" + {matched}"),
        (true, 0) => " + ?".to_owned(),
        (true, matched) => format!(" + {matched} or more"),
    };
    (
        span()
            .attr("aria-hidden", "true")
            .child((direct.to_string(), span().class("muted").child(shown))),
        span().class("visually-hidden").child(format!(
            "{direct} direct, {}{matched} from attributes",
            if overview.may_match_more { "at least " } else { "" }
        )),
    )
        .view()
}

fn actions(list: List, data: &Row) -> Option<El> {
    let name = data.identity.name.clone();
    if !list.can_write.get_untracked() || name.unaddressable().is_some() {
        return None;
    }
    let button = MenuButton {
        id: format!("actions-{}", data.identity.id),
        name: Some(format!("Actions for {name}")),
        class: "button button--quiet button--icon",
    };
    Some(menu(button, icon(Icon::More), move |opened| {
        let copy = Route::New { copy_of: Some(name.clone()) };
        let settings = Route::Identity(name.clone(), IdentityView::Settings);
        let item =
            |label: &str, sign, kind| MenuItem { label: label.to_owned(), sign: Some(sign), kind };

        let (deletion, doomed) = (list.deletion, name.clone());
        let delete = Callback::new(move |()| deletion.ask(doomed.clone()));
        opened.list(vec![
            item("Duplicate", Icon::Duplicate, MenuItemKind::Link(copy.href())),
            item("Rename", Icon::Rename, MenuItemKind::Link(settings.href())),
            item("Delete…", Icon::Delete, MenuItemKind::Danger(delete)),
        ])
    }))
}
