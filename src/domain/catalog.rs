//! The connections and attributes that the gateway lists.

use std::collections::BTreeMap;

use super::{
    attribute::Attribute,
    connection::{Connection, ConnectionName},
};

/// What `GET /connections` and every page of `GET /attributes` answered.
///
/// It is not everything: attributes owned by a rulepack are in neither list and yet bring their
/// connections to an identity (G10).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Catalog {
    connections: BTreeMap<ConnectionName, Connection>,
    attributes: BTreeMap<Attribute, ListedAttribute>,
}

/// An attribute as the gateway lists it (contract §10).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListedAttribute {
    pub name: Attribute,
    /// Empty when there is none.
    pub description: String,
    /// Managed by hoop.dev itself; such an attribute may match many connections (G10).
    pub managed: bool,
    /// The connections that carry it, those that cannot be given to an identity included.
    pub connection_names: Vec<ConnectionName>,
}

impl Catalog {
    pub fn new(
        connections: impl IntoIterator<Item = Connection>,
        attributes: impl IntoIterator<Item = ListedAttribute>,
    ) -> Self {
        Self {
            connections: connections.into_iter().map(|c| (c.name.clone(), c)).collect(),
            attributes: attributes.into_iter().map(|a| (a.name.clone(), a)).collect(),
        }
    }

    pub fn connection(&self, name: &ConnectionName) -> Option<&Connection> {
        self.connections.get(name)
    }

    /// In the order of their names.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.connections.values()
    }

    pub fn attribute(&self, name: &Attribute) -> Option<&ListedAttribute> {
        self.attributes.get(name)
    }

    /// In the order of their names.
    pub fn attributes(&self) -> impl Iterator<Item = &ListedAttribute> {
        self.attributes.values()
    }
}
