//! The four fields, and the bar that saves them.

use leptos::{ev, prelude::*};

use crate::ui::dom::{Content, El, View, button as button_, div, form, live, p, span};

use super::{attributes, options};
use crate::{
    domain::draft::Field,
    flow::save::SaveStep,
    ui::{
        components::{
            button::{ButtonKind, button},
            error_summary::{SummaryLine, error_summary},
            field::FieldText,
            icon::Icon,
            lazy::{lazy, when},
            text_field::{TextKind, text_field},
            token_field::{TokenField, token_field},
        },
        editor::{
            commands::{edit, load, repair, save},
            model::{Editor, write::WriteState},
        },
        messages::draft::field_label,
    },
};

pub fn identity_form(editor: Editor) -> El {
    form()
        .class("card form")
        .attr("novalidate", "")
        .attr("aria-label", "Identity")
        .attr("aria-busy", move || is_saving(editor).then_some("true"))
        .on(ev::submit, move |event| {
            event.prevent_default();
            save::save(editor);
        })
        .child((
            summary(editor),
            name(editor),
            description(editor),
            lists(editor),
            rest(editor),
            when(move || editor.rights().can_write, move || bar(editor)),
        ))
}

fn summary(editor: Editor) -> View {
    let lines = Signal::derive(move || {
        editor
            .review
            .problems()
            .iter()
            .map(|problem| SummaryLine {
                target: editor.field_id(problem.field()),
                text: problem.text(),
            })
            .collect::<Vec<_>>()
    });
    let title = Signal::derive(move || match lines.with(Vec::len) {
        1 => "Nothing was sent: 1 problem to fix".to_owned(),
        many => format!("Nothing was sent: {many} problems to fix"),
    });
    error_summary(editor.id("errors"), title, lines, editor.review.refused_saves.into())
}

fn text(editor: Editor, field: Field, hint: &str) -> FieldText {
    FieldText {
        id: editor.field_id(field),
        label: field_label(field),
        hint: hint.to_owned(),
        errors: options::errors(editor, field),
    }
}

fn name(editor: Editor) -> View {
    let is_renamed = move || editor.review.is_changed(Field::Name) && !editor.loaded.is_new();
    (
        text_field(
            text(editor, Field::Name, "Requests and scripts address the identity by it."),
            TextKind::Plain,
            editor.fields.name.into(),
            editor.is_locked(),
            reset(editor, Field::Name),
            move |text| editor.fields.name.set(text),
        )
        .on(ev::focusout, move |_| load::check_name(editor)),
        move || {
            is_renamed().then(|| {
                p().class("form__aside").child(
                    "Renaming keeps the credentials. Whatever addresses the identity by its old \
                     name stops working, and no new identity can be created under that name.",
                )
            })
        },
    )
        .view()
}

fn description(editor: Editor) -> El {
    text_field(
        text(editor, Field::Description, ""),
        TextKind::Prose,
        editor.fields.description.into(),
        editor.is_locked(),
        reset(editor, Field::Description),
        move |text| editor.fields.description.set(text),
    )
}

fn lists(editor: Editor) -> View {
    (
        token_field(
            TokenField {
                text: text(
                    editor,
                    Field::Attributes,
                    "The identity also gets every connection that shares one of them. Enter adds; \
                     commas and new lines separate several.",
                ),
                noun: "attribute",
                list: editor.fields.attributes,
                options: options::attribute_options(editor),
                mark: options::attribute_mark(editor),
                locked: editor.is_locked(),
            },
            reset(editor, Field::Attributes),
        ),
        when(
            move || !editor.review.new_attributes().is_empty(),
            move || lazy(move || attributes::suggestions_lazily(editor)),
        ),
        attributes::reach(editor),
        token_field(
            TokenField {
                text: text(
                    editor,
                    Field::ConnectionNames,
                    "The identity gets a credential for each of them.",
                ),
                noun: "connection",
                list: editor.fields.connection_names,
                options: options::connection_options(editor),
                mark: options::connection_mark(editor),
                locked: editor.is_locked(),
            },
            reset(editor, Field::ConnectionNames),
        ),
    )
        .view()
}

/// The way on for a draft that cannot be saved as a whole.
fn rest(editor: Editor) -> View {
    live(move || {
        let is_stopped = editor.review.refused_saves.get() > 0 && editor.can_write().get();
        let has_obstacles = editor.review.plan.get().is_some_and(|plan| !plan.obstacles.is_empty());
        let spec = editor.fields.checked.get().ok().filter(|_| is_stopped && has_obstacles);
        spec.map(|spec| {
            p().class("form__aside").child(button(
                ButtonKind::Secondary,
                None,
                "Save what can be saved…",
                move || repair::open_for_draft(editor, spec.clone()),
            ))
        })
    })
}

/// Puts one field back to what was loaded; there while it is something else.
fn reset(editor: Editor, field: Field) -> View {
    let locked = editor.is_locked();
    live(move || {
        (editor.review.is_changed(field) && !locked.get()).then(|| {
            button(ButtonKind::Quiet, None, "Reset", move || edit::reset(editor, field))
                .attr("aria-label", format!("Reset {}", field_label(field)))
        })
    })
}

fn is_saving(editor: Editor) -> bool {
    editor.write.is_running() || editor.write.is_waiting.get()
}

fn bar(editor: Editor) -> View {
    let status = move || match editor.write.state.get() {
        _ if editor.write.is_waiting.get() => {
            "Reading the lists that the plan rests on…".to_owned()
        }
        WriteState::Running(SaveStep::Comparing) => {
            "Checking that nobody else has changed it…".to_owned()
        }
        WriteState::Running(SaveStep::Writing) => "Saving…".to_owned(),
        WriteState::Running(SaveStep::ReadingBack { attempt: 1 }) => "Reading back…".to_owned(),
        WriteState::Running(SaveStep::ReadingBack { attempt }) => {
            format!("Finding out what was saved (look {attempt})…")
        }
        _ if editor.fields.is_changed.get() => "Unsaved changes".to_owned(),
        _ => match editor.secrets.created().len() {
            0 if editor.review.is_noop_asked.get() => {
                "Nothing to save: there is no change".to_owned()
            }
            0 => "No unsaved changes".to_owned(),
            1 => "1 new credential is shown above".to_owned(),
            many => format!("{many} new credentials are shown above"),
        },
    };
    let is_saving = move || is_saving(editor);
    let discard = move || {
        (editor.fields.is_changed.get() && !is_saving()).then(|| {
            button(ButtonKind::Secondary, Some(Icon::Undo), "Discard changes", move || {
                edit::discard(editor);
                edit::focus_heading(editor);
            })
        })
    };
    div()
        .class("save-bar")
        .child((
            span().class("save-bar__status").role("status").child(status),
            discard,
            button_()
                .r#type("submit")
                .class("button button--primary")
                .attr("aria-disabled", move || is_saving().then_some("true"))
                .child(move || match (is_saving(), editor.loaded.is_new()) {
                    (true, false) => "Saving…",
                    (true, true) => "Creating…",
                    (false, false) => "Save changes",
                    (false, true) => "Create",
                }),
        ))
        .into_any()
}
