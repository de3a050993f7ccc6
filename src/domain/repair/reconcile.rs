//! What re-saving a connection does to the identities around it
//! (contract §5, "Reconciliation elsewhere").

use std::collections::BTreeSet;

use super::drift::{Drift, drift};
use crate::domain::{
    attribute::Attribute,
    collect::Collect,
    connection::ConnectionName,
    identity_state::{IdentityState, LiveCredentials},
    name::IdentityName,
    plan::{CREDENTIALS_NAME_LIMIT, PlanContext},
    text,
};

/// What a reconciliation does to the credentials of an identity (contract §5).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reconciliation {
    /// Missing ones that it creates, in the order of their names.
    pub provisioned: Vec<ConnectionName>,
    /// Leftover ones that it revokes, in the order of their names.
    pub revoked: Vec<ConnectionName>,
}

/// Another identity that the re-save reconciles.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AffectedIdentity {
    /// The identity's name.
    pub name: IdentityName,
    /// The attributes that it shares with the connection; empty when it only lists the connection
    /// or has a credential for it.
    pub attributes: Vec<Attribute>,
    /// What happens to its credentials.
    pub touch: AffectedCredentials,
}

/// What happens to another identity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AffectedCredentials {
    /// Planned from credentials that were read.
    Known(Reconciliation),
    /// Its credentials weren't read: afterwards it has exactly these.
    Unknown {
        /// One for each connection that is listed or matched.
        should_have: LiveCredentials,
    },
}

/// What a reconciliation does to the edited identity.
pub(super) fn reconciled(context: &PlanContext) -> Reconciliation {
    let mut reconciled = Reconciliation::default();
    let is_nameless = text::characters(context.identity().name.as_str()) > CREDENTIALS_NAME_LIMIT;
    for need in drift(context) {
        match need {
            Drift::Missing { name, reason: None, .. } if !is_nameless => {
                reconciled.provisioned.push(name);
            }
            Drift::Leftover { name } => reconciled.revoked.push(name),
            Drift::Missing { .. } | Drift::NoSuchConnection { .. } => {}
        }
    }
    reconciled
}

/// The other identities that the re-save reconciles: those that share an attribute with the
/// connection, and those with a credential for it, or that may have one because they list it.
///
/// An identity that shares nothing and has a leftover credential is found only if its credentials
/// were read.
pub(super) fn touched(
    context: &PlanContext,
    connection_name: &ConnectionName,
    others: &[IdentityState],
) -> Vec<AffectedIdentity> {
    let carried: BTreeSet<&Attribute> = context
        .catalog()
        .attributes()
        .filter(|attribute| attribute.connection_names.contains(connection_name))
        .map(|attribute| &attribute.name)
        .into_set();
    let others = others.iter().filter(|other| other.identity.id != context.identity().id);
    others
        .filter_map(|other| {
            let identity = &other.identity;
            let shared = identity.attributes.iter().filter(|it| carried.contains(it));
            let attributes: Vec<_> = shared.cloned().collect();
            let has_credential = match &other.credentials {
                Some(live) => live.contains(connection_name),
                None => identity.connection_names.contains(connection_name),
            };
            (has_credential || !attributes.is_empty()).then(|| {
                let seen = context.with_state(other.clone());
                AffectedIdentity { name: identity.name.clone(), attributes, touch: touch(&seen) }
            })
        })
        .collect()
}

/// Whether an identity that isn't among the affected ones may have a leftover credential for the
/// connection, because its credentials weren't read.
pub(super) fn has_unread(
    context: &PlanContext,
    affected: &[AffectedIdentity],
    others: &[IdentityState],
) -> bool {
    let known = affected.iter().map(|it| &it.name).into_hashed_set();
    let mut others = others.iter().filter(|other| other.identity.id != context.identity().id);
    others.any(|other| other.credentials.is_none() && !known.contains(&other.identity.name))
}

fn touch(seen: &PlanContext) -> AffectedCredentials {
    if seen.credentials().is_some() {
        AffectedCredentials::Known(reconciled(seen))
    } else {
        AffectedCredentials::Unknown {
            should_have: super::credentials(&super::start(seen)).clone(),
        }
    }
}
