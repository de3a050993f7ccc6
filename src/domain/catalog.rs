//! The connections and attributes that the gateway lists.

use std::{collections::BTreeMap, fmt};

use super::{
    attribute::Attribute,
    collect::Gather,
    connection::{Connection, ConnectionName},
};

/// What `GET /connections` and every page of `GET /attributes` answered.
///
/// It is not everything: attributes owned by a rulepack are in neither list and yet bring their
/// connections to an identity. `GET /attributes/{name}` tells about one of them (G10); the answer
/// is added with [`Catalog::learn`].
///
/// A default catalog is one that has not been read: what is missing from it may well exist.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Catalog {
    connections: BTreeMap<ConnectionName, Connection>,
    names_by_id: BTreeMap<ConnectionName, ConnectionName>,
    attributes: BTreeMap<Attribute, ListedAttribute>,
    /// Attributes that were asked for by name, and whether they exist.
    asked_for: BTreeMap<Attribute, bool>,
    has_every_connection: bool,
    has_every_attribute: bool,
}

impl fmt::Debug for Catalog {
    /// Its size only: a plan that is printed would be drowned in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (connections, attributes) = (self.connections.len(), self.attributes.len());
        write!(f, "Catalog({connections} connections, {attributes} attributes)")
    }
}

/// An attribute as the gateway lists it (contract §10).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListedAttribute {
    /// Unique among the listed ones.
    pub name: Attribute,
    /// Empty when there is none.
    pub description: String,
    /// Managed by hoop.dev itself; such an attribute may match many connections (G10).
    pub managed: bool,
    /// The connections that carry it, those that cannot be given to an identity included.
    pub connection_names: Vec<ConnectionName>,
}

impl Catalog {
    /// Both lists, read to their ends.
    pub fn new(
        connections: impl IntoIterator<Item = Connection>,
        attributes: impl IntoIterator<Item = ListedAttribute>,
    ) -> Self {
        Self {
            attributes: attributes.into_iter().map(|a| (a.name.clone(), a)).into_map(),
            has_every_attribute: true,
            ..Self::without_attributes(connections)
        }
    }

    /// The connections, read to the end, where the attributes could not be read.
    pub fn without_attributes(connections: impl IntoIterator<Item = Connection>) -> Self {
        let connections: Vec<_> = connections.into_iter().collect();
        let ids = connections.iter().map(|it| (it.id.clone(), it.name.clone()));
        Self {
            names_by_id: ids.filter(|(id, _)| !id.as_str().is_empty()).into_map(),
            connections: connections.into_iter().map(|c| (c.name.clone(), c)).into_map(),
            has_every_connection: true,
            ..Self::default()
        }
    }

    /// Adds an attribute that no list has, as `GET /attributes/{name}` answered it (G10).
    pub fn learn(&mut self, attribute: ListedAttribute) {
        self.asked_for.insert(attribute.name.clone(), true);
        self.attributes.insert(attribute.name.clone(), attribute);
    }

    /// Notes that an attribute was asked for by name, and that there is none (contract §10).
    pub fn learn_absent(&mut self, name: Attribute) {
        self.attributes.remove(&name);
        self.asked_for.insert(name, false);
    }

    /// The connection of that name.
    pub fn connection(&self, name: &ConnectionName) -> Option<&Connection> {
        self.connections.get(name)
    }

    /// The connection that an entry of `connection_names` means: by its name or else by its id, as
    /// the gateway looks it up (contract §5, step 5).
    pub fn resolve(&self, entry: &ConnectionName) -> Option<&Connection> {
        self.connection(entry).or_else(|| self.connection(self.names_by_id.get(entry)?))
    }

    /// In the order of their names.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.connections.values()
    }

    /// An attribute that is listed or was learned; `None` doesn't mean that it doesn't exist (G10).
    pub fn attribute(&self, name: &Attribute) -> Option<&ListedAttribute> {
        self.attributes.get(name)
    }

    /// In the order of their names.
    pub fn attributes(&self) -> impl Iterator<Item = &ListedAttribute> {
        self.attributes.values()
    }

    /// The attribute certainly does not exist: it was asked for by name.
    pub fn is_absent(&self, name: &Attribute) -> bool {
        self.asked_for.get(name) == Some(&false)
    }

    /// The attributes that were asked for by name.
    pub fn asked_for(&self) -> impl Iterator<Item = &Attribute> {
        self.asked_for.keys()
    }

    /// Whether it is known of an attribute that it exists, or that it doesn't.
    pub fn is_known(&self, name: &Attribute) -> bool {
        self.attributes.contains_key(name) || self.is_absent(name)
    }

    /// Whether a connection that is missing here does not exist.
    pub fn has_every_connection(&self) -> bool {
        self.has_every_connection
    }

    /// Whether an attribute that is missing here does not exist, or is owned by a rulepack (G10).
    pub fn has_every_attribute(&self) -> bool {
        self.has_every_attribute
    }
}
