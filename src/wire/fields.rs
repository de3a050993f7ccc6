//! The fields of an identity in the tab's storage.

use serde::{Deserialize, Serialize};

use crate::domain::draft::IdentityDraft;

/// The stored form of the fields, of which [`IdentityDraft`] has no more and no less.
#[derive(Deserialize, Serialize)]
#[serde(remote = "IdentityDraft")]
pub(super) struct FieldsBody {
    name: String,
    description: String,
    attributes: Vec<String>,
    connection_names: Vec<String>,
}
