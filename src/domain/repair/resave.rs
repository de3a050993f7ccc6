//! Saving a connection again: what it ends, what it makes, and for whom.

use std::collections::BTreeSet;

use super::{
    RepairPlan, Skipped,
    builder::RepairBuilder,
    drift::{Drift, drift},
    reconcile::touched,
};
use crate::domain::{
    collect::Gather, connection::ConnectionName, identity_state::IdentityState, plan::PlanContext,
};

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
pub(super) fn gentlest(context: &PlanContext, others: &[IdentityState]) -> Option<ConnectionName> {
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
