//! Somebody else was faster: loaded, theirs and mine, side by side.
//!
//! Acceptance: nothing was sent, and that is said first; each field that anybody changed shows its
//! three readings and what would be saved; lists take the changes of both sides; a text that both
//! changed has to be decided; the save is planned anew and sent only when the person says so.

use leptos::{ev, prelude::*};

use crate::{
    domain::{
        draft::Field,
        merge::{ContextChange, Side, Status},
    },
    ui::{
        browser::focus,
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
        },
        dom::{
            El, ElRef, View, div, fieldset, h2, h3, input, label, legend, li, live, p, section,
            span, ul,
        },
        editor::{
            commands::edit,
            lazy_part::lazy_part,
            model::{Editor, write::Conflict},
        },
        messages::{draft::field_label, plan},
    },
};

lazy_part!(writing: pub conflict_lazily(editor: Editor) -> View = conflict);

fn conflict(editor: Editor) -> View {
    let root = ElRef::new();
    let is_there = Memo::new(move |_| editor.write.conflict.with(Option::is_some));
    Effect::new(move || {
        if is_there.get()
            && let Some(root) = root.get()
        {
            focus::focus(&root);
        }
    });
    live(move || is_there.get().then(|| panel(editor, root)))
}

fn panel(editor: Editor, root: ElRef) -> Option<El> {
    let conflict = editor.write.conflict.get_untracked()?;
    let fields: Vec<El> = conflict
        .merge
        .statuses()
        .into_iter()
        .filter(|(_, status)| *status != Status::Unchanged)
        .map(|(field, status)| row(editor, &conflict, field, status))
        .collect();
    let context_changes: Vec<El> = conflict
        .context_changes
        .iter()
        .map(|context_changes| li().child(plan::context_changes(context_changes)))
        .collect();
    let heading = editor.id("conflict");
    // The fields are as they were, and the gateway only told more than before.
    let is_incomplete = fields.is_empty()
        && !conflict.context_changes.iter().any(ContextChange::is_by_someone_else);
    let title = match is_incomplete {
        true => "Nothing was saved: the plan was incomplete",
        false => "Nothing was sent: somebody else has changed it",
    };
    let use_it = move || {
        let is_open = editor
            .write
            .conflict
            .with_untracked(|it| it.as_ref().is_some_and(|it| it.merge.open().next().is_some()));
        if !is_open {
            edit::resolve_conflict(editor);
        }
    };
    let is_undecided = move || {
        editor.write.conflict.with(|it| it.as_ref().is_some_and(|it| it.merge.open().count() > 0))
    };
    Some(
        section()
            .node_ref(root)
            .class("card conflict")
            .attr("tabindex", "-1")
            .attr("aria-labelledby", heading.clone())
            .child((
                h2().id(heading).class("conflict__title").child((icon(Icon::Alert), title)),
                p().child(
                    "Since you loaded it, something that this save rests on has changed. See what \
                     it is now, decide, and look at the plan once more before you save.",
                ),
                (!context_changes.is_empty()).then(|| {
                    div().child((
                        h3().class("plan__heading").child("What changed"),
                        ul().class("plan__notes").child(context_changes),
                    ))
                }),
                fields,
                div().class("form__actions").child((
                    button(ButtonKind::Primary, None, "Go on with this", use_it)
                        .attr("aria-disabled", move || is_undecided().then_some("true")),
                    button(
                        ButtonKind::Secondary,
                        Some(Icon::Undo),
                        "Discard my changes",
                        move || {
                            edit::take_theirs(editor);
                        },
                    ),
                    live(move || {
                        is_undecided().then(|| {
                            span()
                                .class("form__aside")
                                .child("Choose a side where both changed it.")
                        })
                    }),
                )),
            )),
    )
}

fn row(editor: Editor, conflict: &Conflict, field: Field, status: Status) -> El {
    let merge = &conflict.merge;
    let readings = match field {
        Field::Name => [&merge.name.base, &merge.name.theirs, &merge.name.mine].map(|it| text(it)),
        Field::Description => {
            let it = &merge.description;
            [&it.base, &it.theirs, &it.mine].map(|it| text(it))
        }
        Field::Attributes => {
            let it = &merge.attributes;
            [&it.base, &it.theirs, &it.mine].map(|list| entries(list))
        }
        Field::ConnectionNames => {
            let it = &merge.connection_names;
            [&it.base, &it.theirs, &it.mine].map(|list| entries(list))
        }
    };
    let [base, theirs, mine] = readings;
    let reading = |title: &'static str, value: View| {
        div().class("conflict__reading").child((span().class("conflict__side").child(title), value))
    };
    let said = match status {
        Status::Unchanged => "",
        Status::OnlyMine => "Only you changed it.",
        Status::OnlyTheirs => "Only they changed it.",
        Status::BothSame => "Both made the same change.",
        Status::BothMerged => "Both changed it; the changes go together.",
        Status::Conflict => "Both changed it.",
    };
    fieldset().class("conflict__field").child((
        legend().child(field_label(field)),
        p().class("form__aside").child(said),
        div().class("conflict__readings").child((
            reading("When you loaded it", base),
            reading("Now, theirs", theirs),
            reading("Yours", mine),
        )),
        choices(editor, field, status),
        result(editor, field),
    ))
}

fn text(text: &str) -> View {
    let shown = if text.is_empty() { "(empty)".to_owned() } else { text.to_owned() };
    span().class("conflict__text").attr("translate", "no").child(shown).into_any()
}

fn entries(list: &[String]) -> View {
    if list.is_empty() {
        return span().class("conflict__text").child("(none)").into_any();
    }
    let items = list.iter().map(|item| li().attr("translate", "no").child(item.clone()));
    ul().class("conflict__list").child(items.collect::<Vec<_>>()).into_any()
}

fn choices(editor: Editor, field: Field, status: Status) -> Option<El> {
    let options: &[(Option<Side>, &str)] = match status {
        Status::Unchanged | Status::BothSame => return None,
        Status::Conflict => &[(Some(Side::Theirs), "Theirs"), (Some(Side::Mine), "Mine")],
        Status::BothMerged => &[
            (None, "Both together"),
            (Some(Side::Theirs), "Theirs alone"),
            (Some(Side::Mine), "Mine alone"),
        ],
        Status::OnlyMine => &[(None, "Mine"), (Some(Side::Theirs), "Theirs")],
        Status::OnlyTheirs => &[(None, "Theirs"), (Some(Side::Mine), "Mine")],
    };
    let name = editor.id(match field {
        Field::Name => "side-name",
        Field::Description => "side-description",
        Field::Attributes => "side-attributes",
        Field::ConnectionNames => "side-connections",
    });
    let chosen = move || {
        editor.write.conflict.with(|it| {
            it.as_ref().and_then(|it| match field {
                Field::Name => it.merge.name.choice,
                Field::Description => it.merge.description.choice,
                Field::Attributes => it.merge.attributes.choice,
                Field::ConnectionNames => it.merge.connection_names.choice,
            })
        })
    };
    let option = |(index, &(side, title)): (usize, &(Option<Side>, &'static str))| {
        let id = format!("{name}-{index}");
        label().class("conflict__choice").r#for(id.clone()).child((
            input()
                .id(id)
                .r#type("radio")
                .attr("name", name.clone())
                .checked(move || chosen() == side)
                .on(ev::change, move |_| {
                    editor.write.conflict.update(|it| {
                        if let Some(it) = it {
                            it.merge.choose(field, side);
                        }
                    });
                }),
            title,
        ))
    };
    Some(
        div()
            .class("conflict__choices")
            .role("radiogroup")
            .attr("aria-label", format!("What to save as {}", field_label(field)))
            .child(options.iter().enumerate().map(option).collect::<Vec<_>>()),
    )
}

/// What would be saved, as the choices stand.
fn result(editor: Editor, field: Field) -> View {
    live(move || {
        let merged = editor.write.conflict.with(|it| it.as_ref().map(|it| it.merge.merged()))?;
        let value = match field {
            Field::Name => text(&merged.name),
            Field::Description => text(&merged.description),
            Field::Attributes => entries(&merged.attributes),
            Field::ConnectionNames => entries(&merged.connection_names),
        };
        Some(
            div()
                .class("conflict__result")
                .child((span().class("conflict__side").child("Would be saved"), value)),
        )
    })
}
