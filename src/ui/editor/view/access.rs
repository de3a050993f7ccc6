//! What the identity can reach, and why.
//!
//! Acceptance: one row for each connection, whether it is direct, from an attribute, or left over; an
//! edited row stays in its place and says what a save does to it; an unsupported connection is shown
//! with its reason and can't be added by accident.

use leptos::ev;

use super::{attributes, options, rows};
use crate::ui::reactive::*;
use crate::{
    domain::draft::{Field, ResolvedId},
    ui::{
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            field::FieldText,
            token_field::{TokenField, token_field},
        },
        dom::{Content, El, View, input, label, live, p, section, span},
        editor::{
            commands::load,
            model::{Editor, loaded::Lists},
        },
        messages::{
            draft::{field_label, resolved_id},
            failure::{During, failure},
        },
    },
};

mod table;

use table::connections;

pub fn access(editor: Editor) -> View {
    (
        section().class("section").child(attributes::attributes(editor)),
        section().class("section").child((lists(editor), add_connections(editor))),
        connections(editor),
    )
        .view()
}

fn lists(editor: Editor) -> View {
    live(move || match editor.loaded.lists.get() {
        Lists::Loading | Lists::Loaded => None,
        Lists::Failed(error) => Some(failure_notice(
            failure(During::Loading, &error),
            (
                p().child(
                    "Connections and attributes can’t be suggested or checked. You can still type \
                     them.",
                ),
                button(ButtonKind::Secondary, None, "Try again", move || {
                    load::load_lists(editor);
                }),
            ),
        )),
    })
}

fn add_connections(editor: Editor) -> View {
    let is_all_shown = RwSignal::new(true);
    let props = TokenField {
        text: FieldText {
            id: editor.field_id(Field::ConnectionNames),
            label: field_label(Field::ConnectionNames),
            hint: String::new(),
            errors: options::errors(editor, Field::ConnectionNames),
        },
        placeholder: "Add connections",
        list: editor.fields.inputs.connection_names,
        options: options::connection_options(editor, is_all_shown.into()),
        locked: editor.is_locked(),
        is_multiple: true,
    };
    let summary = move || {
        let plan = editor.review.plan.get().filter(|_| editor.loaded.has_lists());
        plan.map(|plan| span().class("muted").child(rows::summary(&plan)))
    };
    let id = editor.id("all-connections");
    let filter = label().class("check").r#for(id.clone()).child((
        input()
            .id(id)
            .r#type("checkbox")
            .checked(move || !is_all_shown.get())
            .on(ev::change, move |event| is_all_shown.set(!event_target_checked(&event))),
        "Supported only",
    ));
    token_field(props, (summary, filter), live(move || resolved_ids(editor)))
        .class("field--section field--beside")
        .into_any()
}

/// Which connection each typed id stands for.
fn resolved_ids(editor: Editor) -> Vec<El> {
    let line = |it: &ResolvedId| p().class("hint").role("status").child(resolved_id(it));
    editor.fields.resolved_ids.with(|resolved| resolved.iter().map(line).collect())
}
