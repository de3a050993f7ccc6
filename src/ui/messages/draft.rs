//! What is wrong with a draft: the rule, the offending part and the mend.

use crate::{
    domain::{
        attribute::{ATTRIBUTE_LIMIT, AttributeError, KEY_LIMIT, KeyValueError},
        connection::{CONNECTION_NAME_LIMIT, ConnectionNameError},
        draft::{DraftError, Field},
        name::{NAME_LIMIT, NameError, Unaddressable},
    },
    gateway::{base::BaseError, token::TokenError},
};

/// The label of a field, on the form and wherever it is spoken of.
pub const fn field_label(field: Field) -> &'static str {
    match field {
        Field::Name => "Name",
        Field::Description => "Description",
        Field::Attributes => "Attributes",
        Field::ConnectionNames => "Connections",
    }
}

pub fn draft_error(error: &DraftError) -> String {
    match error {
        DraftError::Name(error) => name_error(error),
        DraftError::Description(nul) => format!(
            "The description has a null character at character {}, which the gateway cannot \
             store. Delete it.",
            nul.position
        ),
        DraftError::Attribute { text, error, .. } => attribute_error(text, error),
        DraftError::RepeatedAttribute { text, .. } => {
            format!("The attribute “{}” is in the list twice. Remove one of the two.", short(text))
        }
        DraftError::ConnectionName { text, error, .. } => connection_name_error(text, error),
        DraftError::RepeatedConnectionName { text, .. } => {
            format!("The connection “{}” is in the list twice. Remove one of the two.", short(text))
        }
    }
}

fn name_error(error: &NameError) -> String {
    match error {
        NameError::Empty => "Enter a name.".to_owned(),
        NameError::TooLong { characters } => format!(
            "The name has {characters} characters and may have {NAME_LIMIT}. Take out {}.",
            characters - NAME_LIMIT
        ),
        NameError::Invisible(invisible) => {
            format!("The name has the invisible character {invisible}. Delete it.")
        }
        NameError::EdgeSpace => "Delete the space at the start or end of the name.".to_owned(),
        NameError::Unaddressable(reason) => unaddressable(*reason),
    }
}

/// Why an identity cannot have, or cannot be reached by, a name (G18).
pub fn unaddressable(reason: Unaddressable) -> String {
    match reason {
        Unaddressable::Empty => "Without a name the identity has no address.".to_owned(),
        Unaddressable::Slash { position } => format!(
            "The name has a “/” at character {position}. The identity could not be reached by such \
             a name any more: use “-” or “_” instead."
        ),
        Unaddressable::DotSegment => "Browsers remove “.” and “..” from addresses. The identity \
                                      could not be reached by such a name any more: choose another."
            .to_owned(),
    }
}

fn attribute_error(text: &str, error: &AttributeError) -> String {
    let text = short(text);
    match error {
        AttributeError::Empty => "An attribute is empty. Remove it, or write one.".to_owned(),
        AttributeError::TooLong { characters } => format!(
            "The attribute “{text}” has {characters} characters and may have {ATTRIBUTE_LIMIT}. \
             Take out {}.",
            characters - ATTRIBUTE_LIMIT
        ),
        AttributeError::Invisible(invisible) => {
            format!("The attribute “{text}” has the invisible character {invisible}. Delete it.")
        }
        AttributeError::KeyValue(error) => key_value_error(&text, *error),
        AttributeError::Pattern { source } => format!(
            "The attribute “{text}” does not match the pattern {source}, which is set for new \
             attributes on this page. Change it to fit."
        ),
    }
}

fn key_value_error(text: &str, error: KeyValueError) -> String {
    match error {
        KeyValueError::NoColon => format!(
            "A new attribute is written key:value, such as env:prod; “{text}” has no “:”. Put one \
             between the key and the value."
        ),
        KeyValueError::KeyEmpty => {
            format!("“{text}” has no key before the “:”. Write one, such as env in env:prod.")
        }
        KeyValueError::KeyStart(invalid) => format!(
            "The key of “{text}” begins with {invalid}. Let it begin with a letter from a to z \
             or a digit."
        ),
        KeyValueError::KeyCharacter(invalid) => format!(
            "The key of “{text}” has {invalid}. A key is made of letters from a to z, digits and \
             . _ / -."
        ),
        KeyValueError::KeyTooLong { characters } => format!(
            "The key of “{text}” has {characters} characters and may have {KEY_LIMIT}. Take out {}.",
            characters - KEY_LIMIT
        ),
        KeyValueError::ValueEmpty => {
            format!("“{text}” has no value after the “:”. Write one, such as prod in env:prod.")
        }
        KeyValueError::ValueEdgeSpace => format!(
            "The value of “{text}” begins or ends with a space. Delete the space next to the “:”."
        ),
    }
}

fn connection_name_error(text: &str, error: &ConnectionNameError) -> String {
    let text = short(text);
    match error {
        ConnectionNameError::Empty => "A connection is empty. Remove it.".to_owned(),
        ConnectionNameError::TooLong { characters } => format!(
            "The connection name “{text}” has {characters} characters; none has more than \
             {CONNECTION_NAME_LIMIT}. Remove it and choose one from the list."
        ),
        ConnectionNameError::Character(invalid) => format!(
            "The connection name “{text}” has {invalid}. Connection names are made of letters \
             from a to z, digits and . _ -: remove it and choose one from the list."
        ),
    }
}

pub fn token_error(error: TokenError) -> String {
    match error {
        TokenError::Empty => "Paste an access token.".to_owned(),
        TokenError::Character => "The token has a space, or a character that no token has. Copy \
                                  it again, the whole of it and nothing else."
            .to_owned(),
    }
}

pub fn base_error(error: &BaseError) -> String {
    match error {
        BaseError::Empty => "Enter the address of the gateway.".to_owned(),
        BaseError::NoScheme => {
            "The address has to begin with https:// or http://, such as https://use.hoop.dev."
                .to_owned()
        }
        BaseError::Scheme { scheme } => {
            format!("The address begins with {scheme}://. A gateway has https:// or http://.")
        }
        BaseError::NoHost => "The address names no host after its “://”.".to_owned(),
        BaseError::UserInfo => {
            "The address holds a user name or password. Take out everything up to the “@”."
                .to_owned()
        }
        BaseError::QueryOrFragment => {
            "The address has a “?” or “#”. Take it out with what follows.".to_owned()
        }
        BaseError::Character => "The address has a space or a backslash. Take it out.".to_owned(),
    }
}

/// A text that can stand in a sentence: cut after 40 characters.
fn short(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
