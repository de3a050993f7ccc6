//! What saving a connection again does to the identities around it (contract §5, "Reconciliation elsewhere").

use std::collections::BTreeSet;

use super::drift::{Drift, drift};
use crate::domain::{
    attribute::Attribute,
    collect::Gather,
    connection::ConnectionName,
    identity_state::{IdentityState, LiveCredentials},
    name::IdentityName,
    plan::{CREDENTIALS_NAME_LIMIT, PlanContext},
    text,
};

/// What a reconciliation does to the credentials of an identity (contract §5).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reconciliation {
    /// Missing ones, in the order of their names.
    pub provisioned: Vec<ConnectionName>,
    /// Left-over ones, in the order of their names.
    pub revoked: Vec<ConnectionName>,
}

/// Another identity that is reconciled along.
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
    /// Planned from what was read.
    Known(Reconciliation),
    /// Its credentials have not been read: it will have these, and no others.
    Unknown {
        /// One for each connection that is listed or matched.
        should_have: LiveCredentials,
    },
}

/// What a reconciliation does to the identity itself.
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

/// The other identities that are reconciled along: those that share an attribute with the
/// connection, and those with a credential for it, or that may have one because they list it.
///
/// One that shares nothing and has a left-over credential for it stays unseen unless its
/// credentials were read.
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

fn touch(seen: &PlanContext) -> AffectedCredentials {
    if seen.credentials().is_some() {
        AffectedCredentials::Known(reconciled(seen))
    } else {
        AffectedCredentials::Unknown {
            should_have: super::credentials(&super::start(seen)).clone(),
        }
    }
}
