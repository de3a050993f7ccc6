//! What the chosen attributes bring, and what a new one may have been meant to be.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    domain::{
        attribute::Attribute,
        catalog::{Catalog, ListedAttribute},
        connection::{Connection, ConnectionName},
        suggest::{Nearness, Vocabulary},
    },
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
        },
        dom::{El, View, details, div, li, live, p, span, summary, ul},
        editor::{lazy_part::lazy_part, model::Editor},
        messages::plan::{count, ineligible},
    },
};

/// How many connections of one attribute are listed.
const LISTED: usize = 100;

lazy_part!(writing: pub suggestions_lazily(editor: Editor) -> View = suggestions);

/// Asks about each new attribute that is nearly a known one (G12).
fn suggestions(editor: Editor) -> View {
    let vocabulary = Memo::new(move |_| {
        let catalog = editor.loaded.catalog();
        Arc::new(Vocabulary::new(catalog.attributes().map(|attribute| &attribute.name)))
    });
    live(move || {
        let locked = editor.is_locked().get();
        let vocabulary = vocabulary.get();
        let new = editor.review.new_attributes();
        let questions: Vec<El> = new
            .iter()
            .filter_map(|name| question(editor, name, vocabulary.look_up(name.as_str()), locked))
            .collect();
        div().class("near").attr("aria-live", "polite").child(questions)
    })
}

fn question(editor: Editor, name: &Attribute, nearness: Nearness<'_>, locked: bool) -> Option<El> {
    let (text, better) = match nearness {
        Nearness::Known | Nearness::Unlike | Nearness::NewValue { .. } => return None,
        Nearness::SameButForCase(known) => (
            format!(
                "“{name}” is new, and “{known}” is known: the gateway tells upper and lower case \
                 apart. Did you mean it?"
            ),
            Some(known.to_string()),
        ),
        Nearness::Suggestion(known) => {
            (format!("“{name}” is new. Did you mean “{known}”?"), Some(known.to_string()))
        }
        Nearness::NearKey { key, known } => (
            format!("No attribute has the key “{key}”. Did you mean “{known}”?"),
            name.as_str().strip_prefix(key).map(|rest| format!("{known}{rest}")),
        ),
        Nearness::NewKey { key: Some(key) } => {
            (format!("No other attribute has the key “{key}”. “{name}” matches nothing yet."), None)
        }
        Nearness::NewKey { key: None } => {
            (format!("All other attributes have a key; “{name}” matches nothing yet."), None)
        }
    };
    let old = name.to_string();
    Some(p().class("near__question").child((
        icon(Icon::Info),
        span().child(text),
        better.filter(|_| !locked).map(|better| {
            let label = format!("Use {better}");
            button(ButtonKind::Quiet, None, label, move || {
                editor.fields.attributes.exchange(&old, &better);
            })
        }),
    )))
}

/// For each attribute the connections that it brings, and which of them can be given.
pub fn reach(editor: Editor) -> View {
    live(move || {
        let catalog = editor.loaded.loaded_catalog()?;
        let found: Vec<El> = editor
            .fields
            .attributes
            .items()
            .get()
            .into_iter()
            .filter_map(|text| catalog.attribute(&Attribute::received(text)))
            .map(|attribute| one(&catalog, attribute))
            .collect();
        (!found.is_empty()).then(|| {
            details().class("reach").child((
                summary().child(format!(
                    "What {}",
                    if found.len() == 1 {
                        "this attribute brings"
                    } else {
                        "these attributes bring"
                    }
                )),
                found,
            ))
        })
    })
}

fn one(catalog: &Catalog, attribute: &ListedAttribute) -> El {
    let rows = attribute.connection_names.iter().take(LISTED).map(|name| row(catalog, name));
    let total = attribute.connection_names.len();
    let more = total.saturating_sub(LISTED);
    div().class("reach__attribute").child((
        p().child((
            span()
                .class("plan__connection")
                .attr("translate", "no")
                .child(attribute.name.to_string()),
            span().class("plan__reason").child(count(total, "connection")),
        )),
        attribute.managed.then(|| {
            p().class("near__question").child((
                icon(Icon::Alert),
                span().child(
                    "Managed by hoop.dev: it may be given to other connections at any time.",
                ),
            ))
        }),
        ul().class("plan__rows").child((
            rows.collect::<Vec<_>>(),
            (more > 0).then(|| li().child(format!("and {more} more"))),
        )),
    ))
}

fn row(catalog: &Catalog, name: &ConnectionName) -> El {
    let note = match catalog.connection(name).map(Connection::eligibility) {
        Some(Ok(_)) => String::new(),
        Some(Err(reason)) => format!("skipped: {}", ineligible(&reason)),
        None => "not in the list of connections".to_owned(),
    };
    li().child((
        span().class("plan__connection").attr("translate", "no").child(name.to_string()),
        span().class("plan__reason").child(note),
    ))
}
