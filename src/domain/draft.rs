//! What the user is editing, and the check that turns it into what may be sent.

use std::{fmt, sync::Arc};

use super::{
    attribute::{Attribute, AttributeError, AttributePolicy},
    catalog::Catalog,
    connection::{ConnectionName, ConnectionNameError},
    identity::Identity,
    name::{IdentityName, NameError},
    text::InvalidCharacter,
};

mod fields;
mod lists;
mod spec;

pub use fields::{Field, PerField, TextOrList, Texts};
pub use lists::CheckedLists;
pub use spec::{IdentitySpec, SpecRef};

/// The fields as the user typed them, spaces and all; the lists in the order in which their entries
/// were added.
pub type IdentityDraft = PerField<String, String, Vec<String>, Vec<String>>;

/// A problem that keeps a draft from being sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DraftError {
    /// The name is invalid.
    Name(NameError),
    /// The gateway's database refuses U+0000 in every text, after the side effects are done (contract
    /// §9).
    Text {
        /// A text other than the name.
        field: Field,
        /// U+0000, and where it is.
        invalid: InvalidCharacter,
    },
    /// An attribute is invalid.
    Attribute {
        /// Index in the list, from 0.
        index: usize,
        /// As typed.
        text: String,
        /// What is wrong with it.
        error: AttributeError,
    },
    /// An attribute that an earlier entry repeats.
    RepeatedAttribute {
        /// Index of the repetition, from 0.
        index: usize,
        /// As typed.
        text: String,
    },
    /// The name of a connection is invalid.
    ConnectionName {
        /// Index in the list, from 0.
        index: usize,
        /// As typed.
        text: String,
        /// What is wrong with it.
        error: ConnectionNameError,
    },
    /// A connection that is in the list already (G5).
    RepeatedConnectionName {
        /// Index of the repetition, from 0.
        index: usize,
        /// As typed.
        text: String,
    },
}

impl DraftError {
    /// The field to fix.
    pub fn field(&self) -> Field {
        match self {
            Self::Name(_) => Field::Name,
            Self::Text { field, .. } => *field,
            Self::Attribute { .. } | Self::RepeatedAttribute { .. } => Field::Attributes,
            Self::ConnectionName { .. } | Self::RepeatedConnectionName { .. } => {
                Field::ConnectionNames
            }
        }
    }

    /// The index of the list entry to fix; `None` for a field that isn't a list.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Name(_) | Self::Text { .. } => None,
            Self::Attribute { index, .. }
            | Self::RepeatedAttribute { index, .. }
            | Self::ConnectionName { index, .. }
            | Self::RepeatedConnectionName { index, .. } => Some(*index),
        }
    }
}

impl fmt::Display for DraftError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::Text { field, invalid } => write!(f, "the {} has {invalid}", field.as_str()),
            Self::Attribute { text, error, .. } => write!(f, "attribute “{text}”: {error}"),
            Self::RepeatedAttribute { text, .. } => {
                write!(f, "attribute “{text}” is in the list twice")
            }
            Self::ConnectionName { text, error, .. } => write!(f, "connection “{text}”: {error}"),
            Self::RepeatedConnectionName { text, .. } => {
                write!(f, "connection “{text}” is in the list twice")
            }
        }
    }
}

impl std::error::Error for DraftError {}

/// A connection that the user entered by id; its name is sent instead.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResolvedId {
    /// Index in the list, from 0.
    pub index: usize,
    /// As typed.
    pub id: String,
    /// The name that is sent.
    pub name: ConnectionName,
}

/// What a draft is checked against.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// The identity as stored; values that it already has are accepted. `None` for a new identity.
    pub baseline: Option<&'a Identity>,
    /// Decides which attributes are new and have to meet the policy.
    pub catalog: &'a Catalog,
    /// The rule for new attributes.
    pub policy: &'a AttributePolicy,
}

impl IdentityDraft {
    /// A draft without edits.
    pub fn of(identity: &Identity) -> Self {
        identity.as_spec().to_draft()
    }

    /// The spec closest to the draft, valid or not, with every entry in its place. For a plan of
    /// what is being typed; never sent.
    pub fn as_typed(&self) -> IdentitySpec {
        self.as_ref().map(
            |name| IdentityName::received(name.as_str()),
            String::clone,
            |list| received(list, Attribute::received),
            |list| received(list, ConnectionName::received),
        )
    }

    /// The spec to send, or every error, in the order of the form.
    pub fn check(&self, rules: Rules<'_>) -> Result<IdentitySpec, Vec<DraftError>> {
        self.lists(rules).check(self.texts(), rules)
    }

    /// The entries that are connection ids, to be noted beside each: a save sends the name.
    pub fn resolved_ids(&self, rules: Rules<'_>) -> Vec<ResolvedId> {
        self.lists(rules).resolved_ids
    }

    fn lists(&self, rules: Rules<'_>) -> CheckedLists {
        CheckedLists::new(&self.attributes, &self.connection_names, rules)
    }
}

fn check_name(text: &str, rules: Rules<'_>) -> Result<IdentityName, NameError> {
    match rules.baseline {
        // A stored name isn't checked again.
        Some(identity) if identity.is_stored() && identity.name.as_str() == text => {
            Ok(identity.name.clone())
        }
        _ => IdentityName::parse(text),
    }
}

fn received<T>(texts: &[String], make: impl Fn(String) -> T) -> Arc<[T]> {
    texts.iter().cloned().map(make).collect()
}
