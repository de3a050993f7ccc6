//! Someone else changed the identity: theirs, yours and the result, in place of the form.
//!
//! Acceptance: it says first that nothing was sent; a field that both changed has to be decided;
//! merged fields are folded; it leads to the review, never to a save.

use leptos::ev;

use super::few::{Folds, LISTED, few, list_edit};
use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::{Field, IdentityDraft, TextOrList},
        merge::{ContextChange, Side, Status},
        plan::ListEdit,
    },
    ui::{
        browser::focus,
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
            table::{cell, column, row, row_header, table, table_head},
        },
        dom::{
            El, ElRef, View, code, details, div, input, label, li, live, p, section, span, strong,
            summary, tbody, ul,
        },
        editor::{
            commands::{edit, history},
            lazy_part::lazy_part,
            model::{Editor, write::Conflict},
        },
        messages::{conflict as words, draft::field_label, history as insight, plan},
    },
};

lazy_part!(writing: pub conflict_lazily(editor: Editor) -> View = conflict);

fn conflict(editor: Editor) -> View {
    let root = ElRef::new();
    // A choice doesn't draw it again, a later reading does.
    let about = Memo::by_pointer(move |_| {
        editor.write.conflict.with(|it| it.as_ref().map(|it| it.now.identity().clone()))
    });
    Effect::new(move || {
        if let Some(now) = about.get() {
            history::look_for_author(editor, now);
        }
    });
    Effect::new(move || {
        if about.with(Option::is_some)
            && let Some(root) = root.get()
        {
            focus::focus(&root);
        }
    });
    live(move || about.with(Option::is_some).then(|| panel(editor, root)))
}

fn panel(editor: Editor, root: ElRef) -> Option<El> {
    let conflict = editor.write.conflict.get_untracked()?;
    let of = |wanted: fn(Status) -> bool| -> Vec<El> {
        let statuses = conflict.merge.statuses().into_iter();
        statuses
            .filter(|(_, status)| wanted(*status))
            .map(|(field, status)| field_row(editor, &conflict, field, status))
            .collect()
    };
    let open = of(|status| status == Status::Conflict);
    let merged = of(|status| !matches!(status, Status::Conflict | Status::Unchanged));
    let changes = &conflict.context_changes;
    let more = changes.len().saturating_sub(LISTED);
    let listed = changes.iter().take(LISTED).map(|it| li().child(plan::context_change(it)));
    let changes: Vec<El> =
        listed.chain((more > 0).then(|| li().class("muted").child(plan::and_more(more)))).collect();
    let heading = editor.id("conflict");
    // The fields are as they were, and the gateway only told more than before.
    let is_incomplete = open.is_empty()
        && merged.is_empty()
        && !conflict.context_changes.iter().any(ContextChange::is_by_someone_else);
    let title = match is_incomplete {
        true => "The plan was incomplete",
        false => words::TITLE,
    };
    let is_undecided = move || {
        editor.write.conflict.with(|it| it.as_ref().is_some_and(|it| it.merge.open().count() > 0))
    };
    let fields = |rows: Vec<El>| {
        (!rows.is_empty()).then(|| {
            table("Fields").class("conflict__table").child((
                table_head((
                    column("", "Field"),
                    column("", "Theirs"),
                    column("", "Yours"),
                    column("", "Result"),
                )),
                tbody().role("rowgroup").child(rows),
            ))
        })
    };
    let number = merged.len();
    Some(
        section()
            .node_ref(root)
            .class("conflict")
            .attr("tabindex", "-1")
            .attr("aria-labelledby", heading.clone())
            .child((
                div().class("conflict__head").child((
                    editor.heading_at(2).id(heading).child((icon(Icon::Alert), title)),
                    p().child(words::outcome(open.is_empty(), conflict.is_of_save)),
                    live(move || {
                        let by = editor.insight.changed_by.get()?;
                        Some(p().child(insight::changed_by(&by)))
                    }),
                    (!changes.is_empty()).then(|| ul().class("review__notes").child(changes)),
                )),
                fields(open),
                (number > 0).then(|| {
                    details()
                        .class("conflict__merged")
                        .child((summary().child(words::merged(number)), fields(merged)))
                }),
                div().class("section form__actions").child((
                    button(ButtonKind::Secondary, None, "Discard my edits", move || {
                        edit::discard(editor);
                        edit::focus_heading(editor);
                    }),
                    button(ButtonKind::Primary, None, "Use these values", move || {
                        if !untrack(is_undecided) {
                            edit::resolve_conflict(editor);
                            edit::focus_review(editor);
                        }
                    })
                    .attr("aria-disabled", move || is_undecided().then_some("true")),
                    live(move || {
                        is_undecided().then(|| span().class("muted").child(words::UNDECIDED))
                    }),
                )),
            )),
    )
}

fn field_row(editor: Editor, conflict: &Conflict, field: Field, status: Status) -> El {
    let (theirs, yours) = match conflict.merge.get(field) {
        TextOrList::Text(it) => (text(&it.theirs), text(&it.mine)),
        TextOrList::List(it) => {
            (entries(field, &it.base, &it.theirs), entries(field, &it.base, &it.mine))
        }
    };
    let said = match status {
        Status::Unchanged => "",
        Status::OnlyMine => "Only you changed it",
        Status::OnlyTheirs => "Only they changed it",
        Status::BothSame => "Same change",
        Status::BothMerged => "Merged",
        Status::Conflict => "Both changed it",
    };
    let is_choice = status == Status::Conflict;
    let folds = Folds::new();
    let choice = |side: Side, value: View| match is_choice {
        true => option(editor, field, side, value),
        false => value,
    };
    row((
        row_header(
            "",
            (
                strong().child(field_label(field)),
                div().class(if is_choice { "hint status--caution" } else { "hint" }).child(said),
            ),
        ),
        cell("", choice(Side::Theirs, theirs)).attr("data-side", "Theirs"),
        cell("", choice(Side::Mine, yours)).attr("data-side", "Yours"),
        cell(
            "",
            live(move || {
                let merged =
                    editor.write.conflict.with(|it| it.as_ref().map(|it| it.merge.merged()))?;
                let is_open = editor.write.conflict.with(|it| {
                    it.as_ref().is_some_and(|it| it.merge.open().any(|open| open == field))
                });
                Some(if is_open {
                    span().class("muted").child("Not chosen").into_any()
                } else {
                    result(&merged, field, folds)
                })
            }),
        )
        .attr("data-side", "Result"),
    ))
}

fn option(editor: Editor, field: Field, side: Side, value: View) -> View {
    let (id, name) = match side {
        Side::Theirs => ("theirs", "Theirs"),
        Side::Mine => ("mine", "Yours"),
    };
    let group = format!("{}-side", editor.field_id(field));
    let id = format!("{group}-{id}");
    let is_chosen = move || {
        editor
            .write
            .conflict
            .with(|it| it.as_ref().is_some_and(|it| it.merge.choice(field) == Some(side)))
    };
    label()
        .class("conflict__choice")
        .r#for(id.clone())
        .child((
            input()
                .id(id)
                .r#type("radio")
                .attr("name", group)
                .attr("aria-label", format!("{}: {name}", field_label(field)))
                .checked(is_chosen)
                .on(ev::change, move |_| {
                    editor.write.conflict.update(|it| {
                        if let Some(it) = it {
                            it.merge.choose(field, Some(side));
                        }
                    });
                }),
            value,
        ))
        .into_any()
}

fn result(merged: &IdentityDraft, field: Field, folds: Folds) -> View {
    let tag = |item: &str| code().class("tag").attr("translate", "no").child(item.to_owned());
    match merged.get(field) {
        TextOrList::Text(value) => text(value),
        TextOrList::List(items) => {
            let values = few(items.iter().cloned(), tag, folds, (field.as_str(), ""));
            div().class("conflict__values").child(values).into_any()
        }
    }
}

fn text(text: &str) -> View {
    match text.is_empty() {
        true => span().class("muted").child("empty").into_any(),
        false => span().attr("translate", "no").child(text.to_owned()).into_any(),
    }
}

/// What one side did to a list.
fn entries(field: Field, base: &[String], now: &[String]) -> View {
    let edit = match field {
        Field::Attributes => ListEdit::between_sets(base, now),
        _ => ListEdit::between(base, now),
    };
    match edit.is_empty() {
        true => span().class("muted").child("no change").into_any(),
        false => {
            let values = list_edit(&edit, Folds::new(), field.as_str());
            div().class("conflict__values").child(values).into_any()
        }
    }
}
