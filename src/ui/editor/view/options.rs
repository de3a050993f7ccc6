//! What the two lists suggest.

use std::sync::Arc;

use super::rows::Matches;
use crate::ui::reactive::*;
use crate::{
    domain::{
        attribute::Attribute,
        catalog::ListedAttribute,
        connection::{Connection, ConnectionName},
        draft::Field,
    },
    ui::{
        components::token_field::{TokenOption, TokenOptions},
        editor::{access_words::connection_type, model::Editor},
        messages::plan::{count, ineligible, sources},
    },
};

/// The attributes, each with the number of connections that it matches.
pub fn attribute_options(editor: Editor) -> Signal<Arc<TokenOptions>> {
    options(move || {
        let catalog = editor.loaded.catalog();
        let values = catalog.attributes().map(|it| it.name.shared()).collect();
        TokenOptions::new(values, move |value| {
            attribute_option(value, catalog.attribute(&Attribute::received(value)))
        })
    })
}

fn attribute_option(value: &str, attribute: Option<&ListedAttribute>) -> TokenOption {
    let note = attribute.map(|attribute| {
        let number = count(attribute.connection_names.len(), "connection");
        if attribute.managed { format!("{number}, managed by hoop.dev") } else { number }
    });
    TokenOption {
        value: value.to_owned(),
        note: note.unwrap_or_default(),
        sign: None,
        source: String::new(),
        refused: None,
    }
}

/// The connections, those that identities can use first; the others only where `is_all_shown`.
pub fn connection_options(editor: Editor, is_all_shown: Signal<bool>) -> Signal<Arc<TokenOptions>> {
    options(move || {
        let catalog = editor.loaded.catalog();
        let typed = editor.fields.inputs.attributes.items().get();
        let typed: Vec<_> = typed.into_iter().map(Attribute::received).collect();
        let matches = Matches::new(&catalog, &typed);
        let (usable, rest): (Vec<_>, Vec<_>) =
            catalog.connections().partition(|it| it.is_eligible());
        let rest = rest.into_iter().filter(|_| is_all_shown.get());
        let values = usable.into_iter().chain(rest).map(|it| it.name.shared()).collect();
        TokenOptions::new(values, move |value| {
            let name = ConnectionName::received(value);
            connection_option(value, catalog.connection(&name), matches.of(&name))
        })
    })
}

fn connection_option(
    value: &str,
    connection: Option<&Connection>,
    from: &[Attribute],
) -> TokenOption {
    let (sign, note) = connection.map(connection_type).unzip();
    TokenOption {
        value: value.to_owned(),
        note: note.unwrap_or_default(),
        sign,
        source: if from.is_empty() { String::new() } else { sources(from) },
        refused: connection.and_then(|it| it.eligibility().err()).map(|reason| ineligible(&reason)),
    }
}

/// Collects options when they are read for the first time and after a change.
fn options(
    collect: impl Fn() -> TokenOptions + Send + Sync + 'static,
) -> Signal<Arc<TokenOptions>> {
    Memo::always(move |_| Arc::new(collect())).into()
}

/// The sentences for what is wrong with a field.
pub fn errors(editor: Editor, field: Field) -> Signal<Vec<String>> {
    editor.review.field_errors(field).into()
}
