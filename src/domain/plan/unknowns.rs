//! What no client can see, and what may make a plan wrong (contract §6).

use crate::domain::collect::{Collect, sort};

use super::{
    PlanContext,
    effects::{Effect, Outcome},
    ledger::Ledger,
    provision_error::ProvisionError,
};
use crate::domain::{
    attribute::Attribute,
    connection::{ConnectionName, Proxy},
    draft::IdentitySpec,
};

/// Something that a plan can't take into account, or that needs a second look.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unknown {
    /// The credentials can't be read; the plan assumes that exactly the assigned ones exist.
    Credentials,
    /// The connections weren't read: it is unknown which can have credentials.
    Connections,
    /// The attributes weren't read: it is unknown which connections they match.
    Attributes,
    /// A stored attribute that the gateway doesn't list: a rulepack owns it, and it matches
    /// connections that can't be seen (G10).
    HiddenAttribute {
        /// Index in the draft's list, from 0.
        index: usize,
        /// The attribute, as stored.
        attribute: Attribute,
    },
    /// Neither the identity nor the gateway's list has it: it is new, or a rulepack owns it (G10,
    /// G12).
    NewAttribute {
        /// Index in the draft's list, from 0.
        index: usize,
        /// The attribute, as typed.
        attribute: Attribute,
    },
    /// Managed by hoop.dev, which may add it to more connections at any time (G10).
    ManagedAttribute {
        /// Index in the draft's list, from 0.
        index: usize,
        /// The attribute, as listed.
        attribute: Attribute,
        /// How many connections carry it now.
        connections: usize,
    },
    /// The connection has one credential, stored under its name or its id; the plan assumes the
    /// likelier one (contract §8).
    KeptUnder(ConnectionName),
    /// An attribute matches a connection that isn't in the list of connections.
    UnlistedConnection(ConnectionName),
    /// A credential is to be created, and it is unknown whether its proxy has an address.
    Listener(Proxy),
}

/// The unknowns: the most general first, then in the order of the form.
pub(super) fn of(
    context: &PlanContext,
    spec: &IdentitySpec,
    ledger: &Ledger<'_>,
    effects: &[Effect],
) -> Vec<Unknown> {
    let catalog = context.catalog();
    let mut unknowns = Vec::new();
    if context.credentials().is_none() {
        unknowns.push(Unknown::Credentials);
    }
    if !catalog.has_every_connection() {
        unknowns.push(Unknown::Connections);
    }
    if !catalog.has_every_attribute() {
        unknowns.push(Unknown::Attributes);
    }
    of_attributes(context, spec, &mut unknowns);
    let mut ambiguous: Vec<_> = ledger.ambiguous.iter().copied().collect();
    sort(&mut ambiguous, Ord::cmp);
    unknowns.extend(ambiguous.into_iter().cloned().map(Unknown::KeptUnder));
    of_effects(context, effects, &mut unknowns);
    unknowns
}

fn of_attributes(context: &PlanContext, spec: &IdentitySpec, unknowns: &mut Vec<Unknown>) {
    let catalog = context.catalog();
    let had = context.identity().attributes.iter().into_hashed_set();
    for (index, attribute) in spec.attributes.iter().enumerate() {
        let is_held = had.contains(attribute);
        let is_told = catalog.is_absent(attribute) || !catalog.has_every_attribute();
        let attribute = attribute.clone();
        unknowns.push(match catalog.attribute(&attribute) {
            Some(found) if found.managed => {
                let connections = found.connection_names.len();
                Unknown::ManagedAttribute { index, attribute, connections }
            }
            Some(_) => continue,
            None if is_told => continue,
            None if is_held => Unknown::HiddenAttribute { index, attribute },
            None => Unknown::NewAttribute { index, attribute },
        });
    }
}

fn of_effects(context: &PlanContext, effects: &[Effect], unknowns: &mut Vec<Unknown>) {
    let mut listeners = Vec::new();
    for effect in effects {
        match &effect.outcome {
            Outcome::NotSupported { reason: ProvisionError::NoSuchConnection, .. } => {
                unknowns.push(Unknown::UnlistedConnection(effect.connection_name.clone()));
            }
            // Rejected ones too: the gateway checks for a listener before other reasons.
            outcome if outcome.is_provisioned() || matches!(outcome, Outcome::Refused { .. }) => {
                let connection = context.catalog().resolve(&effect.entry);
                let proxy = connection.and_then(|connection| connection.supported_proxy().ok());
                let is_unknown = |proxy: &Proxy| context.listeners().is_on(*proxy).is_none();
                listeners.extend(proxy.filter(is_unknown).filter(|it| !listeners.contains(it)));
            }
            _ => {}
        }
    }
    sort(&mut listeners, Ord::cmp);
    unknowns.extend(listeners.into_iter().map(Unknown::Listener));
}
