//! A draft in the tab's storage, where it survives a reload; never contains a secret.

use serde::{Deserialize, Serialize};

use super::{fields::FieldsBody, json};
use crate::domain::draft::{IdentityDraft, Texts};

#[derive(Deserialize)]
struct DraftBody(#[serde(with = "FieldsBody")] IdentityDraft);

#[derive(Serialize)]
struct TextsBody<'a> {
    name: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct ListsBody<'a> {
    attributes: &'a [String],
    connection_names: &'a [String],
}

/// The lists of a draft in their stored form. Long ones take a while to write, and stay as they are
/// while a text is typed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WrittenLists(String);

impl WrittenLists {
    /// Writes the lists.
    pub fn new(attributes: &[String], connection_names: &[String]) -> Self {
        Self(text(&ListsBody { attributes, connection_names }))
    }

    /// The stored form of a draft with these lists.
    pub fn write_draft(&self, texts: &Texts<String, String>) -> String {
        // No `..`: a text that is added is kept too.
        let Texts { name, description, attributes: (), connection_names: () } = texts;
        let mut draft = text(&TextsBody { name, description });
        // Both are objects: the members of the second follow those of the first.
        draft.pop();
        draft.push(',');
        draft.push_str(&self.0[1..]);
        draft
    }
}

fn text(body: &impl Serialize) -> String {
    String::from_utf8(json::write(body)).expect("JSON is UTF-8")
}

/// Reads a stored draft; `None` for one of another version.
pub fn read_draft(text: &str) -> Option<IdentityDraft> {
    json::read(text.as_bytes(), "a draft").ok().map(|DraftBody(draft)| draft)
}
