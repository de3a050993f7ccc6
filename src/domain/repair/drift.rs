//! What is wrong with an identity as it stands.

use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::IdentitySpec,
    plan::{ChangePlan, Effect, Outcome, PlanContext, ProvisionError, unknowns},
};

/// Something that an identity lacks, or has too much of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Drift {
    /// It should have a credential for the connection, and has none.
    Missing {
        name: ConnectionName,
        /// The attributes that bring it: then any save makes it (contract §5, step 9). Empty for
        /// one that is only listed: no save of the same list does (G7).
        attributes: Vec<Attribute>,
        /// Why none can be made as things are; `None` when one can.
        reason: Option<ProvisionError>,
    },
    /// Live, although neither the list nor an attribute asks for it (G3).
    Leftover { name: ConnectionName },
    /// Listed, and there is no such connection, or no longer (G23).
    NoSuchConnection { name: ConnectionName },
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

/// Everything that is wrong, in the order of the connections' names: what a save of the identity
/// as it is would change, or could not. Credentials that may not be read are supposed to be right.
pub fn drift(context: &PlanContext) -> Vec<Drift> {
    let plan = ChangePlan::new(context, &IdentitySpec::of(context.identity()));
    // The credential of a connection that is listed by its id goes by its name, and seems left over
    // (contract §8); which one it is cannot be known here.
    let mut listed = context.identity().connection_names.iter();
    let has_id = listed.any(|name| is_unknown_id(context, name));
    let needs = plan.effects.into_iter().filter_map(|effect| need(context, effect));
    needs.filter(|need| !has_id || !matches!(need, Drift::Leftover { .. })).collect()
}

fn is_unknown_id(context: &PlanContext, name: &ConnectionName) -> bool {
    unknowns::is_id(name.as_str()) && context.catalog().connection(name).is_none()
}

fn need(context: &PlanContext, effect: Effect) -> Option<Drift> {
    let name = effect.connection_name;
    Some(match effect.outcome {
        Outcome::MissingCredential { .. } if is_unknown_id(context, &name) => return None,
        Outcome::MissingCredential { reason: Some(ProvisionError::NoSuchConnection) } => {
            Drift::NoSuchConnection { name }
        }
        Outcome::MissingCredential { reason } => {
            Drift::Missing { name, attributes: Vec::new(), reason }
        }
        Outcome::ProvisionedByAttribute { attributes } => {
            Drift::Missing { name, attributes, reason: None }
        }
        Outcome::Leftover { .. } => Drift::Leftover { name },
        _ => return None,
    })
}
