//! A save that would fail, split into the part that succeeds and the rest.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::collect::Collect;

use super::{RepairPlan, Skipped, builder::RepairBuilder, resave::via};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity_state::IdentityState,
    plan::{CREDENTIALS_NAME_LIMIT, Cause, ChangePlan, Obstacle, Outcome, PlanContext},
    text,
};

/// The part of a save that succeeds, in one or two steps; the rest is listed with reasons.
pub fn split(context: &PlanContext, spec: &IdentitySpec) -> RepairPlan {
    let mut builder = RepairBuilder::new(context);
    finish_with(&mut builder, spec);
    builder.finish()
}

/// The steps that list connections which already have a credential (G2). It has to be revoked
/// first, and only a re-save of a connection revokes one that isn't listed.
///
/// The attributes that match them are removed meanwhile, so other credentials that those attributes
/// assign are revoked and created again with new secrets: see [`RepairPlan::renewed`].
pub fn list_after_revoking(
    context: &PlanContext,
    spec: &IdentitySpec,
    others: &[IdentityState],
) -> RepairPlan {
    let mut builder = RepairBuilder::new(context);
    let plan = ChangePlan::new(context, spec);
    let live: Vec<_> = plan
        .obstacles
        .iter()
        .filter_map(|obstacle| match &obstacle.cause {
            Cause::AlreadyLive { name, .. } => Some(name.clone()),
            _ => None,
        })
        .collect();
    let is_reachable = context.identity().name.unaddressable().is_none();
    if let Some(via) =
        live.first().and_then(|name| via(context, name, others)).filter(|_| is_reachable)
    {
        // The re-save creates what is missing, too, so no attribute may match a connection that is
        // to be listed.
        let newly = plan.connections_where(|outcome| *outcome == Outcome::ProvisionedAsListed);
        let newly: BTreeSet<_> = newly.chain(&live).into_set();
        let mut bare = builder.spec();
        let kept = bare.attributes.iter().filter(|it| !brings_any(context, it, &newly));
        bare.attributes = kept.cloned().collect();
        if *bare.attributes != *context.identity().attributes {
            builder.save(bare);
        }
        builder.resave(via, others);
    }
    finish_with(&mut builder, spec);
    builder.finish()
}

fn brings_any(
    context: &PlanContext,
    attribute: &Attribute,
    names: &BTreeSet<&ConnectionName>,
) -> bool {
    let found = context.catalog().attribute(attribute);
    found.is_some_and(|found| found.connection_names.iter().any(|name| names.contains(name)))
}

fn obstacles(context: &PlanContext, spec: &IdentitySpec) -> Vec<Obstacle> {
    ChangePlan::new(context, spec).obstacles
}

/// Adds the part of a save that succeeds, and notes the rest.
fn finish_with(builder: &mut RepairBuilder, spec: &IdentitySpec) {
    let is_too_long =
        |spec: &IdentitySpec| text::characters(spec.name.as_str()) > CREDENTIALS_NAME_LIMIT;
    // Credentials are created under the old name, so a rename that shortens it comes first.
    if is_too_long(&builder.spec()) && !is_too_long(spec) {
        let renamed = IdentitySpec { name: spec.name.clone(), ..builder.spec() };
        if obstacles(builder.context(), &renamed).is_empty() {
            builder.save(renamed);
        }
    }
    let mut spec = spec.clone();
    // Each round removes something from the spec, which may uncover another obstacle.
    loop {
        let plan = ChangePlan::new(builder.context(), &spec);
        if plan.obstacles.is_empty() {
            return builder.save_if_it_matters(spec);
        }
        let (sent, stored) = (spec.clone(), builder.spec());
        // Remove later entries first, so that the indices stay valid.
        for obstacle in plan.obstacles.iter().rev() {
            take_out(&mut spec, &stored, obstacle);
        }
        let is_too_long = |it: &Obstacle| matches!(it.cause, Cause::NameTooLong { .. });
        if plan.obstacles.iter().any(is_too_long) {
            let listed: BTreeSet<_> = stored.connection_names.iter().into_set();
            let kept = spec.connection_names.iter().filter(|name| listed.contains(name));
            spec.connection_names = kept.cloned().collect();
        }
        for cause in plan.obstacles.into_iter().map(|obstacle| Skipped::Refused(obstacle.cause)) {
            if !builder.skipped.contains(&cause) {
                builder.skipped.push(cause);
            }
        }
        if spec == sent {
            // Nothing to remove: the obstacle is the identity's own name.
            return;
        }
    }
}

/// Removes the part of a spec that causes an obstacle.
fn take_out(spec: &mut IdentitySpec, stored: &IdentitySpec, obstacle: &Obstacle) {
    match (obstacle.field, obstacle.index) {
        (Field::Name, _) if matches!(obstacle.cause, Cause::NameTooLong { .. }) => {}
        (Field::Attributes, Some(index)) => {
            spec.attributes = without(&spec.attributes, index);
        }
        (Field::ConnectionNames, Some(index)) => {
            spec.connection_names = without(&spec.connection_names, index);
        }
        (Field::Attributes | Field::ConnectionNames, None) => {}
        (text, _) => spec.take(text, stored),
    }
}

fn without<T: Clone>(list: &[T], index: usize) -> Arc<[T]> {
    [&list[..index], &list[index + 1..]].concat().into()
}
