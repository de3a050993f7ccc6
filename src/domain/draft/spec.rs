//! What may be sent, and what is stored in the same terms.

use std::sync::Arc;

use super::{Field, IdentityDraft, PerField, TextOrList};
use crate::domain::{
    attribute::Attribute, connection::ConnectionName, identity::Identity, name::IdentityName,
};

/// What a PUT or POST sends: always every field, with complete lists (G1, G11) in the order of the
/// draft and without duplicates (G5). Specs with the same lists share them, so that a new text costs
/// nothing that grows with them.
pub type IdentitySpec = PerField<IdentityName, String, Arc<[Attribute]>, Arc<[ConnectionName]>>;

/// A borrowed spec.
pub type SpecRef<'a> = PerField<&'a IdentityName, &'a str, &'a [Attribute], &'a [ConnectionName]>;

/// The entries of a list, as text.
type Strs<'a> = Box<dyn Iterator<Item = &'a str> + 'a>;

impl IdentitySpec {
    /// The fields of an identity, unchanged.
    pub fn of(identity: &Identity) -> Self {
        identity.as_spec().map(Clone::clone, str::to_owned, Into::into, Into::into)
    }

    /// The same spec, borrowed.
    pub fn borrowed(&self) -> SpecRef<'_> {
        self.as_ref().map(|name| name, |text| text.as_str(), |list| &**list, |list| &**list)
    }
}

impl<'a> SpecRef<'a> {
    /// The fields as text.
    pub fn as_strs(self) -> PerField<&'a str, &'a str, Strs<'a>, Strs<'a>> {
        self.map(
            IdentityName::as_str,
            |text| text,
            |list| Box::new(list.iter().map(Attribute::as_str)) as Strs<'a>,
            |list| Box::new(list.iter().map(ConnectionName::as_str)) as Strs<'a>,
        )
    }

    /// The draft that it was made from.
    pub fn to_draft(self) -> IdentityDraft {
        self.as_strs().map_alike(str::to_owned, |list| list.map(str::to_owned).collect())
    }
}

impl Field {
    /// The stored texts of the field: one for a text, one per entry for a list.
    pub fn texts(self, identity: &Identity) -> Vec<&str> {
        match identity.as_spec().as_strs().get_mut(self) {
            TextOrList::Text(text) => vec![*text],
            TextOrList::List(list) => list.collect(),
        }
    }
}

impl Identity {
    /// Its fields: everything that a save sends.
    pub fn as_spec(&self) -> SpecRef<'_> {
        // No `..`: the first three aren't fields.
        let Self {
            id: _,
            created_at: _,
            updated_at: _,
            name,
            description,
            connection_names,
            attributes,
        } = self;
        PerField { name, description, attributes, connection_names }
    }

    /// The identity with other fields.
    pub fn with_fields(self, fields: IdentitySpec) -> Self {
        // No `..`: a field that is added is replaced too.
        let IdentitySpec { name, description, attributes, connection_names } = fields;
        let (attributes, connection_names) = (attributes.to_vec(), connection_names.to_vec());
        Self { name, description, connection_names, attributes, ..self }
    }
}
