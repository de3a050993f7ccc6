//! What the gateway would refuse or half-do, and how far it would get (contract §4, §5).

use std::{collections::BTreeSet, fmt};

use super::{
    PlanContext,
    effects::{Effect, Outcome},
    ledger::Ledger,
    provision_error::{CREDENTIALS_NAME_LIMIT, ProvisionError},
};
use crate::domain::{
    attribute::{ATTRIBUTE_LIMIT, Attribute},
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    name::{IdentityName, Unaddressable},
    text,
};

/// One thing that has to be fixed before a save, at the field that it concerns.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Obstacle {
    /// Where to show it.
    pub field: Field,
    /// The entry of a list, the first being 0; `None` for a field that is no list.
    pub index: Option<usize>,
    /// What has to be fixed.
    pub cause: Cause,
}

/// Why the gateway would refuse or half-do a save.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cause {
    /// No request of a browser reaches the identity by its name, or would after the rename (G18).
    Unaddressable {
        /// The name that can't be addressed.
        name: IdentityName,
        /// What makes it so.
        reason: Unaddressable,
    },
    /// Another identity has the name: 409 (contract §4).
    NameTaken {
        /// The name that is taken.
        name: IdentityName,
    },
    /// No credential can be made for an identity with so long a name (contract §9).
    NameTooLong {
        /// How many the name has.
        characters: usize,
    },
    /// The row would be saved, the attributes not, and the new secrets be in no answer (contract
    /// §4).
    AttributeTooLong {
        /// The one that is too long.
        attribute: Attribute,
        /// How many it has.
        characters: usize,
    },
    /// A newly listed connection for which no credential can be made.
    CannotProvision {
        /// The entry as listed.
        name: ConnectionName,
        /// Why there can be none.
        reason: ProvisionError,
    },
    /// A newly listed connection that has a credential already (G2).
    AlreadyLive {
        /// The entry as listed.
        name: ConnectionName,
        /// The attributes that go on bringing it, list or no list; empty when it is left over.
        attributes: Vec<Attribute>,
    },
    /// A newly listed connection that is in the list twice (G5).
    Repeated {
        /// The entry as listed.
        name: ConnectionName,
    },
    /// A U+0000, which the gateway's database refuses, in part after the side effects (contract
    /// §9).
    Nul,
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
            Self::Nul => f.write_str("U+0000 can't be stored"),
        }
    }
}

/// How far the gateway gets with a save that it refuses.
///
/// The plan's first obstacle is the one that the gateway names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// What the gateway has done by then.
    pub extent: Extent,
}

/// What a refused save does all the same (G4).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Extent {
    /// Nothing changes.
    Nothing,
    /// Credentials for these entries of the list, which stay unlisted, and whose secrets are in no
    /// answer (contract §5, step 5).
    Provisioned(Vec<ConnectionName>),
    /// Every credential of the list created or revoked; no field, and nothing that attributes
    /// match (contract §5, step 7).
    CredentialsOnly,
    /// Everything but the attributes and what they would match (contract §5, step 8).
    AllButAttributes,
}

/// Whether the gateway creates the credential of an effect, as far as it gets.
pub(super) fn provisions(refusal: Option<&Refusal>, effect: &Effect) -> bool {
    let is_listed = effect.outcome == Outcome::ProvisionedAsListed;
    match refusal.map(|refusal| &refusal.extent) {
        None => effect.outcome.is_provisioned(),
        Some(Extent::Nothing) => false,
        Some(Extent::Provisioned(entries)) => is_listed && entries.contains(&effect.entry),
        Some(Extent::CredentialsOnly | Extent::AllButAttributes) => is_listed,
    }
}

/// Whether the gateway revokes the credential of an effect, as far as it gets.
pub(super) fn revokes(refusal: Option<&Refusal>, effect: &Effect) -> bool {
    effect.outcome == Outcome::Revoked
        && match refusal.map(|refusal| &refusal.extent) {
            None | Some(Extent::CredentialsOnly | Extent::AllButAttributes) => true,
            Some(Extent::Nothing | Extent::Provisioned(_)) => false,
        }
}

/// The obstacles, and how far the gateway would get: first those that it refuses, in the order in
/// which it meets them (contract §5), then those that a browser meets or that do harm later.
pub(super) fn of(
    context: &PlanContext,
    spec: &IdentitySpec,
    ledger: &Ledger<'_>,
) -> (Vec<Obstacle>, Option<Refusal>) {
    let (mut obstacles, mut later) = (Vec::new(), Vec::new());
    of_name(context, spec, &mut obstacles, &mut later);
    let mut extent = (!obstacles.is_empty()).then_some(Extent::Nothing);
    let connections = of_connection_names(spec, ledger);
    let description = (of_description(spec), Extent::CredentialsOnly);
    let attributes = (of_attributes(spec), Extent::AllButAttributes);
    let stages = match ledger.is_stored() {
        true => vec![connections, description, attributes],
        // A creation looks every connection up before it stores the row, and takes back what it
        // made when a later step fails (contract §4).
        false => {
            let (looked_up, rest) = connections.0.into_iter().partition(is_found_by_looking_up);
            let [looked_up, rest, description] =
                [looked_up, rest, description.0].map(|found: Vec<_>| (found, Extent::Nothing));
            vec![looked_up, description, rest, attributes]
        }
    };
    for (mut found, reached) in stages {
        if !found.is_empty() {
            extent.get_or_insert(reached);
        }
        obstacles.append(&mut found);
    }
    obstacles.append(&mut later);
    (obstacles, extent.map(|extent| Refusal { extent }))
}

/// Adds the obstacles of the name, those that only a browser meets to `later`.
fn of_name(
    context: &PlanContext,
    spec: &IdentitySpec,
    obstacles: &mut Vec<Obstacle>,
    later: &mut Vec<Obstacle>,
) {
    let (old, new) = (&context.identity().name, &spec.name);
    let obstacle = |cause| Obstacle { field: Field::Name, index: None, cause };
    // An identity that is being created is addressed by no name yet.
    if let Some(reason) = old.unaddressable().filter(|_| context.identity().is_stored()) {
        obstacles.push(obstacle(Cause::Unaddressable { name: old.clone(), reason }));
    }
    if old == new {
        return;
    }
    match new.unaddressable() {
        // The gateway itself takes any name but an empty one (contract §8).
        Some(reason @ Unaddressable::Empty) => {
            obstacles.push(obstacle(Cause::Unaddressable { name: new.clone(), reason }));
        }
        Some(reason) => {
            later.push(obstacle(Cause::Unaddressable { name: new.clone(), reason }));
        }
        None => {}
    }
    if text::has_nul(new.as_str()) {
        obstacles.push(obstacle(Cause::Nul));
    }
    if context.is_taken(new) {
        obstacles.push(obstacle(Cause::NameTaken { name: new.clone() }));
    }
}

/// The obstacles of the newly listed connections, and how far the gateway gets before the first.
fn of_connection_names(spec: &IdentitySpec, ledger: &Ledger<'_>) -> (Vec<Obstacle>, Extent) {
    let (mut obstacles, mut provisioned) = (Vec::<Obstacle>::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (index, key) in spec.connection_names.iter().enumerate() {
        let Some(entry) = ledger.entries.get(key).filter(|entry| entry.is_newly_listed()) else {
            continue;
        };
        let cause = match ledger.check(key) {
            Err(ProvisionError::IdentityNameTooLong { characters }) => {
                let is_named = |it: &Obstacle| matches!(it.cause, Cause::NameTooLong { .. });
                if !obstacles.iter().any(is_named) {
                    let cause = Cause::NameTooLong { characters };
                    obstacles.push(Obstacle { field: Field::Name, index: None, cause });
                }
                continue;
            }
            _ if text::has_nul(key.as_str()) => Cause::Nul,
            _ if !seen.insert(key) => Cause::Repeated { name: key.clone() },
            Err(reason) => Cause::CannotProvision { name: key.clone(), reason },
            Ok(()) if entry.is_live => {
                let attributes = entry.matched_by.iter().copied().cloned().collect();
                Cause::AlreadyLive { name: key.clone(), attributes }
            }
            Ok(()) => {
                if obstacles.is_empty() {
                    provisioned.push(key.clone());
                }
                continue;
            }
        };
        obstacles.push(Obstacle { field: Field::ConnectionNames, index: Some(index), cause });
    }
    let extent = match provisioned.is_empty() {
        true => Extent::Nothing,
        false => Extent::Provisioned(provisioned),
    };
    (obstacles, extent)
}

/// The gateway finds it when it looks the connection up, before it creates a credential.
fn is_found_by_looking_up(obstacle: &Obstacle) -> bool {
    use crate::domain::connection::Ineligible::{ConnectDisabled, UnsupportedType};
    use ProvisionError::{Ineligible, NoSuchConnection};
    match &obstacle.cause {
        Cause::CannotProvision { reason, .. } => matches!(
            reason,
            NoSuchConnection | Ineligible(UnsupportedType { .. } | ConnectDisabled)
        ),
        cause => obstacle.field == Field::ConnectionNames && *cause == Cause::Nul,
    }
}

fn of_description(spec: &IdentitySpec) -> Vec<Obstacle> {
    let has_nul = text::has_nul(&spec.description);
    let nul = Obstacle { field: Field::Description, index: None, cause: Cause::Nul };
    if has_nul { vec![nul] } else { Vec::new() }
}

fn of_attributes(spec: &IdentitySpec) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for (index, attribute) in spec.attributes.iter().enumerate() {
        let characters = text::characters(attribute.as_str());
        let cause = if text::has_nul(attribute.as_str()) {
            Cause::Nul
        } else if characters > ATTRIBUTE_LIMIT {
            Cause::AttributeTooLong { attribute: attribute.clone(), characters }
        } else {
            continue;
        };
        obstacles.push(Obstacle { field: Field::Attributes, index: Some(index), cause });
    }
    obstacles
}
