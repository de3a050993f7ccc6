//! What the gateway would reject or do in part, and how far it would get (contract §4, §5).

use std::{fmt, sync::Arc};

use super::{
    PlanContext,
    effects::{Effect, Outcome},
    ledger::Ledger,
    provision_error::{CREDENTIALS_NAME_LIMIT, ProvisionError},
};
use crate::domain::{
    attribute::{ATTRIBUTE_LIMIT, Attribute},
    collect::HashedSet,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    name::{IdentityName, Unaddressable},
    text,
};

/// A problem to fix before a save, and its field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Obstacle {
    /// Where to show it.
    pub field: Field,
    /// Index in the list, from 0; `None` for a field that isn't a list.
    pub index: Option<usize>,
    /// The problem.
    pub cause: Cause,
}

/// Why the gateway would reject a save or carry it out in part.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cause {
    /// No browser request can address the identity by its name, or couldn't after the rename (G18).
    Unaddressable {
        /// The name.
        name: IdentityName,
        /// Why it can't be addressed.
        reason: Unaddressable,
    },
    /// Another identity has the name: 409 (contract §4).
    NameTaken {
        /// The name that is taken.
        name: IdentityName,
    },
    /// The identity's name is too long to create credentials for (contract §9).
    NameTooLong {
        /// Its length, in characters.
        characters: usize,
    },
    /// The row would be saved, the attributes wouldn't, and no answer would have the new secrets
    /// (contract §4).
    AttributeTooLong {
        /// The attribute that is too long.
        attribute: Attribute,
        /// Its length, in characters.
        characters: usize,
    },
    /// A newly listed connection for which no credential can be created.
    CannotProvision {
        /// The entry as listed.
        name: ConnectionName,
        /// Why there can be none.
        reason: ProvisionError,
    },
    /// A newly listed connection that already has a credential (G2).
    AlreadyLive {
        /// The entry as listed.
        name: ConnectionName,
        /// The attributes that match it; empty when it is a leftover.
        attributes: Vec<Attribute>,
    },
    /// A newly listed connection that is listed twice (G5).
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
                "the name has {characters} characters; credentials can be created up to \
                 {CREDENTIALS_NAME_LIMIT}"
            ),
            Self::AttributeTooLong { characters, .. } => write!(
                f,
                "an attribute of {characters} characters, {} more than {ATTRIBUTE_LIMIT}",
                characters - ATTRIBUTE_LIMIT
            ),
            Self::CannotProvision { name, reason } => write!(f, "connection “{name}”: {reason}"),
            Self::AlreadyLive { name, attributes } => match attributes.first() {
                None => write!(f, "connection “{name}” has a leftover credential"),
                Some(attribute) => {
                    write!(f, "connection “{name}” has a credential from “{attribute}”")
                }
            },
            Self::Repeated { name } => write!(f, "connection “{name}” is in the list twice"),
            Self::Nul => f.write_str("U+0000 can't be stored"),
        }
    }
}

/// How far the gateway gets with a save that it rejects.
///
/// The gateway reports the plan's first obstacle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// What the gateway has done before it stops.
    pub extent: Extent,
}

/// What a rejected save does anyway (G4).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Extent {
    /// Nothing.
    Nothing,
    /// Credentials for these entries, which stay unlisted; no answer has the secrets (contract §5,
    /// step 5).
    Provisioned(Arc<HashedSet<ConnectionName>>),
    /// The list's credentials are created and revoked; no field changes, and nothing that
    /// attributes match (contract §5, step 7).
    CredentialsOnly,
    /// Everything but the attributes and what they match (contract §5, step 8).
    AllButAttributes,
}

/// Whether the gateway creates the credential of an effect before it stops.
pub(super) fn provisions(refusal: Option<&Refusal>, effect: &Effect) -> bool {
    let is_listed = effect.outcome == Outcome::ProvisionedAsListed;
    match refusal.map(|refusal| &refusal.extent) {
        None => effect.outcome.is_provisioned(),
        Some(Extent::Nothing) => false,
        Some(Extent::Provisioned(entries)) => is_listed && entries.contains(&effect.entry),
        Some(Extent::CredentialsOnly | Extent::AllButAttributes) => is_listed,
    }
}

/// Whether the gateway revokes the credential of an effect before it stops.
pub(super) fn revokes(refusal: Option<&Refusal>, effect: &Effect) -> bool {
    effect.outcome == Outcome::Revoked
        && match refusal.map(|refusal| &refusal.extent) {
            None | Some(Extent::CredentialsOnly | Extent::AllButAttributes) => true,
            Some(Extent::Nothing | Extent::Provisioned(_)) => false,
        }
}

/// The obstacles, and how far the gateway would get. First those that it rejects, in the order of
/// its checks (contract §5), then those that affect only a browser or later requests.
pub(super) fn of(
    context: &PlanContext,
    spec: &IdentitySpec,
    lists: &OfLists,
) -> (Vec<Obstacle>, Option<Refusal>) {
    let (mut obstacles, mut later) = (Vec::new(), Vec::new());
    of_name(context, &spec.name, &mut obstacles, &mut later);
    let mut extent = (!obstacles.is_empty()).then_some(Extent::Nothing);
    let OfLists { connection_names, extent: provisioned, attributes } = lists.clone();
    let connections = (connection_names, provisioned);
    let texts = (of_texts(spec), Extent::CredentialsOnly);
    let attributes = (attributes, Extent::AllButAttributes);
    let stages = match context.identity().is_stored() {
        true => vec![connections, texts, attributes],
        // A creation looks up every connection before it stores the row, and rolls back when a
        // later step fails (contract §4).
        false => {
            let (looked_up, rest) = connections.0.into_iter().partition(is_found_by_looking_up);
            let [looked_up, rest, texts] =
                [looked_up, rest, texts.0].map(|found: Vec<_>| (found, Extent::Nothing));
            vec![looked_up, texts, rest, attributes]
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

/// Adds the obstacles of the name; those that affect only a browser go to `later`.
fn of_name(
    context: &PlanContext,
    new: &IdentityName,
    obstacles: &mut Vec<Obstacle>,
    later: &mut Vec<Obstacle>,
) {
    let old = &context.identity().name;
    let obstacle = |cause| Obstacle { field: Field::Name, index: None, cause };
    // An identity that is being created isn't addressed by a name yet.
    if let Some(reason) = old.unaddressable().filter(|_| context.identity().is_stored()) {
        obstacles.push(obstacle(Cause::Unaddressable { name: old.clone(), reason }));
    }
    // A new identity has no name yet: leaving it so is an obstacle of its own.
    if old == new && context.identity().is_stored() {
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

/// The obstacles of the lists, which another text of a stored identity doesn't change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct OfLists {
    connection_names: Vec<Obstacle>,
    /// How far the gateway gets before the first of them.
    extent: Extent,
    attributes: Vec<Obstacle>,
}

impl OfLists {
    /// Finds them.
    pub(super) fn new(spec: &IdentitySpec, ledger: &Ledger<'_>) -> Self {
        let (connection_names, extent) = of_connection_names(spec, ledger);
        Self { connection_names, extent, attributes: of_attributes(&spec.attributes) }
    }
}

/// The obstacles of newly listed connections, and how far the gateway gets before the first.
fn of_connection_names(spec: &IdentitySpec, ledger: &Ledger<'_>) -> (Vec<Obstacle>, Extent) {
    let (mut obstacles, mut provisioned) = (Vec::<Obstacle>::new(), HashedSet::default());
    let mut seen = HashedSet::default();
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
                    provisioned.insert(key.clone());
                }
                continue;
            }
        };
        obstacles.push(Obstacle { field: Field::ConnectionNames, index: Some(index), cause });
    }
    let extent = match provisioned.is_empty() {
        true => Extent::Nothing,
        false => Extent::Provisioned(Arc::new(provisioned)),
    };
    (obstacles, extent)
}

/// Whether the gateway finds it when it looks up the connection, before it creates a credential.
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

/// The obstacles of the texts other than the name.
fn of_texts(spec: &IdentitySpec) -> Vec<Obstacle> {
    let refused = spec.beside_name().filter(|(_, text)| text::has_nul(text));
    refused.map(|(field, _)| Obstacle { field, index: None, cause: Cause::Nul }).collect()
}

fn of_attributes(attributes: &[Attribute]) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for (index, attribute) in attributes.iter().enumerate() {
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
