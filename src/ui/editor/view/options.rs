//! What the editor's two lists offer, and how their entries are marked.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    domain::{
        attribute::Attribute,
        catalog::{Catalog, ListedAttribute},
        connection::{Connection, ConnectionName},
        draft::Field,
    },
    ui::{
        components::token_field::{Marker, TokenMark, TokenOption},
        editor::model::Editor,
        messages::plan::ineligible,
    },
};

pub fn attribute_options(editor: Editor) -> Signal<Arc<Vec<TokenOption>>> {
    let options = Memo::new(move |_| {
        Arc::new(editor.loaded.catalog().attributes().map(attribute_option).collect::<Vec<_>>())
    });
    options.into()
}

fn attribute_option(attribute: &ListedAttribute) -> TokenOption {
    let brings = match attribute.connection_names.len() {
        0 => "brings no connection".to_owned(),
        1 => "brings 1 connection".to_owned(),
        many => format!("brings {many} connections"),
    };
    let note = if attribute.managed { format!("{brings}; managed by hoop.dev") } else { brings };
    TokenOption { value: attribute.name.to_string(), note, refused: None }
}

pub fn connection_options(editor: Editor) -> Signal<Arc<Vec<TokenOption>>> {
    let options = Memo::new(move |_| {
        Arc::new(editor.loaded.catalog().connections().map(connection_option).collect::<Vec<_>>())
    });
    options.into()
}

fn connection_option(connection: &Connection) -> TokenOption {
    let kind = match connection.subtype.as_str() {
        "" => connection.kind.clone(),
        subtype => subtype.to_owned(),
    };
    let refused = connection
        .eligibility()
        .err()
        .map(|reason| format!("cannot be given: {}", ineligible(&reason)));
    TokenOption { value: connection.name.to_string(), note: kind, refused }
}

pub fn attribute_mark(editor: Editor) -> Marker {
    mark(editor, Field::Attributes, |catalog, text| {
        let is_new = catalog.attribute(&Attribute::received(text)).is_none();
        is_new.then_some("new attribute")
    })
}

pub fn connection_mark(editor: Editor) -> Marker {
    mark(editor, Field::ConnectionNames, |catalog, text| {
        match catalog.connection(&ConnectionName::received(text)) {
            None => Some("not found"),
            Some(connection) if connection.eligibility().is_err() => Some("cannot be given"),
            Some(_) => None,
        }
    })
}

/// Marks what is wrong, and what was not there when the identity was loaded.
fn mark(
    editor: Editor,
    field: Field,
    badge: impl Fn(&Catalog, &str) -> Option<&'static str> + Send + Sync + 'static,
) -> Marker {
    let wrong = Memo::new(move |_| editor.review.wrong_entries(field));
    Arc::new(move |index, text| {
        let is_invalid = wrong.with(|wrong| wrong.contains(&index));
        TokenMark {
            badge: editor
                .loaded
                .loaded_catalog()
                .filter(|_| !is_invalid)
                .and_then(|catalog| badge(&catalog, text)),
            is_invalid,
            is_added: editor.loaded.identity().is_some_and(|identity| match field {
                Field::Attributes => !identity.attributes.iter().any(|a| a.as_str() == text),
                Field::ConnectionNames => {
                    !identity.connection_names.iter().any(|name| name.as_str() == text)
                }
                Field::Name | Field::Description => false,
            }),
        }
    })
}

/// The sentences for what is wrong with a field.
pub fn errors(editor: Editor, field: Field) -> Signal<Vec<String>> {
    Signal::derive(move || editor.review.field_errors(field))
}
