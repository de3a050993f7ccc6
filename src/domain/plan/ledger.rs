//! What is known about each connection that a save concerns, gathered in one pass.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::collect::Gather;

use super::PlanContext;
use crate::domain::{attribute::Attribute, connection::ConnectionName, draft::IdentitySpec};

/// One entry for each connection that is stored, sent, matched, or has a credential.
///
/// The letters are the contract's (§5, §6): S the names stored, N the names sent, C the names with
/// a credential.
#[derive(Default)]
pub struct Ledger<'a> {
    pub entries: BTreeMap<&'a ConnectionName, Entry<'a>>,
}

#[derive(Default)]
pub struct Entry<'a> {
    /// In S.
    pub was_listed: bool,
    /// In N.
    pub is_listed: bool,
    /// In C.
    pub is_live: bool,
    /// The sent attributes that it carries, in the order of their list.
    pub matched_by: Vec<&'a Attribute>,
    /// The attributes that it carries and that the save takes away.
    pub matched_no_more_by: Vec<&'a Attribute>,
}

impl<'a> Ledger<'a> {
    pub fn new(context: &'a PlanContext, spec: &'a IdentitySpec) -> Self {
        let mut ledger = Self::default();
        for name in &context.identity().connection_names {
            ledger.entry(name).was_listed = true;
        }
        for name in &spec.connection_names {
            ledger.entry(name).is_listed = true;
        }
        ledger.match_attributes(context, spec);
        match context.credentials() {
            Some(live) => live.connections().for_each(|name| ledger.entry(name).is_live = true),
            None => ledger.suppose_live(context),
        }
        ledger
    }

    fn entry(&mut self, name: &'a ConnectionName) -> &mut Entry<'a> {
        self.entries.entry(name).or_default()
    }

    fn match_attributes(&mut self, context: &'a PlanContext, spec: &'a IdentitySpec) {
        let catalog = context.catalog();
        let carriers = |attribute| {
            catalog.attribute(attribute).map_or(&[][..], |found| &found.connection_names)
        };
        let mut sent = BTreeSet::new();
        for attribute in &spec.attributes {
            if sent.insert(attribute) {
                for name in carriers(attribute) {
                    add(&mut self.entry(name).matched_by, attribute);
                }
            }
        }
        for attribute in &context.identity().attributes {
            if !sent.contains(attribute) {
                for name in carriers(attribute) {
                    add(&mut self.entry(name).matched_no_more_by, attribute);
                }
            }
        }
    }

    /// The credentials may not be read: supposes that they are as they should be.
    fn suppose_live(&mut self, context: &PlanContext) {
        let had: BTreeSet<_> = context.identity().attributes.iter().into_set();
        for (name, entry) in &mut self.entries {
            let was_matched = !entry.matched_no_more_by.is_empty()
                || entry.matched_by.iter().any(|attribute| had.contains(attribute));
            let was_wanted = entry.was_listed || was_matched;
            entry.is_live = was_wanted && context.check_provisioning(name).is_ok();
        }
    }
}

/// Adds an attribute that is being gone through; its list of connections may repeat one.
fn add<'a>(attributes: &mut Vec<&'a Attribute>, attribute: &'a Attribute) {
    if attributes.last() != Some(&attribute) {
        attributes.push(attribute);
    }
}
