//! What the gateway would refuse or half-do, and how far it would get (contract §4, §5).

use std::{collections::BTreeSet, fmt};

use super::{
    PlanContext,
    effects::{Effect, Outcome, ProvisionError},
    ledger::Ledger,
};
use crate::domain::{
    attribute::{ATTRIBUTE_LIMIT, Attribute},
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    name::{IdentityName, Unaddressable},
    text,
};

/// The longest name of an identity for which the gateway can make a credential, in characters
/// (contract §9).
pub const CREDENTIALS_NAME_LIMIT: usize = 255;

/// One thing that must be mended before a save, on the field that it concerns.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Obstacle {
    pub field: Field,
    /// The entry of a list, the first being 0; `None` for a field that is no list.
    pub index: Option<usize>,
    pub cause: Cause,
}

/// Why the gateway would refuse or half-do a save.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cause {
    /// No request of a browser reaches the identity by its name, or would after the rename (G18).
    Unaddressable { name: IdentityName, reason: Unaddressable },
    /// Another identity has the name: 409 (contract §4).
    NameTaken { name: IdentityName },
    /// No credential can be made for an identity with so long a name (contract §9).
    NameTooLong { characters: usize },
    /// The row would be saved, the attributes not, and the new secrets be in no answer (contract
    /// §4).
    AttributeTooLong { attribute: Attribute, characters: usize },
    /// A newly listed connection for which no credential can be made.
    CannotProvision { name: ConnectionName, reason: ProvisionError },
    /// A newly listed connection that has a credential already (G2).
    AlreadyLive {
        name: ConnectionName,
        /// The attributes that go on bringing it, list or no list; empty when it is left over.
        attributes: Vec<Attribute>,
    },
    /// A newly listed connection that is in the list twice (G5).
    Repeated { name: ConnectionName },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unaddressable { name, reason } => write!(f, "name “{name}”: {reason}"),
            Self::NameTaken { name } => write!(f, "another identity has the name “{name}”"),
            Self::NameTooLong { characters } => write!(
                f,
                "the name has {characters} characters, and no credential can be made past \
                 {CREDENTIALS_NAME_LIMIT}"
            ),
            Self::AttributeTooLong { characters, .. } => write!(
                f,
                "an attribute of {characters} characters, {} more than {ATTRIBUTE_LIMIT}",
                characters - ATTRIBUTE_LIMIT
            ),
            Self::CannotProvision { name, reason } => write!(f, "connection “{name}”: {reason}"),
            Self::AlreadyLive { name, attributes } => match attributes.first() {
                None => write!(f, "connection “{name}” has a left-over credential"),
                Some(attribute) => {
                    write!(f, "connection “{name}” has a credential through “{attribute}”")
                }
            },
            Self::Repeated { name } => write!(f, "connection “{name}” is in the list twice"),
        }
    }
}

/// Where the gateway would stop, and what it would have done by then.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// The place in the list of obstacles of the one that it would stop at.
    pub obstacle: usize,
    pub extent: Extent,
}

/// What a refused save does all the same (G4).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Extent {
    Nothing,
    /// Credentials for the entries before it, which stay unlisted, and whose secrets are in no
    /// answer (contract §5, step 5).
    Provisioned(Vec<ConnectionName>),
    /// Everything but the attributes and what they would bring (contract §5, step 8).
    AllButAttributes,
}

/// The obstacles in the order of the form, and the first that the gateway would meet.
pub(super) fn of(
    context: &PlanContext,
    spec: &IdentitySpec,
    ledger: &Ledger<'_>,
    effects: &[Effect],
) -> (Vec<Obstacle>, Option<Refusal>) {
    let mut obstacles = Vec::new();
    let of_name = of_name(context, spec, effects, &mut obstacles);
    let attributes = obstacles.len();
    of_attributes(spec, &mut obstacles);
    let connection_names = obstacles.len();
    let provisioned = of_connection_names(context, spec, ledger, &mut obstacles);
    let refused = |obstacle, extent| Some(Refusal { obstacle, extent });
    let refusal = match of_name {
        Some(obstacle) => refused(obstacle, Extent::Nothing),
        None if obstacles.len() > connection_names && provisioned.is_empty() => {
            refused(connection_names, Extent::Nothing)
        }
        None if obstacles.len() > connection_names => {
            refused(connection_names, Extent::Provisioned(provisioned))
        }
        None if connection_names > attributes => refused(attributes, Extent::AllButAttributes),
        None => None,
    };
    (obstacles, refusal)
}

/// Adds the obstacles of the name, and answers the place of the one that ends the request.
fn of_name(
    context: &PlanContext,
    spec: &IdentitySpec,
    effects: &[Effect],
    obstacles: &mut Vec<Obstacle>,
) -> Option<usize> {
    let old = &context.identity().name;
    let is_rename = *old != spec.name;
    let mut end = None;
    let mut add = |cause, is_end| {
        if is_end && end.is_none() {
            end = Some(obstacles.len());
        }
        obstacles.push(Obstacle { field: Field::Name, index: None, cause });
    };
    // What is to be created is addressed by no name yet, and made under its first one.
    let is_stored = context.identity().is_stored();
    if let Some(reason) = old.unaddressable().filter(|_| is_stored) {
        add(Cause::Unaddressable { name: old.clone(), reason }, true);
    }
    if let Some(reason) = spec.name.unaddressable().filter(|_| is_rename) {
        // The gateway itself takes any name but an empty one.
        let is_end = reason == Unaddressable::Empty;
        add(Cause::Unaddressable { name: spec.name.clone(), reason }, is_end);
    }
    if context.is_taken(&spec.name) {
        add(Cause::NameTaken { name: spec.name.clone() }, true);
    }
    // What is listed is provisioned before the rename, what is matched after it (contract §5).
    let any = |wanted: fn(&Outcome) -> bool| effects.iter().any(|effect| wanted(&effect.outcome));
    let names = [
        (
            if is_stored { old } else { &spec.name },
            any(|outcome| *outcome == Outcome::ProvisionedAsListed),
            true,
        ),
        (
            &spec.name,
            any(|outcome| matches!(outcome, Outcome::ProvisionedByAttribute { .. })),
            false,
        ),
    ];
    let too_long = names.into_iter().find_map(|(name, is_used, is_end)| {
        let characters = text::characters(name.as_str());
        (is_used && characters > CREDENTIALS_NAME_LIMIT).then_some((characters, is_end))
    });
    if let Some((characters, is_end)) = too_long {
        add(Cause::NameTooLong { characters }, is_end);
    }
    end
}

fn of_attributes(spec: &IdentitySpec, obstacles: &mut Vec<Obstacle>) {
    for (index, attribute) in spec.attributes.iter().enumerate() {
        let characters = text::characters(attribute.as_str());
        if characters > ATTRIBUTE_LIMIT {
            let cause = Cause::AttributeTooLong { attribute: attribute.clone(), characters };
            obstacles.push(Obstacle { field: Field::Attributes, index: Some(index), cause });
        }
    }
}

/// Adds the obstacles of the newly listed connections, and answers which of them the gateway would
/// have provisioned before it met the first.
fn of_connection_names(
    context: &PlanContext,
    spec: &IdentitySpec,
    ledger: &Ledger<'_>,
    obstacles: &mut Vec<Obstacle>,
) -> Vec<ConnectionName> {
    let mut provisioned = Vec::new();
    let mut seen = BTreeSet::new();
    let mut is_stopped = false;
    for (index, name) in spec.connection_names.iter().enumerate() {
        let Some(entry) = ledger.entries.get(name).filter(|entry| !entry.was_listed) else {
            continue;
        };
        let cause = if !seen.insert(name) {
            Cause::Repeated { name: name.clone() }
        } else if let Err(reason) = context.check_provisioning(name) {
            Cause::CannotProvision { name: name.clone(), reason }
        } else if entry.is_live {
            let attributes = entry.matched_by.iter().copied().cloned().collect();
            Cause::AlreadyLive { name: name.clone(), attributes }
        } else {
            if !is_stopped {
                provisioned.push(name.clone());
            }
            continue;
        };
        is_stopped = true;
        obstacles.push(Obstacle { field: Field::ConnectionNames, index: Some(index), cause });
    }
    provisioned
}
