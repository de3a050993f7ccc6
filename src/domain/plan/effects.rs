//! What a save does to each credential (contract §6).

use super::{
    ledger::{Entry, Ledger},
    provision_error::ProvisionError,
};
use crate::domain::{
    attribute::Attribute,
    collect::{HashedSet, sort},
    connection::ConnectionName,
};

/// The effect of a save on the credential for one connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Effect {
    /// The connection's own name.
    pub connection_name: ConnectionName,
    /// The list entry that the credential is stored under: the name itself or the connection's id
    /// (contract §8).
    pub entry: ConnectionName,
    /// What the save does to it.
    pub outcome: Outcome,
    /// There is a credential after the save, but the proxies refuse it: the connection's access was
    /// switched off after the credential was created (G35).
    pub is_blocked: bool,
}

/// What a save does to a credential. Every affected connection has exactly one outcome.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Created: the connection is newly listed.
    ProvisionedAsListed,
    /// Created: these attributes match the connection, and it has no credential.
    ProvisionedByAttribute {
        /// The identity's attributes that match the connection.
        attributes: Vec<Attribute>,
    },
    /// Revoked: no longer listed, and no attribute keeps it.
    Revoked,
    /// Kept: listed before and after.
    KeptAsListed,
    /// Kept: listed neither before nor after, and matched by these attributes.
    KeptByAttribute {
        /// The identity's attributes that match the connection.
        attributes: Vec<Attribute>,
    },
    /// Kept although it is no longer listed: these attributes still match (G27).
    KeptAlthoughUnlisted {
        /// The identity's attributes that still match the connection.
        attributes: Vec<Attribute>,
    },
    /// Leftover: it still works, although neither the list nor an attribute assigns it (G3).
    Leftover {
        /// The matching attributes that this save removes; empty when it was a leftover before.
        removed: Vec<Attribute>,
    },
    /// Missing: listed before and after, without a credential, and the save creates none (G7).
    MissingCredential {
        /// Why none can be created; `None` when removing the connection from the list and adding it
        /// again creates one.
        reason: Option<ProvisionError>,
    },
    /// Not supported: matched by these attributes, and skipped silently (contract §5, step 9).
    NotSupported {
        /// The identity's attributes that match the connection.
        attributes: Vec<Attribute>,
        /// Why the gateway skips it.
        reason: ProvisionError,
    },
    /// Newly listed, and rejected; an obstacle has the reason.
    Refused {
        /// The credential that exists already and stays as it is (G2).
        is_live: bool,
    },
}

impl Outcome {
    /// Whether the save creates a credential.
    pub fn is_provisioned(&self) -> bool {
        matches!(self, Self::ProvisionedAsListed | Self::ProvisionedByAttribute { .. })
    }

    /// Whether the credential from before the save is kept.
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

    /// Whether a credential is created or revoked.
    pub fn is_change(&self) -> bool {
        self.is_provisioned() || *self == Self::Revoked
    }

    /// Whether there is a credential before the save.
    pub fn is_live_before(&self) -> bool {
        self.is_kept() || *self == Self::Revoked
    }

    /// Whether there is a credential after the save.
    pub fn is_live_after(&self) -> bool {
        self.is_kept() || self.is_provisioned()
    }
}

/// The effects on every affected credential, in the order of the connections' names.
pub(super) fn of(ledger: &Ledger<'_>) -> Vec<Effect> {
    let new_by_id = ledger.newly_listed_by_id();
    let effect = |(key, entry): (&&ConnectionName, &Entry<'_>)| {
        let outcome = outcome(ledger, &new_by_id, key, entry)?;
        let connection_name = entry.connection_name.clone();
        let is_blocked = outcome.is_live_after() && ledger.is_access_off(&connection_name);
        Some(Effect { connection_name, entry: (*key).clone(), outcome, is_blocked })
    };
    let mut effects: Vec<_> = ledger.entries.iter().filter_map(effect).collect();
    sort(&mut effects, |left, right| {
        left.connection_name.cmp(&right.connection_name).then(left.entry.cmp(&right.entry))
    });
    effects
}

/// `None` where there is no credential and nothing assigns one any more.
fn outcome(
    ledger: &Ledger<'_>,
    new_by_id: &HashedSet<&ConnectionName>,
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
            // The gateway counts the new credential under the id for the name, too (contract §8).
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
