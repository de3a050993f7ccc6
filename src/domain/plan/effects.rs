//! What becomes of each credential (contract §6).

use std::collections::BTreeSet;

use super::{
    ledger::{Entry, Ledger},
    provision_error::ProvisionError,
};
use crate::domain::{attribute::Attribute, collect::sort, connection::ConnectionName};

/// What becomes of the credential for one connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Effect {
    /// The connection's own name.
    pub connection_name: ConnectionName,
    /// The entry of the list that the credential is kept under: the name itself, or the id of the
    /// connection (contract §8).
    pub entry: ConnectionName,
    /// What the save does to it.
    pub outcome: Outcome,
}

/// What a save does to a credential. Every connection concerned has exactly one outcome.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Made, because the connection is newly listed.
    ProvisionedAsListed,
    /// Made, because the connection carries these attributes and there is no credential.
    ProvisionedByAttribute {
        /// Those of the identity that match the connection.
        attributes: Vec<Attribute>,
    },
    /// Ended: no longer listed, and no attribute keeps it.
    Revoked,
    /// Untouched: listed before and after.
    KeptAsListed,
    /// Untouched: listed neither before nor after, and brought by these attributes.
    KeptByAttribute {
        /// Those of the identity that match the connection.
        attributes: Vec<Attribute>,
    },
    /// Untouched although it is taken off the list: these attributes keep it (G27).
    KeptAlthoughUnlisted {
        /// Those of the identity that still match the connection.
        attributes: Vec<Attribute>,
    },
    /// Live, although neither the list nor an attribute asks for it (G3).
    Leftover {
        /// The attributes that brought it and that this save takes away; empty when it was left
        /// over before.
        removed: Vec<Attribute>,
    },
    /// Listed before and after, and without a credential, which the save does not make (G7).
    MissingCredential {
        /// Why there can be none; `None` when one can be made by taking the connection off the list
        /// and listing it again.
        reason: Option<ProvisionError>,
    },
    /// Matched by these attributes, and passed over without a word (contract §5, step 9).
    NotSupported {
        /// Those of the identity that match the connection.
        attributes: Vec<Attribute>,
        /// Why the gateway skips it.
        reason: ProvisionError,
    },
    /// Newly listed, and refused: an obstacle says why.
    Refused {
        /// There is a credential already, which stays as it is (G2).
        is_live: bool,
    },
}

impl Outcome {
    /// There is no credential before the save, and there is one after it.
    pub fn is_provisioned(&self) -> bool {
        matches!(self, Self::ProvisionedAsListed | Self::ProvisionedByAttribute { .. })
    }

    /// There is a credential before the save, and the same one after it.
    pub fn is_kept(&self) -> bool {
        match self {
            Self::KeptAsListed
            | Self::KeptByAttribute { .. }
            | Self::KeptAlthoughUnlisted { .. }
            | Self::Leftover { .. }
            | Self::Refused { is_live: true } => true,
            Self::ProvisionedAsListed
            | Self::ProvisionedByAttribute { .. }
            | Self::Revoked
            | Self::MissingCredential { .. }
            | Self::NotSupported { .. }
            | Self::Refused { is_live: false } => false,
        }
    }

    /// A credential is made or ended.
    pub fn is_change(&self) -> bool {
        self.is_provisioned() || *self == Self::Revoked
    }

    /// There is a credential before the save.
    pub fn is_live_before(&self) -> bool {
        self.is_kept() || *self == Self::Revoked
    }

    /// There is a credential after the save.
    pub fn is_live_after(&self) -> bool {
        self.is_kept() || self.is_provisioned()
    }
}

/// The effects on every credential concerned, in the order of the connections' names.
pub(super) fn of(ledger: &Ledger<'_>) -> Vec<Effect> {
    let new_by_id = ledger.newly_listed_by_id();
    let effect = |(key, entry): (&&ConnectionName, &Entry<'_>)| {
        let outcome = outcome(ledger, &new_by_id, key, entry)?;
        let connection_name = entry.connection_name.clone();
        Some(Effect { connection_name, entry: (*key).clone(), outcome })
    };
    let mut effects: Vec<_> = ledger.entries.iter().filter_map(effect).collect();
    sort(&mut effects, |left, right| {
        left.connection_name.cmp(&right.connection_name).then(left.entry.cmp(&right.entry))
    });
    effects
}

/// `None` where there is no credential and nothing asks for one any more.
fn outcome(
    ledger: &Ledger<'_>,
    new_by_id: &BTreeSet<&ConnectionName>,
    key: &ConnectionName,
    entry: &Entry<'_>,
) -> Option<Outcome> {
    let owned = |list: &[&Attribute]| list.iter().copied().cloned().collect::<Vec<_>>();
    let attributes = owned(&entry.matched_by);
    if entry.is_newly_listed() {
        return Some(match ledger.check(key) {
            Ok(()) if !entry.is_live => Outcome::ProvisionedAsListed,
            _ => Outcome::Refused { is_live: entry.is_live },
        });
    }
    Some(match (entry.is_live, !attributes.is_empty()) {
        (true, _) if entry.is_listed => Outcome::KeptAsListed,
        (true, true) if entry.was_listed => Outcome::KeptAlthoughUnlisted { attributes },
        (true, true) => Outcome::KeptByAttribute { attributes },
        (true, false) if entry.was_listed => Outcome::Revoked,
        (true, false) => Outcome::Leftover { removed: owned(&entry.matched_no_more_by) },
        (false, true) => match ledger.check(key) {
            // The new credential of the id counts for the name, too (contract §8).
            Ok(()) if new_by_id.contains(key) && entry.is_listed => {
                Outcome::MissingCredential { reason: None }
            }
            Ok(()) if new_by_id.contains(key) => return None,
            Ok(()) => Outcome::ProvisionedByAttribute { attributes },
            Err(reason) if entry.is_listed => Outcome::MissingCredential { reason: Some(reason) },
            Err(reason) => Outcome::NotSupported { attributes, reason },
        },
        (false, false) if entry.is_listed => {
            Outcome::MissingCredential { reason: ledger.check(key).err() }
        }
        (false, false) => return None,
    })
}
