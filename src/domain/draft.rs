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

mod lists;

pub use lists::CheckedLists;

/// The four fields as the user typed them; any text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct IdentityDraft {
    /// As typed: spaces and all.
    pub name: String,
    /// As typed; empty stands for none.
    pub description: String,
    /// In the order in which they were added.
    pub attributes: Vec<String>,
    /// In the order in which they were added; the gateway keeps it.
    pub connection_names: Vec<String>,
}

/// What a PUT or POST sends: always all four fields, with complete lists (G1, G11). Specs with the
/// same lists share them, so that a new text costs nothing that grows with them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdentitySpec {
    /// The name after the write; a different one is a rename.
    pub name: IdentityName,
    /// Empty for none.
    pub description: String,
    /// In the order of the draft, without duplicates (G5).
    pub connection_names: Arc<[ConnectionName]>,
    /// In the order of the draft, without duplicates.
    pub attributes: Arc<[Attribute]>,
}

impl IdentitySpec {
    /// The fields of an identity, unchanged.
    pub fn of(identity: &Identity) -> Self {
        Self {
            name: identity.name.clone(),
            description: identity.description.clone(),
            connection_names: identity.connection_names.as_slice().into(),
            attributes: identity.attributes.as_slice().into(),
        }
    }

    /// The draft that it was made from.
    pub fn to_draft(&self) -> IdentityDraft {
        IdentityDraft {
            name: self.name.as_str().to_owned(),
            description: self.description.clone(),
            attributes: self.attributes.iter().map(ToString::to_string).collect(),
            connection_names: self.connection_names.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Declares the fields and their list in one: a field missing from the list would be skipped by
/// every loop, and by every test that loops.
macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident,)*) => {
        /// The fields of the form.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Field {
            $($(#[$doc])* $field,)*
        }

        impl Field {
            /// Every field, in the order of the form.
            pub const ALL: [Self; [$(stringify!($field)),*].len()] = [$(Self::$field),*];
        }
    };
}

fields! {
    /// The name.
    Name,
    /// The description.
    Description,
    /// The attributes.
    Attributes,
    /// The connections added directly.
    ConnectionNames,
}

impl Field {
    /// The stored texts of the field: one for a text, one per entry for a list.
    pub fn texts(self, identity: &Identity) -> Vec<&str> {
        match self {
            Self::Name => vec![identity.name.as_str()],
            Self::Description => vec![&identity.description],
            Self::Attributes => identity.attributes.iter().map(Attribute::as_str).collect(),
            Self::ConnectionNames => {
                identity.connection_names.iter().map(ConnectionName::as_str).collect()
            }
        }
    }
}

/// A problem that keeps a draft from being sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DraftError {
    /// The name is invalid.
    Name(NameError),
    /// The gateway's database refuses U+0000, after the side effects are done (contract §9).
    Description(InvalidCharacter),
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
            Self::Description(_) => Field::Description,
            Self::Attribute { .. } | Self::RepeatedAttribute { .. } => Field::Attributes,
            Self::ConnectionName { .. } | Self::RepeatedConnectionName { .. } => {
                Field::ConnectionNames
            }
        }
    }

    /// The index of the list entry to fix; `None` for a field that isn't a list.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Name(_) | Self::Description(_) => None,
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
            Self::Description(invalid) => write!(f, "the description has {invalid}"),
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
        Self {
            name: identity.name.as_str().to_owned(),
            description: identity.description.clone(),
            attributes: identity.attributes.iter().map(ToString::to_string).collect(),
            connection_names: identity.connection_names.iter().map(ToString::to_string).collect(),
        }
    }

    /// The spec closest to the draft, valid or not, with every entry in its place. For a plan of
    /// what is being typed; never sent.
    pub fn as_typed(&self) -> IdentitySpec {
        IdentitySpec {
            name: IdentityName::received(self.name.as_str()),
            description: self.description.clone(),
            connection_names: received(&self.connection_names, ConnectionName::received),
            attributes: received(&self.attributes, Attribute::received),
        }
    }

    /// Takes one field from another draft.
    pub fn take(&mut self, field: Field, from: &Self) {
        match field {
            Field::Name => self.name.clone_from(&from.name),
            Field::Description => self.description.clone_from(&from.description),
            Field::Attributes => self.attributes.clone_from(&from.attributes),
            Field::ConnectionNames => self.connection_names.clone_from(&from.connection_names),
        }
    }

    /// The spec to send, or every error, in the order of the form.
    pub fn check(&self, rules: Rules<'_>) -> Result<IdentitySpec, Vec<DraftError>> {
        self.lists(rules).check(&self.name, &self.description, rules)
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
