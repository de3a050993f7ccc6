//! What the identity can reach, and why.
//!
//! Acceptance: one row for each connection, whether it is direct, from an attribute, or left over; an
//! edited row stays in its place and says what a save does to it; an unsupported connection is shown
//! with its reason and can't be added by accident.

use leptos::{ev, prelude::*};

use super::{
    chips, options,
    rows::{self, AccessRow, Act, Mark},
};
use crate::{
    domain::draft::Field,
    ui::{
        components::{
            button::{ButtonKind, button, icon_button},
            failure::failure_notice,
            field::FieldText,
            icon::{Icon, icon},
            status::status,
            table::{cell, column, row, row_header, table, table_head, unlabeled_column},
            token_field::{TokenField, token_field},
        },
        dom::{Content, View, div, input, label, live, p, section, span, tbody},
        editor::{
            commands::{edit, load},
            model::{Editor, loaded::Lists, secrets::CredentialList},
        },
        messages::{
            draft::field_label,
            failure::{During, failure},
        },
    },
};

/// How many rows are drawn at first, and added each time more are asked for.
const STEP: usize = 100;

pub fn access(editor: Editor) -> View {
    (
        section().class("section").child(chips::attributes(editor)),
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
    let is_all_shown = RwSignal::new(false);
    let props = TokenField {
        text: FieldText {
            id: editor.field_id(Field::ConnectionNames),
            label: field_label(Field::ConnectionNames),
            hint: String::new(),
            errors: options::errors(editor, Field::ConnectionNames),
        },
        placeholder: "Add connections",
        list: editor.fields.connection_names,
        options: options::connection_options(editor, is_all_shown.into()),
        locked: editor.is_locked(),
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
    token_field(props, (summary, filter), ()).class("field--section").into_any()
}

fn connections(editor: Editor) -> View {
    let limit = RwSignal::new(STEP);
    let all = Memo::new(move |_| {
        let (Some(identity), Some(plan)) = (editor.loaded.identity(), editor.review.plan.get())
        else {
            return Vec::new();
        };
        let names = editor.fields.connection_names.items().get();
        let attributes = editor.fields.attributes.items().get();
        rows::rows(&identity, &editor.loaded.catalog(), &plan, &names, &attributes)
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
            let body = move || {
                let wrong = editor.review.wrong_names();
                all.with(|all| {
                    let drawn = all.iter().take(limit.get());
                    drawn
                        .map(|row| access_row(editor, row, wrong.contains(&row.name)))
                        .collect::<Vec<_>>()
                })
            };
            let more = move || {
                let left = all.with(Vec::len).saturating_sub(limit.get());
                (left > 0).then(|| {
                    button(
                        ButtonKind::Secondary,
                        None,
                        format!("Show more ({left} left)"),
                        move || limit.update(|limit| *limit += STEP),
                    )
                })
            };
            (
                table("Connections").class("access").child((
                    table_head((
                        column("access__name", "Connection"),
                        column("access__type", "Type"),
                        column("access__source", "Source"),
                        column("access__credential", "Credential"),
                        column("access__host", "Host"),
                        unlabeled_column("access__act", "Actions"),
                    )),
                    tbody().role("rowgroup").child(body),
                )),
                div().class("section").child(more),
            )
                .view()
        }
    })
}

fn access_row(editor: Editor, found: &AccessRow, is_wrong: bool) -> View {
    let AccessRow { name, kind, source, credential, mark, act, is_muted } = found.clone();
    let (class, sign) = match mark {
        _ if is_wrong => ("access__row access__row--wrong", Some("!")),
        Mark::None => ("access__row", None),
        Mark::Created => ("access__row access__row--created", Some("+")),
        Mark::Revoked => ("access__row access__row--revoked", Some("−")),
        Mark::Changed => ("access__row access__row--changed", Some("~")),
        Mark::Leftover => ("access__row access__row--leftover", Some("!")),
    };
    let host = host(editor, &name.to_string());
    let (removed, undone) = (name.clone(), name.clone());
    let action = match act {
        _ if editor.is_locked().get() => None,
        Act::None => None,
        Act::Remove => {
            Some(icon_button(Icon::Close, format!("Remove connection {name}"), move || {
                edit::remove_connection(editor, removed.as_str());
            }))
        }
        // One that was added is removed again; its name says so.
        Act::Undo if mark != Mark::Revoked && editor.fields.has_connection(name.as_str()) => {
            Some(icon_button(Icon::Undo, format!("Remove connection {name}"), move || {
                edit::remove_connection(editor, removed.as_str());
            }))
        }
        Act::Undo => Some(icon_button(Icon::Undo, format!("Undo removing {name}"), move || {
            edit::restore_connection(editor, undone.as_str());
        })),
    };
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
                    .child(name.to_string()),
            ),
        ),
        cell(
            "access__type",
            kind.map(|(sign, text)| span().class("type").child((icon(sign), span().child(text)))),
        ),
        cell("access__source muted", source),
        cell("access__credential", credential.map(|(kind, sign, text)| status(kind, sign, text))),
        cell("access__host mono muted", host),
        cell("access__act", action),
    ))
    .class(class)
    .class(("access__row--muted", is_muted))
    .into_any()
}

/// The host and port of a loaded credential; empty before the credentials are loaded.
fn host(editor: Editor, name: &str) -> String {
    let CredentialList::Open(all) = editor.secrets.list() else { return String::new() };
    let found = all.iter().find(|it| it.connection_name.as_str() == name);
    let public = editor.secrets.public_host.get();
    found
        .map(|credential| {
            let host = public.as_ref().map(|host| host.as_str().to_owned());
            let host = host.or_else(|| credential.hostname.clone()).unwrap_or_default();
            match &credential.port {
                Some(port) => format!("{host}:{port}"),
                None => host,
            }
        })
        .unwrap_or_default()
}
