//! A save that would fail, split into what can be done and what cannot.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use super::{RepairPlan, Skipped, builder::RepairBuilder, resave::via};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity_state::IdentityState,
    plan::{CREDENTIALS_NAME_LIMIT, Cause, ChangePlan, Obstacle, Outcome, PlanContext},
    text,
};

/// The part of a save that succeeds, in one step or two; the rest is named with its reasons.
pub fn split(context: &PlanContext, spec: &IdentitySpec) -> RepairPlan {
    let mut builder = RepairBuilder::new(context);
    finish_with(&mut builder, spec);
    builder.finish()
}

/// The steps that list connections which have a credential already (G2): it has to end first, and
/// only saving a connection again ends one that is not listed.
///
/// The attributes that bring them are taken away for the time being, so that whatever else those
/// bring ends as well and is made again with another secret: see [`RepairPlan::renewed`].
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
        // Saving a connection again makes what is missing, too: nothing that is to be listed may be
        // brought by an attribute then.
        let newly = plan.connections_where(|outcome| *outcome == Outcome::ProvisionedAsListed);
        let newly: BTreeSet<_> = newly.chain(&live).into_set();
        let mut bare = builder.spec();
        bare.attributes.retain(|attribute| !brings_any(context, attribute, &newly));
        if bare.attributes != context.identity().attributes {
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

/// Adds what can be done of a save, and notes the rest.
fn finish_with(builder: &mut RepairBuilder, spec: &IdentitySpec) {
    let is_too_long =
        |spec: &IdentitySpec| text::characters(spec.name.as_str()) > CREDENTIALS_NAME_LIMIT;
    // Credentials are made under the old name: a rename that shortens it has to come first.
    if is_too_long(&builder.spec()) && !is_too_long(spec) {
        let renamed = IdentitySpec { name: spec.name.clone(), ..builder.spec() };
        if obstacles(builder.context(), &renamed).is_empty() {
            builder.save(renamed);
        }
    }
    let mut spec = spec.clone();
    // Each round takes something out of the spec, and the next sees what that brings to light.
    loop {
        let plan = ChangePlan::new(builder.context(), &spec);
        if plan.obstacles.is_empty() {
            return builder.save_if_it_matters(spec);
        }
        let (sent, stored) = (spec.clone(), builder.spec());
        // Later entries of a list first, so that the places stay right.
        for obstacle in plan.obstacles.iter().rev() {
            take_out(&mut spec, &stored, obstacle);
        }
        let is_too_long = |it: &Obstacle| matches!(it.cause, Cause::NameTooLong { .. });
        if plan.obstacles.iter().any(is_too_long) {
            let listed: BTreeSet<_> = stored.connection_names.iter().into_set();
            spec.connection_names.retain(|name| listed.contains(name));
        }
        for cause in plan.obstacles.into_iter().map(|obstacle| Skipped::Refused(obstacle.cause)) {
            if !builder.skipped.contains(&cause) {
                builder.skipped.push(cause);
            }
        }
        if spec == sent {
            // Nothing can be taken out: the obstacle is the identity's own name.
            return;
        }
    }
}

/// Takes the part out of a spec that an obstacle is about.
fn take_out(spec: &mut IdentitySpec, stored: &IdentitySpec, obstacle: &Obstacle) {
    match (obstacle.field, obstacle.index) {
        (Field::Name, _) if matches!(obstacle.cause, Cause::NameTooLong { .. }) => {}
        (Field::Name, _) => spec.name.clone_from(&stored.name),
        (Field::Description, _) => spec.description.clone_from(&stored.description),
        (Field::Attributes, Some(index)) => {
            spec.attributes.remove(index);
        }
        (Field::ConnectionNames, Some(index)) => {
            spec.connection_names.remove(index);
        }
        (Field::Attributes | Field::ConnectionNames, None) => {}
    }
}
