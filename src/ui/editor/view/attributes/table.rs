//! The table of an identity with more attributes than chips are drawn for.
//!
//! Acceptance: what was added comes first and is scrolled to, whatever is searched for; everything
//! else keeps its place.

use std::sync::Arc;

use super::{Entry, Focus, Opened, actions, face, text};
use crate::ui::reactive::*;
use crate::{
    domain::draft::Field,
    ui::{
        browser::letters::folded,
        components::{
            search_field::{answered, table_search},
            table::{cell, column, row, row_header, table_head, unlabeled_column},
            virtual_rows::VirtualRows,
        },
        dom::{El, ElRef, View, div, live, span},
        editor::{lazy_part::lazy_part, model::Editor},
        messages::draft::field_label,
    },
};

lazy_part!(writing: pub attribute_table_lazily(
    editor: Editor,
    entries: Memo<Vec<Arc<Entry>>>,
    opened: Opened
) -> View = attribute_table);

fn attribute_table(editor: Editor, entries: Memo<Vec<Arc<Entry>>>, opened: Opened) -> View {
    let find = RwSignal::new(String::new());
    let wanted = answered(move || find.with(|text| folded(text.trim())));
    let found = Memo::new(move |_| {
        let wanted = wanted.get();
        entries.with(|all| {
            let is_shown = |it: &&Arc<Entry>| it.is_added || folded(&it.text).contains(&wanted);
            let shown = all.iter().filter(is_shown).cloned();
            let (mut added, others): (Vec<_>, Vec<_>) = shown.partition(|it| it.is_added);
            added.extend(others);
            added
        })
    });
    let rows = VirtualRows::new(found);
    let search = table_search(
        editor.id("find-attribute"),
        "Find attribute",
        "attribute",
        find,
        Signal::derive(move || {
            let all = entries.with(Vec::len);
            (found.with(Vec::len), all)
        }),
    );
    let body = rows.body(move |position, entry| {
        position.mark(attribute_row(editor, &entry, opened)).into_any()
    });
    let table = rows.table(field_label(Field::Attributes)).class("access").child((
        table_head((
            column("", "Attribute"),
            column("attribute__matches", "Connections"),
            unlabeled_column("access__act attribute__act", "Actions"),
        )),
        body,
    ));
    let region = ElRef::new();
    let added = Memo::new(move |_| entries.with(|all| all.iter().filter(|it| it.is_added).count()));
    Effect::new(move |before: Option<usize>| {
        let added = added.get();
        if before.is_some_and(|before| before < added)
            && let Some(region) = region.get_untracked()
        {
            region.set_scroll_top(0);
        }
        added
    });
    let hint = rows.hint("“Find attribute” above the table searches all of them.");
    div()
        .class("attribute-table")
        .child((search, div().class("table-region").node_ref(region).child(table), hint))
        .into_any()
}

fn attribute_row(editor: Editor, entry: &Arc<Entry>, opened: Opened) -> El {
    let Entry { is_added, is_invalid, index, matches, .. } = **entry;
    let (class, sign) = match () {
        () if is_invalid => ("access__row--wrong", Some("!")),
        () if index.is_none() => ("access__row--revoked", Some("−")),
        () if is_added => ("access__row--created", Some("+")),
        () => ("access__row", None),
    };
    let sign =
        sign.map(|sign| span().class("access__sign").attr("aria-hidden", "true").child(sign));
    let face = face(entry, opened)
        .class("attribute__face truncate")
        .attr("title", entry.text.clone())
        .attr("data-row-focus", "")
        .child(text(entry));
    let number = match matches {
        Some(matches) => matches.to_string(),
        None if is_added && !is_invalid => "new".to_owned(),
        None => String::new(),
    };
    let acted = entry.clone();
    row((
        row_header("access__name", (sign, face)),
        cell("attribute__matches muted", number),
        cell("access__act", live(move || actions(editor, &acted, Focus::Row))),
    ))
    .class(class)
}
