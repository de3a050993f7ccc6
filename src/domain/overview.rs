//! What the lists tell about an identity. No credential is read, so no secret is loaded.

use super::{
    attribute::Attribute,
    catalog::Catalog,
    collect::{Collect, HashedMap, HashedSet, sort},
    connection::{Connection, ConnectionName, Ineligible},
    identity::Identity,
    name::Unaddressable,
};

/// An identity, as far as the lists describe it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Overview {
    /// The direct connections, in the identity's order, without repetitions.
    pub direct: Vec<ConnectionName>,
    /// Supported connections that only its attributes match, in the order of their names.
    pub from_attributes: Vec<ConnectionName>,
    /// An attribute is in no list, such as one owned by a rulepack, and may match more (G10).
    pub may_match_more: bool,
    /// How complete the two lists are.
    pub status: ListStatus,
}

/// What is known without loading credentials.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum ListStatus {
    /// Direct connections that don't exist any more (G23).
    ConnectionsGone(usize),
    /// Direct connections with connect access off: their credentials are refused (G35).
    Blocked(usize),
    /// No browser request can address it (G18).
    NotAddressable(Unaddressable),
    /// Credentials weren't loaded, so nothing is known about them.
    #[default]
    NotChecked,
    /// It has neither connections nor attributes.
    NoAccess,
}

impl ListStatus {
    /// Whether the identity needs attention.
    pub fn needs_attention(self) -> bool {
        matches!(self, Self::ConnectionsGone(_) | Self::Blocked(_) | Self::NotAddressable(_))
    }
}

/// Computes overviews of many identities from one catalog.
pub struct Overviews<'a> {
    catalog: &'a Catalog,
    /// The supported connections that carry each attribute.
    carriers: HashedMap<&'a Attribute, Vec<&'a ConnectionName>>,
    /// Whether the user sees every connection. A user who isn't an administrator may not (contract
    /// §10): a hidden connection isn't missing.
    sees_every_connection: bool,
}

impl<'a> Overviews<'a> {
    /// `sees_every_connection` is false where the gateway may hide connections (contract §10).
    pub fn new(catalog: &'a Catalog, sees_every_connection: bool) -> Self {
        let is_supported = |name: &&ConnectionName| {
            catalog.connection(name).is_some_and(|connection| connection.is_eligible())
        };
        let carriers = catalog.attributes().map(|attribute| {
            (&attribute.name, attribute.connection_names.iter().filter(is_supported).collect())
        });
        Self {
            catalog,
            carriers: carriers.into_hashed_map(),
            sees_every_connection: sees_every_connection && catalog.has_every_connection(),
        }
    }

    /// The overview of one identity.
    pub fn of(&self, identity: &Identity) -> Overview {
        let mut known: HashedSet<&ConnectionName> = HashedSet::default();
        let direct: Vec<ConnectionName> =
            identity.connection_names.iter().filter(|name| known.insert(name)).cloned().collect();
        let mut matched: HashedSet<&ConnectionName> = HashedSet::default();
        let mut may_match_more = !self.catalog.has_every_attribute();
        for attribute in &identity.attributes {
            match self.carriers.get(attribute) {
                Some(carriers) => matched.extend(carriers),
                None => may_match_more |= !self.catalog.is_absent(attribute),
            }
        }
        let from_attributes = matched.into_iter().filter(|name| !known.contains(*name)).cloned();
        let mut from_attributes: Vec<_> = from_attributes.collect();
        sort(&mut from_attributes, Ord::cmp);
        let status = self.status(identity, &direct);
        Overview { direct, from_attributes, may_match_more, status }
    }

    fn status(&self, identity: &Identity, direct: &[ConnectionName]) -> ListStatus {
        if let Some(reason) = identity.name.unaddressable() {
            return ListStatus::NotAddressable(reason);
        }
        if direct.is_empty() && identity.attributes.is_empty() {
            return ListStatus::NoAccess;
        }
        let gone = direct.iter().filter(|name| self.is_gone(name)).count();
        if gone > 0 {
            return ListStatus::ConnectionsGone(gone);
        }
        match direct.iter().filter(|name| self.is_blocked(name)).count() {
            0 => ListStatus::NotChecked,
            blocked => ListStatus::Blocked(blocked),
        }
    }

    fn is_gone(&self, name: &ConnectionName) -> bool {
        self.sees_every_connection
            && self.catalog.connection(name).is_none()
            // A stored id stands for the connection that has it (contract §8).
            && !is_id(name)
    }

    fn is_blocked(&self, name: &ConnectionName) -> bool {
        let eligibility = self.catalog.connection(name).map(Connection::eligibility);
        matches!(eligibility, Some(Err(Ineligible::ConnectDisabled)))
    }
}

/// Whether a stored name is a connection's id, a UUID, in place of its name.
fn is_id(name: &ConnectionName) -> bool {
    let groups: Vec<&str> = name.as_str().split('-').collect();
    let is_hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(is_hex)
}
