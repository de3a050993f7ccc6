//! Everything known about each credential that a save affects, collected in one pass.

use super::{PlanContext, provision_error::ProvisionError};
use crate::domain::{
    attribute::Attribute,
    collect::{Collect, HashedMap, HashedSet},
    connection::ConnectionName,
    draft::IdentitySpec,
    text,
};

/// One entry for each key under which the gateway stores a credential, or may.
///
/// The gateway stores a credential under the text by which its connection was listed, or under the
/// connection's name when an attribute matched it. So a connection listed by id has another key
/// than the same connection by name, and can have two credentials (contract §8).
///
/// S, N and C as in the contract (§5, §6): the stored names, the sent names, and the names that
/// have a credential.
pub struct Ledger<'a> {
    /// In no particular order.
    pub entries: HashedMap<&'a ConnectionName, Entry<'a>>,
    /// Connections whose one credential may be stored under either of two keys.
    pub ambiguous: HashedSet<&'a ConnectionName>,
    context: &'a PlanContext,
    spec: &'a IdentitySpec,
}

pub struct Entry<'a> {
    /// The connection's own name, by which `GET …/credentials` shows the credential.
    pub connection_name: &'a ConnectionName,
    /// In S.
    pub was_listed: bool,
    /// In N.
    pub is_listed: bool,
    /// In C.
    pub is_live: bool,
    /// The sent attributes that match it, in the order of their list.
    pub matched_by: Vec<&'a Attribute>,
    /// The matching attributes that the save removes.
    pub matched_no_more_by: Vec<&'a Attribute>,
    /// A stored attribute matches it.
    was_matched: bool,
}

impl Entry<'_> {
    /// Whether the identity should have a credential under this key before the save.
    fn was_assigned(&self) -> bool {
        self.was_listed || self.was_matched
    }

    /// Whether the save lists it, which fails if a credential exists under this key.
    pub fn is_newly_listed(&self) -> bool {
        self.is_listed && !self.was_listed
    }
}

impl<'a> Ledger<'a> {
    pub fn new(context: &'a PlanContext, spec: &'a IdentitySpec) -> Self {
        let (entries, ambiguous) = (HashedMap::default(), HashedSet::default());
        let mut ledger = Self { entries, ambiguous, context, spec };
        for name in &context.identity().connection_names {
            ledger.entry(name).was_listed = true;
        }
        for name in spec.connection_names.iter() {
            ledger.entry(name).is_listed = true;
        }
        ledger.match_attributes();
        match context.credentials() {
            Some(live) => {
                live.counts().for_each(|(name, count)| ledger.allot(name, count));
            }
            None => ledger.assume_live(),
        }
        ledger
    }

    /// Why no credential can be created under this key, in the order of the gateway's checks.
    pub fn check(&self, key: &ConnectionName) -> Result<(), ProvisionError> {
        self.context.check_provisioning(key)?;
        if self.is_stored() {
            return Ok(());
        }
        ProvisionError::check_identity_name(&self.spec.name)
    }

    /// The connections that are newly listed by id.
    ///
    /// In the same request, the gateway counts their credentials under the name when it creates
    /// those that attributes match.
    pub fn newly_listed_by_id(&self) -> HashedSet<&'a ConnectionName> {
        let entries = self.entries.iter();
        let by_id = entries.filter(|(key, it)| it.is_newly_listed() && **key != it.connection_name);
        by_id.map(|(_, entry)| entry.connection_name).into_hashed_set()
    }

    /// Whether the connection's access is switched off, so that the proxies refuse its credentials
    /// (G35).
    pub fn is_access_off(&self, connection_name: &ConnectionName) -> bool {
        self.context.is_access_off(connection_name)
    }

    /// Whether a stored identity is changed, rather than one created.
    pub fn is_stored(&self) -> bool {
        self.context.identity().is_stored()
    }

    fn entry(&mut self, key: &'a ConnectionName) -> &mut Entry<'a> {
        let found = self.context.catalog().resolve(key);
        let connection_name = found.map_or(key, |connection| &connection.name);
        self.entries.entry(key).or_insert_with(|| Entry {
            connection_name,
            was_listed: false,
            is_listed: false,
            is_live: false,
            matched_by: Vec::new(),
            matched_no_more_by: Vec::new(),
            was_matched: false,
        })
    }

    fn match_attributes(&mut self) {
        let (catalog, spec) = (self.context.catalog(), self.spec);
        let stored = &self.context.identity().attributes;
        let carriers = |attribute| {
            catalog.attribute(attribute).map_or(&[][..], |found| &found.connection_names)
        };
        for attribute in stored {
            for name in carriers(attribute) {
                self.entry(name).was_matched = true;
            }
        }
        // The database refuses U+0000, which the gateway treats as no match (contract §5).
        let has_nul = spec.attributes.iter().any(|it| text::has_nul(it.as_str()));
        let mut sent = HashedSet::default();
        for attribute in spec.attributes.iter().filter(|_| !has_nul) {
            if sent.insert(attribute) {
                for name in carriers(attribute) {
                    add(&mut self.entry(name).matched_by, attribute);
                }
            }
        }
        for attribute in stored {
            if !sent.contains(attribute) {
                for name in carriers(attribute) {
                    add(&mut self.entry(name).matched_no_more_by, attribute);
                }
            }
        }
    }

    /// Assigns the credentials that are shown under a connection's name to their keys, expected
    /// ones first.
    fn allot(&mut self, name: &'a ConnectionName, count: usize) {
        // Two keys at most: the name and the id.
        let id = self.context.catalog().connection(name).map(|connection| &connection.id);
        let id = id.filter(|id| count > 1 || self.entries.contains_key(*id));
        let keys: Vec<_> = [Some(name), id].into_iter().flatten().collect();
        if count == 1 && self.is_ambiguous(&keys) {
            self.ambiguous.insert(name);
        }
        // Prefer the id where both are expected: a save that lists it and adds an attribute doesn't
        // create a second one.
        let assigned = keys.iter().rev().map(|key| (key, true));
        let order: Vec<_> = assigned.chain(keys.iter().map(|key| (key, false))).collect();
        let mut rest = count;
        for (key, is_assigned) in order {
            let entry = self.entry(key);
            if rest > 0 && !entry.is_live && entry.was_assigned() == is_assigned {
                entry.is_live = true;
                rest -= 1;
            }
        }
    }

    /// Whether a single credential may be stored under either key, so that the plan depends on
    /// which.
    fn is_ambiguous(&self, keys: &[&'a ConnectionName]) -> bool {
        let assigned =
            |key: &&ConnectionName| self.entries.get(*key).is_some_and(Entry::was_assigned);
        let concerned = |key: &&ConnectionName| {
            self.entries.get(*key).is_some_and(|entry| {
                entry.was_assigned() || entry.is_listed || !entry.matched_by.is_empty()
            })
        };
        match keys.iter().copied().filter(|key| assigned(key)).count() {
            // A leftover, stored under the name or under an id that a rejected save once listed.
            0 => keys.iter().copied().any(|key| concerned(&key)),
            _ => keys.len() > 1 && keys.iter().all(concerned),
        }
    }

    /// The credentials can't be read: assume that exactly the assigned ones exist.
    fn assume_live(&mut self) {
        let assigned: Vec<_> =
            self.entries.iter().filter(|(_, it)| it.was_assigned()).map(|(key, _)| *key).collect();
        for key in assigned {
            let is_live = self.check(key).is_ok();
            self.entry(key).is_live = is_live;
        }
    }
}

/// Adds an attribute; its list of connections may have repetitions.
fn add<'a>(attributes: &mut Vec<&'a Attribute>, attribute: &'a Attribute) {
    if attributes.last() != Some(&attribute) {
        attributes.push(attribute);
    }
}
