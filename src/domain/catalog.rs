//! The connections and attributes that the gateway lists.

use std::fmt;

use super::{
    attribute::Attribute,
    collect::{Collect, HashedMap, insert_sorted, sort},
    connection::{Connection, ConnectionName},
};

/// What `GET /connections` and every page of `GET /attributes` answered.
///
/// Incomplete: attributes owned by a rulepack are in neither list, yet match connections.
/// `GET /attributes/{name}` finds such an attribute (G10); [`Catalog::learn`] adds its answer.
///
/// A default catalog is one that wasn't read: what it lacks may exist.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Catalog {
    /// In the order of their names.
    connections: HashedMap<ConnectionName, Connection>,
    /// The places of the connections, by their ids.
    by_id: HashedMap<ConnectionName, usize>,
    /// In the order of their names.
    attributes: HashedMap<Attribute, ListedAttribute>,
    /// Attributes that were asked for by name, and whether they exist.
    asked_for: HashedMap<Attribute, bool>,
    has_every_connection: bool,
    has_every_attribute: bool,
}

impl fmt::Debug for Catalog {
    /// The size only; the lists would drown the rest of a printed plan.
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
    /// The connections that carry it, unsupported ones included.
    pub connection_names: Vec<ConnectionName>,
}

impl Catalog {
    /// A catalog of both lists, each read to its end.
    pub fn new(
        connections: impl IntoIterator<Item = Connection>,
        attributes: impl IntoIterator<Item = ListedAttribute>,
    ) -> Self {
        let mut attributes: Vec<_> = attributes.into_iter().collect();
        sort(&mut attributes, |left, right| left.name.cmp(&right.name));
        Self {
            attributes: attributes.into_iter().map(|a| (a.name.clone(), a)).into_hashed_map(),
            has_every_attribute: true,
            ..Self::without_attributes(connections)
        }
    }

    /// A catalog of the connections, where the attributes couldn't be read.
    pub fn without_attributes(connections: impl IntoIterator<Item = Connection>) -> Self {
        let mut connections: Vec<_> = connections.into_iter().collect();
        sort(&mut connections, |left, right| left.name.cmp(&right.name));
        let connections = connections.into_iter().map(|it| (it.name.clone(), it)).into_hashed_map();
        let ids = connections.values().enumerate().map(|(place, it)| (it.id.clone(), place));
        Self {
            by_id: ids.filter(|(id, _)| !id.as_str().is_empty()).into_hashed_map(),
            connections,
            has_every_connection: true,
            ..Self::default()
        }
    }

    /// Adds an attribute that is in no list, as `GET /attributes/{name}` answered it (G10).
    pub fn learn(&mut self, attribute: ListedAttribute) {
        self.asked_for.insert(attribute.name.clone(), true);
        insert_sorted(&mut self.attributes, attribute.name.clone(), attribute);
    }

    /// Records that an attribute was looked up by name and doesn't exist (contract §10).
    pub fn learn_absent(&mut self, name: Attribute) {
        self.attributes.shift_remove(&name);
        self.asked_for.insert(name, false);
    }

    /// The connection of that name.
    pub fn connection(&self, name: &ConnectionName) -> Option<&Connection> {
        self.connections.get(name)
    }

    /// The connection that an entry of `connection_names` means: by its name or else by its id, as
    /// the gateway looks it up (contract §5, step 5).
    pub fn resolve(&self, entry: &ConnectionName) -> Option<&Connection> {
        self.connection(entry).or_else(|| {
            let (_, connection) = self.connections.get_index(*self.by_id.get(entry)?)?;
            Some(connection)
        })
    }

    /// The connections, in the order of their names.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.connections.values()
    }

    /// An attribute that is listed or was looked up; `None` doesn't mean that it doesn't exist
    /// (G10).
    pub fn attribute(&self, name: &Attribute) -> Option<&ListedAttribute> {
        self.attributes.get(name)
    }

    /// The attributes, in the order of their names.
    pub fn attributes(&self) -> impl Iterator<Item = &ListedAttribute> {
        self.attributes.values()
    }

    /// Whether the attribute was looked up by name and doesn't exist.
    pub fn is_absent(&self, name: &Attribute) -> bool {
        self.asked_for.get(name) == Some(&false)
    }

    /// The attributes that were looked up by name.
    pub fn asked_for(&self) -> impl Iterator<Item = &Attribute> {
        self.asked_for.keys()
    }

    /// Whether the catalog can tell if the attribute exists.
    pub fn is_known(&self, name: &Attribute) -> bool {
        self.attributes.contains_key(name) || self.is_absent(name)
    }

    /// Whether the list of connections is complete: one that it lacks doesn't exist.
    pub fn has_every_connection(&self) -> bool {
        self.has_every_connection
    }

    /// Whether the list of attributes is complete: one that it lacks doesn't exist, or a rulepack
    /// owns it (G10).
    pub fn has_every_attribute(&self) -> bool {
        self.has_every_attribute
    }
}
