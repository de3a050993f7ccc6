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

/// A draft in its stored form: long lists take a while to write and to store, and stay as they are
/// while a text is typed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WrittenDraft {
    /// The texts.
    pub texts: String,
    /// The lists.
    pub lists: String,
}

/// Writes the texts of a draft.
pub fn write_texts(texts: &Texts<String, String>) -> String {
    // No `..`: a text that is added is kept too.
    let Texts { name, description, attributes: (), connection_names: () } = texts;
    text(&TextsBody { name, description })
}

/// Writes the lists of a draft.
pub fn write_lists(attributes: &[String], connection_names: &[String]) -> String {
    text(&ListsBody { attributes, connection_names })
}

fn text(body: &impl Serialize) -> String {
    String::from_utf8(json::write(body)).expect("JSON is UTF-8")
}

/// Reads a stored draft; `None` for one of another version.
///
/// An earlier version kept the lists with the texts.
pub fn read_draft(WrittenDraft { mut texts, lists }: WrittenDraft) -> Option<IdentityDraft> {
    let read = |text: &str| json::read(text.as_bytes(), "a draft").ok();
    let whole = read(&texts).or_else(|| {
        // Both are objects: the members of the second follow those of the first.
        texts.pop();
        texts.push(',');
        texts.push_str(lists.strip_prefix('{')?);
        read(&texts)
    });
    whole.map(|DraftBody(draft)| draft)
}
