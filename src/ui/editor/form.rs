//! The four fields, and the bar that saves them.

use leptos::{ev, prelude::*};

use crate::ui::dom::{Content, El, View, button as button_, div, form, live, p, span};

use super::{
    actions, attributes, options, parts,
    state::{Editor, Phase},
};
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
        messages::draft::field_label,
    },
};

pub fn identity_form(editor: Editor) -> El {
    form()
        .class("card form")
        .attr("novalidate", "")
        .attr("aria-label", "Identity")
        .attr("aria-busy", move || match editor.phase.get() {
            Phase::Saving(_) | Phase::Waiting => Some("true"),
            _ => None,
        })
        .on(ev::submit, move |event| {
            event.prevent_default();
            editor.save();
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
            .shown_problems()
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
    error_summary(editor.id("errors"), title, lines, editor.refused_saves.into())
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
    let is_renamed = move || editor.is_field_changed(Field::Name) && !editor.is_new();
    (
        text_field(
            text(editor, Field::Name, "Requests and scripts address the identity by it."),
            TextKind::Plain,
            editor.name.into(),
            editor.is_locked(),
            reset(editor, Field::Name),
            move |text| editor.name.set(text),
        )
        .on(ev::focusout, move |_| actions::check_name(editor)),
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
        editor.description.into(),
        editor.is_locked(),
        reset(editor, Field::Description),
        move |text| editor.description.set(text),
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
                list: editor.attributes,
                options: options::attribute_options(editor),
                mark: options::attribute_mark(editor),
                locked: editor.is_locked(),
            },
            reset(editor, Field::Attributes),
        ),
        when(
            move || !editor.new_attributes().is_empty(),
            move || lazy(move || parts::suggestions(editor)),
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
                list: editor.connection_names,
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
        let is_stopped = editor.refused_saves.get() > 0 && editor.phase.get() == Phase::Editing;
        let has_obstacles = editor.plan.get().is_some_and(|plan| !plan.obstacles.is_empty());
        let spec = editor.checked.get().ok().filter(|_| is_stopped && has_obstacles);
        spec.map(|spec| {
            p().class("form__aside").child(button(
                ButtonKind::Secondary,
                None,
                "Save what can be saved…",
                move || actions::mend_draft(editor, spec.clone()),
            ))
        })
    })
}

/// Puts one field back to what was loaded; there while it is something else.
fn reset(editor: Editor, field: Field) -> View {
    let locked = editor.is_locked();
    live(move || {
        (editor.is_field_changed(field) && !locked.get()).then(|| {
            button(ButtonKind::Quiet, None, "Reset", move || editor.reset_field(field))
                .attr("aria-label", format!("Reset {}", field_label(field)))
        })
    })
}

fn bar(editor: Editor) -> View {
    let status = move || match editor.phase.get() {
        Phase::Waiting => "Reading the lists that the plan rests on…".to_owned(),
        Phase::Saving(SaveStep::Comparing) => {
            "Checking that nobody else has changed it…".to_owned()
        }
        Phase::Saving(SaveStep::Writing) => "Saving…".to_owned(),
        Phase::Saving(SaveStep::ReadingBack { attempt: 1 }) => "Reading back…".to_owned(),
        Phase::Saving(SaveStep::ReadingBack { attempt }) => {
            format!("Finding out what was saved (look {attempt})…")
        }
        Phase::Loading | Phase::Unloaded(_) => String::new(),
        Phase::Editing if editor.is_changed.get() => "Unsaved changes".to_owned(),
        Phase::Editing => match editor.shown.with(Vec::len) {
            0 if editor.asked_in_vain.get() => "Nothing to save: there is no change".to_owned(),
            0 => "No unsaved changes".to_owned(),
            1 => "1 new credential is shown above".to_owned(),
            many => format!("{many} new credentials are shown above"),
        },
    };
    let is_saving = move || matches!(editor.phase.get(), Phase::Saving(_) | Phase::Waiting);
    let discard = move || {
        (editor.is_changed.get() && !is_saving()).then(|| {
            button(ButtonKind::Secondary, Some(Icon::Undo), "Discard changes", move || {
                editor.discard();
                editor.focus_heading();
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
                .child(move || match (is_saving(), editor.is_new()) {
                    (true, false) => "Saving…",
                    (true, true) => "Creating…",
                    (false, false) => "Save changes",
                    (false, true) => "Create",
                }),
        ))
        .into_any()
}
