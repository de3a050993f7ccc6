//! The table of connections.
//!
//! Acceptance: every column sorts; an edit moves no row, because the order is that of what is stored.

use std::sync::Arc;

use crate::ui::reactive::*;
use crate::{
    domain::{
        collect::{Collect, HashedMap, sort},
        connection::ConnectionName,
    },
    ui::{
        browser::letters::folded,
        components::{
            button::icon_button,
            icon::{Icon, icon},
            lazy::when,
            search_field::{answered, table_search},
            status::{StatusKind, status},
            table::{SortOrder, cell, row, row_header, sort_column, table_head, unlabeled_column},
            virtual_rows::VirtualRows,
        },
        dom::{Content, El, View, div, live, p, span},
        editor::{
            access_words as words,
            commands::edit,
            model::Editor,
            view::rows::{self, AccessRow, Act, Mark},
        },
    },
};

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Column {
    Connection,
    Type,
    Source,
    Credential,
    Host,
}

/// A table with this many rows or fewer has no search of its own.
const SHORT: usize = 20;

type Sorting = RwSignal<(Column, SortOrder)>;

pub fn connections(editor: Editor) -> View {
    let sorting: Sorting = RwSignal::new((Column::Connection, SortOrder::Ascending));
    let all = Memo::new(move |_| {
        let (Some(identity), Some(effects)) =
            (editor.loaded.identity(), editor.review.effects.get())
        else {
            return Vec::new();
        };
        let names = editor.fields.direct_connections();
        let attributes = editor.fields.inputs.attributes.items().get();
        let rows = rows::rows(&identity, &editor.loaded.catalog(), &effects, &names, &attributes);
        rows.into_iter().map(Arc::new).collect()
    });
    // Read while there is a search only.
    let texts =
        Memo::new(move |_| all.with(|all| all.iter().map(|row| text(row)).collect::<Vec<_>>()));
    let find = RwSignal::new(String::new());
    let wanted = answered(move || find.with(|text| folded(text.trim())));
    let found = Memo::new(move |_| {
        let wanted = wanted.get();
        all.with(|all| match wanted.is_empty() {
            true => all.clone(),
            false => texts.with(|texts| {
                let found = all.iter().zip(texts).filter(|(_, text)| text.contains(&wanted));
                found.map(|(row, _)| row.clone()).collect()
            }),
        })
    });
    let stored = Memo::new(move |_| stored(editor));
    let sorted = Memo::new(move |_| {
        let (column, order) = sorting.get();
        let mut rows: Vec<Arc<AccessRow>> = found.get();
        let key = |row: &Arc<AccessRow>| {
            key(editor, stored.with(|it| it.get(&row.name).cloned()), row, column)
        };
        if column != Column::Connection {
            let mut keyed: Vec<_> = rows.into_iter().map(|row| (key(&row), row)).collect();
            sort(&mut keyed, |left, right| left.0.cmp(&right.0));
            rows = keyed.into_iter().map(|(_, row)| row).collect();
        }
        if order == SortOrder::Descending {
            rows.reverse();
        }
        rows
    });
    let drawn = Memo::new(move |_| {
        let wrong = editor.review.wrong_names();
        let of_row = |row: &Arc<AccessRow>| (row.clone(), wrong.contains(&row.name));
        sorted.with(|rows| rows.iter().map(of_row).collect::<Vec<_>>())
    });
    let has_rows = Memo::new(move |_| all.with(|all| !all.is_empty()));
    live(move || match has_rows.get() {
        false => div()
            .class("empty")
            .child((
                p().child("This identity can’t reach anything yet."),
                p().child("Add an attribute or a connection."),
            ))
            .into_any(),
        true => {
            let rows = VirtualRows::new(drawn);
            let search = when(
                move || all.with(Vec::len) > SHORT,
                move || {
                    table_search(
                        editor.id("find-connection"),
                        "Find connection",
                        "connection",
                        find,
                        Signal::derive(move || {
                            let all = all.with(Vec::len);
                            (found.with(Vec::len), all)
                        }),
                    )
                    .into_any()
                },
            );
            (
                search,
                rows.table("Connections").class("access stacking").child((
                    head(sorting),
                    rows.body(move |position, (row, is_wrong)| {
                        position.mark(access_row(editor, &row, is_wrong)).into_any()
                    }),
                )),
                rows.hint("“Find connection” above the table searches all of them."),
            )
                .view()
        }
    })
}

/// What a search looks through: the texts of a row's columns.
fn text(row: &AccessRow) -> String {
    let kind = row.kind.as_ref().map_or("", |(_, name)| name);
    let credential = row.credential.as_ref().map_or("", |(_, _, text)| text);
    folded(&[row.name.as_str(), &row.source, kind, credential].join("\n"))
}

fn head(sorting: Sorting) -> El {
    let head = move |class: &'static str, label: &'static str, column: Column| {
        let order = Signal::derive(move || {
            let (by, order) = sorting.get();
            (by == column).then_some(order)
        });
        sort_column(class, label, order, move || {
            sorting.update(|(by, order)| {
                *order = if *by == column { order.reversed() } else { SortOrder::Ascending };
                *by = column;
            });
        })
    };
    table_head((
        head("access__name", "Connection", Column::Connection),
        head("access__type", "Type", Column::Type),
        head("access__source", "Source", Column::Source),
        head("access__credential", "Credential", Column::Credential),
        head("access__host", "Host", Column::Host),
        unlabeled_column("access__act", "Actions"),
    ))
}

/// The rows as they are stored, without the edits.
fn stored(editor: Editor) -> Arc<HashedMap<ConnectionName, AccessRow>> {
    let Some(context) = editor.loaded.context.get() else { return Arc::default() };
    let identity = context.identity();
    let Some(plan) = editor.review.unedited.get() else { return Arc::default() };
    let names: Vec<_> = identity.connection_names.iter().map(ToString::to_string).collect();
    let attributes: Vec<_> = identity.attributes.iter().map(ToString::to_string).collect();
    let rows = rows::rows(identity, context.catalog(), &plan.effects, &names, &attributes);
    Arc::new(rows.into_iter().map(|row| (row.name.clone(), row)).into_hashed_map())
}

/// What a row is sorted by: the text of the column as it is stored; problems come before the rest.
fn key(editor: Editor, stored: Option<AccessRow>, row: &AccessRow, column: Column) -> (u8, String) {
    let stored = stored.as_ref().unwrap_or(row);
    let text = |text: Option<&String>| match text {
        Some(text) if !text.is_empty() => (0, folded(text)),
        // What says nothing comes last.
        _ => (1, String::new()),
    };
    match column {
        Column::Connection => (0, row.name.to_string()),
        Column::Type => text(row.kind.as_ref().map(|(_, name)| name)),
        Column::Source => text(Some(&stored.source)),
        Column::Credential => match &stored.credential {
            Some((StatusKind::Negative, _, text)) => (0, text.clone()),
            Some((StatusKind::Caution, _, text)) => (1, text.clone()),
            Some((_, _, text)) => (2, text.clone()),
            None => (3, String::new()),
        },
        Column::Host => text(Some(&host(editor, &row.name))),
    }
}

fn access_row(editor: Editor, found: &AccessRow, is_wrong: bool) -> El {
    let AccessRow { name, kind, source, credential, mark, act, is_muted } = found.clone();
    let (class, sign) = match mark {
        _ if is_wrong => ("access__row access__row--wrong", Some("!")),
        Mark::None => ("access__row", None),
        Mark::Created => ("access__row access__row--created", Some("+")),
        Mark::Revoked => ("access__row access__row--revoked", Some("−")),
        Mark::Changed => ("access__row access__row--changed", Some("~")),
        Mark::Leftover => ("access__row access__row--leftover", Some("!")),
    };
    let (located, acted) = (name.clone(), name.clone());
    let host = move || host(editor, &located);
    let title = host.clone();
    // Without a button, the name is where the arrow keys lead.
    let is_plain = act == Act::None;
    row((
        row_header(
            "access__name",
            (
                sign.map(|sign| {
                    span().class("access__sign").attr("aria-hidden", "true").child(sign)
                }),
                span()
                    .class("mono truncate")
                    .attr("translate", "no")
                    .attr("title", name.to_string())
                    .attr("tabindex", is_plain.then_some("-1"))
                    .attr("data-row-focus", is_plain.then_some(""))
                    .child(name.to_string()),
            ),
        ),
        cell(
            "access__type",
            kind.map(|(sign, text)| span().class("type").child((icon(sign), span().child(text)))),
        ),
        cell(
            "access__source muted",
            span().class("truncate").attr("title", source.clone()).child(source),
        ),
        cell("access__credential", credential.map(|(kind, sign, text)| status(kind, sign, text))),
        cell("access__host mono muted", span().attr("title", title).child(host)),
        cell("access__act", live(move || action(editor, &acted, act))),
    ))
    .class(class)
    .class(("access__row--muted", is_muted))
}

fn action(editor: Editor, name: &ConnectionName, act: Act) -> Option<El> {
    let (removed, undone) = (name.clone(), name.clone());
    let remove = move || edit::remove_connection(editor, removed.as_str());
    let restore = move || edit::restore_connection(editor, undone.as_str());
    let removing = format!("Remove connection {name}");
    let button = match act {
        _ if editor.is_locked().get() => return None,
        Act::None => return None,
        Act::Remove => icon_button(Icon::Close, removing, remove),
        // What was added is removed again; the label says so.
        Act::UndoAdding => icon_button(Icon::Undo, removing, remove),
        Act::UndoRemoving => icon_button(Icon::Undo, format!("Undo removing {name}"), restore),
    };
    Some(button.attr("data-row-focus", ""))
}

/// The host and port of a live credential; empty where there is none.
fn host(editor: Editor, name: &ConnectionName) -> String {
    let public = editor.secrets.public_host.get();
    let addresses = editor.loaded.addresses();
    let Some(address) = addresses.get(name) else { return String::new() };
    words::address(address, public.as_ref())
}
