//! Name and description, in a part of the program that is loaded once the identity is shown.

use leptos::ev;

use super::options;
use crate::ui::reactive::*;
use crate::{
    domain::draft::Field,
    ui::{
        components::{
            button::{ButtonKind, button},
            field::FieldText,
            text_field::{TextKind, text_field},
        },
        dom::{Content, View, form, live, p},
        editor::{
            commands::{edit, load, save},
            lazy_part::lazy_part,
            model::{Editor, input::Input},
        },
        messages::{draft::field_label, plan::RENAME},
    },
};

lazy_part!(review: pub settings_lazily(editor: Editor) -> View = settings);

fn settings(editor: Editor) -> View {
    // A link to a field may have opened this view before its program was there.
    request_animation_frame(move || edit::focus_wanted(editor));
    form()
        .class("section form")
        .attr("novalidate", "")
        .attr("aria-label", "Settings")
        .attr("aria-busy", move || editor.write.is_running().then_some("true"))
        .on(ev::submit, move |event| {
            event.prevent_default();
            save::ask(editor);
        })
        .child(Field::ALL.map(|field| control(editor, field)).into_iter().collect::<Vec<_>>())
        .into_any()
}

/// The control of a field; `None` for one that the view of the access has.
fn control(editor: Editor, field: Field) -> Option<View> {
    match (field, editor.fields.inputs.get(field).copied()) {
        (Field::Name, _) => Some(name(editor)),
        (_, Input::Text(text)) => Some(prose(editor, field, text)),
        (_, Input::List(_)) => None,
    }
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
    let is_renamed = move || editor.fields.is_edited(Field::Name) && !editor.loaded.is_new();
    (
        text_field(
            text(editor, Field::Name, "Used in API calls and scripts."),
            TextKind::Plain,
            editor.fields.inputs.name.into(),
            editor.is_locked(),
            reset(editor, Field::Name),
            move |text| editor.fields.inputs.name.set(text),
        )
        .on(ev::focusout, move |_| load::check_name(editor)),
        live(move || is_renamed().then(|| p().class("hint").child(RENAME))),
    )
        .view()
}

fn prose(editor: Editor, field: Field, typed: RwSignal<String>) -> View {
    text_field(
        text(editor, field, ""),
        TextKind::Prose,
        typed.into(),
        editor.is_locked(),
        reset(editor, field),
        move |text| typed.set(text),
    )
    .into_any()
}

/// Resets one field; there while it's edited.
fn reset(editor: Editor, field: Field) -> View {
    let locked = editor.is_locked();
    live(move || {
        (editor.fields.is_edited(field) && !locked.get()).then(|| {
            button(ButtonKind::Quiet, None, "Reset", move || edit::reset(editor, field))
                .attr("aria-label", format!("Reset {}", field_label(field)))
        })
    })
}
