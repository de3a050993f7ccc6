//! Re-saving a connection: what it revokes, what it creates, and which identities it affects.

use std::collections::BTreeSet;

use super::{
    RepairPlan, Skipped,
    builder::RepairBuilder,
    drift::{Drift, drift},
    reconcile::touched,
};
use crate::domain::{
    collect::Collect, connection::ConnectionName, identity_state::IdentityState, plan::PlanContext,
};

/// The step that revokes every leftover credential of the identity by re-saving the connection that
/// affects the fewest other identities (G3). It reconciles the whole identity, so it creates missing
/// credentials too.
///
/// A connection that its agent manages can't be re-saved, so another one takes its place.
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

/// The connection with a credential whose re-save affects the fewest other identities: any of them
/// that is stored under its name reconciles this identity. Of equals, a leftover one.
pub(super) fn gentlest(context: &PlanContext, others: &[IdentityState]) -> Option<ConnectionName> {
    let left_over: BTreeSet<_> = left_over(context).into_set();
    let state = super::start(context);
    super::credentials(&state)
        .connections()
        .filter(|name| can_be_saved_again(context, name) && reaches(context, &state, name))
        .min_by_key(|name| (touched(context, name, others).len(), !left_over.contains(*name)))
        .cloned()
}

/// The connection itself, or the one that affects the fewest others when it can't be re-saved.
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

/// Whether the connection can be re-saved: the gateway refuses changes to one that its agent
/// manages.
fn can_be_saved_again(context: &PlanContext, name: &ConnectionName) -> bool {
    context.catalog().connection(name).is_none_or(|connection| !connection.is_managed)
}

/// Whether re-saving the connection reconciles this identity: the gateway looks for credentials under
/// the connection's name, and not for one that is stored under its id (contract §8).
fn reaches(context: &PlanContext, state: &IdentityState, name: &ConnectionName) -> bool {
    super::credentials(state).count(name) > 1 || !context.may_be_stored_by_id(name)
}

fn left_over(context: &PlanContext) -> impl Iterator<Item = ConnectionName> {
    drift(context).into_iter().filter_map(|need| match need {
        Drift::Leftover { name } => Some(name),
        Drift::Missing { .. } | Drift::NoSuchConnection { .. } => None,
    })
}
