//! What to change in a draft: the rule, the offending part.

use crate::{
    domain::{
        attribute::{ATTRIBUTE_LIMIT, Attribute, AttributeError, KEY_LIMIT, KeyValueError},
        connection::{CONNECTION_NAME_LIMIT, ConnectionNameError},
        draft::{DraftError, Field, ResolvedId},
        name::{NAME_LIMIT, NameError, Unaddressable},
        suggest::Similarity,
    },
    gateway::{base::BaseError, token::TokenError},
};

/// The label of a field, on the form and in sentences.
pub const fn field_label(field: Field) -> &'static str {
    match field {
        Field::Name => "Name",
        Field::Description => "Description",
        Field::Attributes => "Attributes",
        Field::ConnectionNames => "Connections",
    }
}

/// Which connection a typed id stands for.
pub fn resolved_id(resolved: &ResolvedId) -> String {
    format!("{} is the ID of {}. Saving uses the name.", resolved.id.trim(), resolved.name)
}

pub fn draft_error(error: &DraftError) -> String {
    match error {
        DraftError::Name(error) => name_error(error),
        DraftError::Text { field, invalid } => format!(
            "Delete the null character at character {} of the {}: the gateway can't store it.",
            invalid.position,
            field.as_str()
        ),
        DraftError::Attribute { text, error, .. } => attribute_error(text, error),
        DraftError::RepeatedAttribute { text, .. } => {
            format!("Remove one “{}”: the attribute is in the list twice.", short(text))
        }
        DraftError::ConnectionName { text, error, .. } => connection_name_error(text, error),
        DraftError::RepeatedConnectionName { text, .. } => {
            format!("Remove one “{}”: the connection is in the list twice.", short(text))
        }
    }
}

fn name_error(error: &NameError) -> String {
    match error {
        NameError::Empty => "Enter a name.".to_owned(),
        NameError::TooLong { characters } => {
            format!("Use {NAME_LIMIT} characters or fewer for the name (now {characters}).")
        }
        NameError::Invisible(invisible) => {
            format!("The name has the invisible character {invisible}. Delete it.")
        }
        NameError::EdgeSpace => "Delete the space at the start or end of the name.".to_owned(),
        NameError::Unaddressable(reason) => unaddressable(*reason),
    }
}

/// What to do about a name that no request can address (G18).
pub fn unaddressable(reason: Unaddressable) -> String {
    match reason {
        Unaddressable::Empty => {
            "No request can address an identity without a name. Enter one.".to_owned()
        }
        Unaddressable::Slash { position } => format!(
            "No request can address a name with a “/” (character {position}). Use “-” or “_” \
             instead."
        ),
        Unaddressable::DotSegment => "No request can address this name: browsers remove “.” and \
                                      “..” from URLs. Use another name."
            .to_owned(),
    }
}

fn attribute_error(text: &str, error: &AttributeError) -> String {
    let text = short(text);
    match error {
        AttributeError::Empty => "Remove the empty attribute, or enter one.".to_owned(),
        AttributeError::TooLong { characters } => {
            format!("Use {ATTRIBUTE_LIMIT} characters or fewer for “{text}” (now {characters}).")
        }
        AttributeError::Invisible(invisible) => {
            format!("The attribute “{text}” has the invisible character {invisible}. Delete it.")
        }
        AttributeError::KeyValue(error) => key_value_error(&text, *error),
        AttributeError::Pattern { source } => format!(
            "Change “{text}” to match {source}, the pattern for new attributes on this page."
        ),
    }
}

fn key_value_error(text: &str, error: KeyValueError) -> String {
    match error {
        KeyValueError::NoColon => {
            format!("Use key:value, for example env:prod. “{text}” has no “:”.")
        }
        KeyValueError::KeyEmpty => {
            format!("Enter a key before the “:” in “{text}”, for example env in env:prod.")
        }
        KeyValueError::KeyStart(invalid) => format!(
            "Start the key of “{text}” with a letter from a to z or a digit. It starts with \
             {invalid}."
        ),
        KeyValueError::KeyCharacter(invalid) => format!(
            "Use only letters from a to z, digits and . _ / - in the key of “{text}”. It has \
             {invalid}."
        ),
        KeyValueError::KeyTooLong { characters } => format!(
            "Use {KEY_LIMIT} characters or fewer for the key of “{text}” (now {characters})."
        ),
        KeyValueError::ValueEmpty => {
            format!("Enter a value after the “:” in “{text}”, for example prod in env:prod.")
        }
        KeyValueError::ValueEdgeSpace => {
            format!("Delete the space at the start or end of the value in “{text}”.")
        }
    }
}

fn connection_name_error(text: &str, error: &ConnectionNameError) -> String {
    let text = short(text);
    match error {
        ConnectionNameError::Empty => "Remove the empty connection.".to_owned(),
        ConnectionNameError::TooLong { characters } => format!(
            "Choose a connection from the list. “{text}” has {characters} characters; a connection \
             name has {CONNECTION_NAME_LIMIT} or fewer."
        ),
        ConnectionNameError::Character(invalid) => format!(
            "Choose a connection from the list. “{text}” has {invalid}; a connection name has only \
             letters from a to z, digits and . _ -."
        ),
    }
}

pub fn token_error(error: TokenError) -> String {
    match error {
        TokenError::Empty => "Paste an access token.".to_owned(),
        TokenError::Character => "Copy only the token, and all of it. This text has a space or a \
                                  character that tokens can't contain."
            .to_owned(),
    }
}

pub fn base_error(error: &BaseError) -> String {
    match error {
        BaseError::Empty => "Enter the gateway's URL.".to_owned(),
        BaseError::NoScheme => {
            "Start the URL with https:// or http://, for example https://use.hoop.dev.".to_owned()
        }
        BaseError::Scheme { scheme } => {
            format!("Use https:// or http:// instead of {scheme}://.")
        }
        BaseError::NoHost => "Enter a host after “://”.".to_owned(),
        BaseError::UserInfo => {
            "Delete the user name and password: everything from “://” to “@”.".to_owned()
        }
        BaseError::QueryOrFragment => "Delete the “?” or “#” and everything after it.".to_owned(),
        BaseError::Character => "Delete the space or backslash.".to_owned(),
    }
}

/// A text for use in a sentence: cut after 40 characters.
fn short(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Said below the first of many questions about new attributes.
pub const MORE_TO_CHECK: &str =
    "There are questions about more new attributes. They’re shown once you change some of these.";

/// What a new attribute is similar to; `None` when there is nothing to point out.
pub fn similar(name: &Attribute, similarity: &Similarity<'_>) -> Option<String> {
    Some(match similarity {
        Similarity::Known | Similarity::Unlike | Similarity::NewValue { .. } => return None,
        Similarity::SameButForCase(known) => {
            format!("{name} is new; {known} exists. They differ in upper and lower case.")
        }
        Similarity::SameButForForm(_) => {
            format!("{name} is new. A known one looks the same but uses different characters.")
        }
        Similarity::Suggestion(known) => format!("{name} is new. Did you mean {known}?"),
        Similarity::NearKey { key, known } => {
            format!("No attribute has the key {key}. Did you mean {known}?")
        }
        Similarity::NewKey { key: Some(key) } => {
            format!("No other attribute has the key {key}. {name} matches nothing yet.")
        }
        Similarity::NewKey { key: None } => {
            format!("All other attributes have a key. {name} matches nothing yet.")
        }
    })
}
