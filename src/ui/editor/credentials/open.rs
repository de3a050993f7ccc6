//! The loaded credentials: a toolbar and one row each, problems first.

use std::sync::Arc;

use self::rows::Row;
use super::used;
use crate::ui::reactive::*;
use crate::{
    domain::{collect::HashedMap, connection::ConnectionName, credential::Credential},
    ui::{
        browser::letters::folded,
        components::{
            search_field::answered,
            table::{column, table_head, unlabeled_column},
            virtual_rows::VirtualRows,
        },
        dom::{Content, View},
        editor::model::{Editor, secrets::CredentialList},
    },
};

mod row;
mod rows;
mod toolbar;

pub fn open(editor: Editor) -> View {
    let CredentialList::Open(credentials) = untrack(|| editor.secrets.list()) else {
        return ().view();
    };
    let rows = {
        let credentials = credentials.clone();
        Memo::new(move |_| rows::rows(editor, &credentials))
    };
    let search = RwSignal::new(String::new());
    let wanted = answered(move || search.with(|text| folded(text.trim())));
    let fitting = Memo::new(move |_| {
        let is_unused_only = editor.insight.is_unused_only.get();
        let wanted = wanted.get();
        rows.with(|rows| {
            let fits = |row: &&Arc<Row>| {
                row.haystack.contains(&wanted)
                    && (!is_unused_only || row.is_live && used::is_unused(editor, &row.name))
            };
            rows.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    let mut of_name: HashedMap<ConnectionName, Vec<Arc<Credential>>> = HashedMap::default();
    for credential in credentials.iter() {
        of_name.entry(credential.connection_name.clone()).or_default().push(credential.clone());
    }
    let drawn = VirtualRows::new(fitting);
    (
        toolbar::toolbar(editor, credentials, search, fitting),
        used::usage_read(editor),
        drawn.table("Credentials of this identity").class("vault stacking").child((
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
            drawn.body(move |position, row| {
                let of_row = of_name.get(&row.name).cloned().unwrap_or_default();
                row::credential_row(editor, position, &row, of_row)
            }),
        )),
        drawn.hint("“Search credentials” above the table searches all of them."),
    )
        .view()
}
