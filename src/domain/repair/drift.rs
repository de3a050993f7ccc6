//! Where an identity's credentials differ from what it is assigned.

use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::IdentitySpec,
    plan::{ChangePlan, Effect, Outcome, PlanContext, ProvisionError},
};

/// A difference between what an identity is assigned and the credentials that it has.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Drift {
    /// Assigned, has no credential.
    Missing {
        /// The connection's own name.
        name: ConnectionName,
        /// The entry of the list that asks for it: the name or the connection's id (contract §8).
        entry: ConnectionName,
        /// The attributes that match it: then any save creates it (contract §5, step 9). Empty for
        /// one that is only listed: no save of the same list does (G7).
        attributes: Vec<Attribute>,
        /// Why none can be created as things are; `None` when one can.
        reason: Option<ProvisionError>,
    },
    /// A leftover credential: it still works, and neither the list nor an attribute asks for it
    /// (G3).
    Leftover {
        /// The connection that it opens.
        name: ConnectionName,
    },
    /// Listed, and there is no such connection, or no longer (G23).
    NoSuchConnection {
        /// The entry as listed.
        name: ConnectionName,
    },
}

impl Drift {
    /// The connection that it concerns.
    pub fn connection_name(&self) -> &ConnectionName {
        match self {
            Self::Missing { name, .. }
            | Self::Leftover { name }
            | Self::NoSuchConnection { name } => name,
        }
    }
}

/// All drift of an identity, in the order of the connections' names: what a save of the identity as
/// it is would change, or couldn't. Credentials that can't be read are assumed to be right.
pub fn drift(context: &PlanContext) -> Vec<Drift> {
    shown_by(&ChangePlan::new(context, &IdentitySpec::of(context.identity())))
}

/// The drift that the plan of a save without edits shows.
pub fn shown_by(unedited: &ChangePlan) -> Vec<Drift> {
    unedited.effects.iter().cloned().filter_map(of_effect).collect()
}

fn of_effect(effect: Effect) -> Option<Drift> {
    let Effect { connection_name: name, entry, outcome, is_blocked: _ } = effect;
    Some(match outcome {
        Outcome::MissingCredential { reason: Some(ProvisionError::NoSuchConnection) } => {
            Drift::NoSuchConnection { name }
        }
        Outcome::MissingCredential { reason } => {
            Drift::Missing { name, entry, attributes: Vec::new(), reason }
        }
        Outcome::ProvisionedByAttribute { attributes } => {
            Drift::Missing { name, entry, attributes, reason: None }
        }
        Outcome::Leftover { .. } => Drift::Leftover { name },
        _ => return None,
    })
}
