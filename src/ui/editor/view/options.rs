//! What the two lists suggest.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    domain::{catalog::ListedAttribute, connection::Connection, draft::Field},
    ui::{
        components::token_field::TokenOption,
        editor::{access_words::connection_type, model::Editor},
        messages::plan::{count, ineligible},
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
    TokenOption { value: attribute.name.to_string(), note, refused: None }
}

/// The connections; only those that identities can use unless `is_all_shown`.
pub fn connection_options(
    editor: Editor,
    is_all_shown: Signal<bool>,
) -> Signal<Arc<Vec<TokenOption>>> {
    let options = Memo::new(move |_| {
        let catalog = editor.loaded.catalog();
        let is_shown = |it: &&Connection| is_all_shown.get() || it.eligibility().is_ok();
        Arc::new(catalog.connections().filter(is_shown).map(connection_option).collect::<Vec<_>>())
    });
    options.into()
}

fn connection_option(connection: &Connection) -> TokenOption {
    let (_, note) = connection_type(connection);
    let refused = connection.eligibility().err().map(|reason| ineligible(&reason));
    TokenOption { value: connection.name.to_string(), note, refused }
}

/// The sentences for what is wrong with a field.
pub fn errors(editor: Editor, field: Field) -> Signal<Vec<String>> {
    Signal::derive(move || editor.review.field_errors(field))
}
