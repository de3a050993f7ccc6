//! The loaded credentials: a toolbar and one row each, problems first.

use std::{collections::BTreeMap, sync::Arc};

use leptos::{ev, prelude::*};

use self::rows::Row;
use super::used;
use crate::{
    domain::{connection::ConnectionName, credential::Credential},
    ui::{
        browser::letters::folded,
        components::{
            button::{ButtonKind, button},
            table::{column, move_by_keys, table, table_head, unlabeled_column},
        },
        dom::{Content, View, div, tbody},
        editor::model::{Editor, secrets::CredentialList},
    },
};

mod row;
mod rows;
mod toolbar;

/// How many rows are drawn at first, and added each time more are asked for.
const STEP: usize = 30;

pub fn open(editor: Editor) -> View {
    let CredentialList::Open(credentials) = untrack(|| editor.secrets.list()) else {
        return ().view();
    };
    let rows = StoredValue::new(untrack(|| rows::rows(editor, &credentials)));
    let search = RwSignal::new(String::new());
    let limit = RwSignal::new(STEP);
    let fitting = Memo::new(move |_| {
        let is_unused_only = editor.insight.is_unused_only.get();
        let wanted = search.with(|text| folded(text.trim()));
        rows.with_value(|rows| {
            let fits = |row: &&Row| {
                let is_found = folded(row.name.as_str()).contains(&wanted)
                    || folded(&row.state.2).contains(&wanted);
                is_found && (!is_unused_only || row.is_live && used::is_unused(editor, &row.name))
            };
            rows.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    let mut of_name: BTreeMap<ConnectionName, Vec<Arc<Credential>>> = BTreeMap::new();
    for credential in credentials.iter() {
        of_name.entry(credential.connection_name.clone()).or_default().push(credential.clone());
    }
    let body = move || {
        let drawn = fitting.get();
        let rows = drawn.iter().take(limit.get()).map(|row| {
            let of_row = of_name.get(&row.name).cloned().unwrap_or_default();
            row::credential_row(editor, row, of_row)
        });
        rows.collect::<Vec<_>>()
    };
    let more = move || {
        let left = fitting.with(Vec::len).saturating_sub(limit.get());
        (left > 0).then(|| {
            button(ButtonKind::Secondary, None, format!("Show more ({left} left)"), move || {
                limit.update(|limit| *limit += STEP);
            })
        })
    };
    (
        toolbar::toolbar(editor, credentials, search, fitting),
        used::usage_read(editor),
        table("Credentials of this identity").class("vault stacking").child((
            table_head((
                column("vault__choose", toolbar::select_all(editor, fitting)),
                column("vault__name", "Connection"),
                column("vault__type", "Type"),
                column("vault__host", "Host"),
                column("vault__source", "Source"),
                column("vault__use", "Use"),
                column("vault__state", "State"),
                unlabeled_column("vault__act", "Actions"),
            )),
            tbody().role("rowgroup").on(ev::keydown, |event| move_by_keys(&event)).child(body),
        )),
        div().class("section").child(more),
    )
        .view()
}
