//! A draft in the tab's storage, where it survives a reload; never contains a secret.

use serde::{Deserialize, Serialize};

use super::json;
use crate::domain::draft::IdentityDraft;

#[derive(Deserialize, Serialize)]
struct DraftBody {
    name: String,
    description: String,
    attributes: Vec<String>,
    connection_names: Vec<String>,
}

/// The stored form of a draft.
pub fn write_draft(draft: &IdentityDraft) -> String {
    let body = DraftBody {
        name: draft.name.clone(),
        description: draft.description.clone(),
        attributes: draft.attributes.clone(),
        connection_names: draft.connection_names.clone(),
    };
    String::from_utf8(json::write(&body)).expect("JSON is UTF-8")
}

/// Reads a stored draft; `None` for one of another version.
pub fn read_draft(text: &str) -> Option<IdentityDraft> {
    let body: DraftBody = json::read(text.as_bytes(), "a draft").ok()?;
    Some(IdentityDraft {
        name: body.name,
        description: body.description,
        attributes: body.attributes,
        connection_names: body.connection_names,
    })
}
