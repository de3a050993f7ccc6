//! What is known about each credential that a save concerns, gathered in one pass.

use std::collections::{BTreeMap, BTreeSet};

use super::{PlanContext, provision_error::ProvisionError};
use crate::domain::{
    attribute::Attribute, collect::Gather, connection::ConnectionName, draft::IdentitySpec, text,
};

/// One entry for each key under which the gateway keeps a credential, or may.
///
/// A credential is kept under the text by which its connection was listed, or under the
/// connection's name when an attribute matched it. So a connection listed by its id has another key
/// than the same connection by name, and can have two credentials (contract §8).
///
/// The letters are the contract's (§5, §6): S the names stored, N the names sent, C the names with
/// a credential.
pub struct Ledger<'a> {
    pub entries: BTreeMap<&'a ConnectionName, Entry<'a>>,
    /// Connections whose one credential may be kept under either of two keys.
    pub ambiguous: BTreeSet<&'a ConnectionName>,
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
    /// The sent attributes that it carries, in the order of their list.
    pub matched_by: Vec<&'a Attribute>,
    /// The attributes that it carries and that the save removes.
    pub matched_no_more_by: Vec<&'a Attribute>,
    /// A stored attribute matches it.
    was_matched: bool,
}

impl Entry<'_> {
    /// The identity should have had a credential under this key before the save.
    fn was_assigned(&self) -> bool {
        self.was_listed || self.was_matched
    }

    /// The save lists it, which fails unless there is no credential under this key.
    pub fn is_newly_listed(&self) -> bool {
        self.is_listed && !self.was_listed
    }
}

impl<'a> Ledger<'a> {
    pub fn new(context: &'a PlanContext, spec: &'a IdentitySpec) -> Self {
        let (entries, ambiguous) = (BTreeMap::new(), BTreeSet::new());
        let mut ledger = Self { entries, ambiguous, context, spec };
        for name in &context.identity().connection_names {
            ledger.entry(name).was_listed = true;
        }
        for name in &spec.connection_names {
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

    /// Why no credential can be created under this key; in the order in which the gateway checks.
    pub fn check(&self, key: &ConnectionName) -> Result<(), ProvisionError> {
        self.context.check_provisioning(key)?;
        if self.is_stored() {
            return Ok(());
        }
        ProvisionError::check_identity_name(&self.spec.name)
    }

    /// The connections for which an entry by id is newly listed.
    ///
    /// The gateway takes their credentials for those of the name when it provisions what the
    /// attributes match, in the same request only.
    pub fn newly_listed_by_id(&self) -> BTreeSet<&'a ConnectionName> {
        let entries = self.entries.iter();
        let by_id = entries.filter(|(key, it)| it.is_newly_listed() && **key != it.connection_name);
        by_id.map(|(_, entry)| entry.connection_name).into_set()
    }

    /// The identity is being changed, not created.
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
        // The database refuses U+0000, and the gateway takes that for no match (contract §5).
        let has_nul = spec.attributes.iter().any(|it| text::has_nul(it.as_str()));
        let mut sent = BTreeSet::new();
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

    /// Allots the credentials that are shown under a connection's name to the keys they are kept
    /// under: first to those that should have one.
    fn allot(&mut self, name: &'a ConnectionName, count: usize) {
        // Two keys at most: the name and the id.
        let id = self.context.catalog().connection(name).map(|connection| &connection.id);
        let id = id.filter(|id| count > 1 || self.entries.contains_key(*id));
        let keys: Vec<_> = [Some(name), id].into_iter().flatten().collect();
        if count == 1 && self.is_ambiguous(&keys) {
            self.ambiguous.insert(name);
        }
        // Of two that should have one, the id: a save that lists it and adds an attribute creates no
        // second one.
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

    /// Whether one credential may be kept under either of the keys, so that the plan depends on
    /// which one it is.
    fn is_ambiguous(&self, keys: &[&'a ConnectionName]) -> bool {
        let assigned =
            |key: &&ConnectionName| self.entries.get(*key).is_some_and(Entry::was_assigned);
        let concerned = |key: &&ConnectionName| {
            self.entries.get(*key).is_some_and(|entry| {
                entry.was_assigned() || entry.is_listed || !entry.matched_by.is_empty()
            })
        };
        match keys.iter().copied().filter(|key| assigned(key)).count() {
            // Left over, under the name or from an id that a refused save once listed.
            0 => keys.iter().copied().any(|key| concerned(&key)),
            _ => keys.len() > 1 && keys.iter().all(concerned),
        }
    }

    /// The credentials may not be read: assumes that they are as they should be.
    fn assume_live(&mut self) {
        let assigned: Vec<_> =
            self.entries.iter().filter(|(_, it)| it.was_assigned()).map(|(key, _)| *key).collect();
        for key in assigned {
            let is_live = self.check(key).is_ok();
            self.entry(key).is_live = is_live;
        }
    }
}

/// Adds an attribute whose list of connections may repeat one.
fn add<'a>(attributes: &mut Vec<&'a Attribute>, attribute: &'a Attribute) {
    if attributes.last() != Some(&attribute) {
        attributes.push(attribute);
    }
}
