//! Saving a connection again: what it ends, what it makes, and for whom.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use super::{
    RepairPlan, Skipped,
    builder::RepairBuilder,
    drift::{Drift, drift},
};
use crate::domain::{
    attribute::Attribute,
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
    pub name: IdentityName,
    /// The attributes that it shares with the connection; empty when it only lists the connection
    /// or has a credential for it.
    pub attributes: Vec<Attribute>,
    pub touch: AffectedCredentials,
}

/// What happens to another identity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AffectedCredentials {
    Known(Reconciliation),
    /// Its credentials have not been read: it will have these, and no others.
    Unknown {
        should_have: LiveCredentials,
    },
}

/// The step that ends every left-over credential of the identity, by way of one connection that has
/// one (G3). It reconciles the whole identity: what is missing is made along with it.
///
/// A connection that its agent manages cannot be saved again; then it goes by way of another.
pub fn revoke_leftover(
    context: &PlanContext,
    name: &ConnectionName,
    others: &[IdentityState],
) -> RepairPlan {
    let mut builder = RepairBuilder::new(context);
    if !left_over(context).any(|left_over| left_over == *name) {
        builder.skipped.push(Skipped::NotLeftOver { name: name.clone() });
    } else if let Some(via) = via(context, name, others) {
        builder.resave(via, others);
    } else {
        builder.skipped.push(Skipped::Managed { name: name.clone() });
    }
    builder.finish()
}

/// The same by way of the connection that touches the fewest others.
pub fn revoke_all_leftover(context: &PlanContext, others: &[IdentityState]) -> RepairPlan {
    let mut builder = RepairBuilder::new(context);
    if let Some(name) = left_over(context).next() {
        match gentlest(context, others) {
            Some(via) => builder.resave(via, others),
            None => builder.skipped.push(Skipped::Managed { name }),
        }
    }
    builder.finish()
}

/// The connection with a credential that touches the fewest others when it is saved again, and that
/// can be: any of them reconciles the identity. Of several, one that is left over comes first.
fn gentlest(context: &PlanContext, others: &[IdentityState]) -> Option<ConnectionName> {
    let left_over: BTreeSet<_> = left_over(context).into_set();
    let state = super::start(context);
    super::credentials(&state)
        .connections()
        .filter(|name| can_be_saved_again(context, name))
        .min_by_key(|name| (touched(context, name, others).len(), !left_over.contains(*name)))
        .cloned()
}

/// The connection itself, or the gentlest other one when it cannot be saved again.
pub(super) fn via(
    context: &PlanContext,
    name: &ConnectionName,
    others: &[IdentityState],
) -> Option<ConnectionName> {
    match can_be_saved_again(context, name) {
        true => Some(name.clone()),
        false => gentlest(context, others),
    }
}

/// The gateway refuses to change a connection that its agent manages.
fn can_be_saved_again(context: &PlanContext, name: &ConnectionName) -> bool {
    context.catalog().connection(name).is_none_or(|connection| !connection.is_managed)
}

fn left_over(context: &PlanContext) -> impl Iterator<Item = ConnectionName> {
    drift(context).into_iter().filter_map(|need| match need {
        Drift::Leftover { name } => Some(name),
        Drift::Missing { .. } | Drift::NoSuchConnection { .. } => None,
    })
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
