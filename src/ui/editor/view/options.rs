//! What the two lists suggest.

use std::sync::Arc;

use leptos::prelude::*;

use super::rows::Matches;
use crate::{
    domain::{
        attribute::Attribute, catalog::ListedAttribute, connection::Connection, draft::Field,
    },
    ui::{
        components::token_field::TokenOption,
        editor::{access_words::connection_type, model::Editor},
        messages::plan::{count, ineligible, sources},
    },
};

/// The attributes, each with the number of connections that it matches.
pub fn attribute_options(editor: Editor) -> Signal<Arc<Vec<TokenOption>>> {
    let options = Memo::new(move |_| {
        Arc::new(editor.loaded.catalog().attributes().map(attribute_option).collect::<Vec<_>>())
    });
    options.into()
}

fn attribute_option(attribute: &ListedAttribute) -> TokenOption {
    let number = count(attribute.connection_names.len(), "connection");
    let note = if attribute.managed { format!("{number}, managed by hoop.dev") } else { number };
    TokenOption {
        value: attribute.name.to_string(),
        note,
        sign: None,
        source: String::new(),
        refused: None,
    }
}

/// The connections, those that identities can use first; the others only where `is_all_shown`.
pub fn connection_options(
    editor: Editor,
    is_all_shown: Signal<bool>,
) -> Signal<Arc<Vec<TokenOption>>> {
    let options = Memo::new(move |_| {
        let catalog = editor.loaded.catalog();
        let typed = editor.fields.inputs.attributes.items().get();
        let typed: Vec<_> = typed.into_iter().map(Attribute::received).collect();
        let matches = Matches::new(&catalog, &typed);
        let option =
            |connection: &Connection| connection_option(connection, matches.of(&connection.name));
        let (usable, rest): (Vec<_>, Vec<_>) =
            catalog.connections().partition(|it| it.eligibility().is_ok());
        let rest = rest.into_iter().filter(|_| is_all_shown.get());
        Arc::new(usable.into_iter().chain(rest).map(option).collect::<Vec<_>>())
    });
    options.into()
}

fn connection_option(connection: &Connection, from: &[Attribute]) -> TokenOption {
    let (sign, note) = connection_type(connection);
    let refused = connection.eligibility().err().map(|reason| ineligible(&reason));
    let source = if from.is_empty() { String::new() } else { sources(from) };
    TokenOption { value: connection.name.to_string(), note, sign: Some(sign), source, refused }
}

/// The sentences for what is wrong with a field.
pub fn errors(editor: Editor, field: Field) -> Signal<Vec<String>> {
    editor.review.field_errors(field).into()
}
