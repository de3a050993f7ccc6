//! A save that would fail, split into what can be done and what cannot.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use super::{
    LeftOut, Repair,
    builder::RepairBuilder,
    resave::{Other, via},
};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::IdentitySpec,
    plan::{Before, CREDENTIALS_NAME_LIMIT, Cause, ChangePlan, Obstacle, Outcome},
    text,
};

/// The part of a save that succeeds, in one step or two; the rest is named with its reasons.
pub fn split(before: &Before<'_>, spec: &IdentitySpec) -> Repair {
    let mut builder = RepairBuilder::new(before);
    finish_with(&mut builder, spec);
    builder.finish()
}

/// The steps that list connections which have a credential already (G2): it has to end first, and
/// only saving a connection again ends one that is not listed.
///
/// The attributes that bring them are taken away for the time being, so that whatever else those
/// bring ends as well and is made again with another secret: see [`Repair::renewed`].
pub fn list_live(before: &Before<'_>, spec: &IdentitySpec, others: &[Other<'_>]) -> Repair {
    let mut builder = RepairBuilder::new(before);
    let plan = ChangePlan::new(before, spec);
    let live: Vec<_> = plan
        .obstacles
        .iter()
        .filter_map(|obstacle| match &obstacle.cause {
            Cause::AlreadyLive { name, .. } => Some(name.clone()),
            _ => None,
        })
        .collect();
    let is_reachable = before.identity.name.unaddressable().is_none();
    if let Some(via) =
        live.first().and_then(|name| via(before, name, others)).filter(|_| is_reachable)
    {
        // Saving a connection again makes what is missing, too: nothing that is to be listed may be
        // brought by an attribute then.
        let newly = plan.connections_where(|outcome| *outcome == Outcome::ProvisionedAsListed);
        let newly: BTreeSet<_> = newly.chain(&live).into_set();
        let mut bare = builder.spec();
        bare.attributes.retain(|attribute| !brings_any(before, attribute, &newly));
        if bare.attributes != before.identity.attributes {
            builder.save(bare);
        }
        builder.resave(via, others);
    }
    finish_with(&mut builder, spec);
    builder.finish()
}

fn brings_any(
    before: &Before<'_>,
    attribute: &Attribute,
    names: &BTreeSet<&ConnectionName>,
) -> bool {
    let found = before.catalog.attribute(attribute);
    found.is_some_and(|found| found.connection_names.iter().any(|name| names.contains(name)))
}

fn obstacles(before: &Before<'_>, spec: &IdentitySpec) -> Vec<Obstacle> {
    ChangePlan::new(before, spec).obstacles
}

/// Adds what can be done of a save, and notes the rest.
fn finish_with(builder: &mut RepairBuilder<'_>, spec: &IdentitySpec) {
    let is_too_long =
        |spec: &IdentitySpec| text::characters(spec.name.as_str()) > CREDENTIALS_NAME_LIMIT;
    // Credentials are made under the old name: a rename that shortens it has to come first.
    if is_too_long(&builder.spec()) && !is_too_long(spec) {
        let renamed = IdentitySpec { name: spec.name.clone(), ..builder.spec() };
        if obstacles(&builder.before(), &renamed).is_empty() {
            builder.save(renamed);
        }
    }
    let mut spec = spec.clone();
    // Each round takes something out of the spec, and the next sees what that brings to light.
    loop {
        let plan = ChangePlan::new(&builder.before(), &spec);
        if plan.obstacles.is_empty() {
            return builder.save_if_it_matters(spec);
        }
        let (sent, stored) = (spec.clone(), builder.spec());
        for obstacle in plan.obstacles.iter().rev() {
            take_out(&mut spec, &stored, obstacle);
        }
        for cause in plan.obstacles.into_iter().map(|obstacle| LeftOut::Refused(obstacle.cause)) {
            if !builder.left_out.contains(&cause) {
                builder.left_out.push(cause);
            }
        }
        if spec == sent {
            // Nothing can be taken out: the obstacle is the identity's own name.
            let is_reachable = stored.name.unaddressable().is_none();
            if is_reachable && plan.refusal.is_none() {
                builder.save_if_it_matters(spec);
            }
            return;
        }
    }
}

/// Takes the part out of a spec that an obstacle is about; later entries of a list come first, so
/// that the places stay right.
fn take_out(spec: &mut IdentitySpec, stored: &IdentitySpec, obstacle: &Obstacle) {
    match (&obstacle.cause, obstacle.index) {
        (Cause::Unaddressable { .. } | Cause::NameTaken { .. }, _) => {
            spec.name.clone_from(&stored.name);
        }
        (Cause::NameTooLong { .. }, _) if spec.name != stored.name => {
            spec.name.clone_from(&stored.name);
        }
        (Cause::NameTooLong { .. }, _) => {
            let listed: BTreeSet<_> = stored.connection_names.iter().into_set();
            spec.connection_names.retain(|name| listed.contains(name));
        }
        (Cause::AttributeTooLong { .. }, Some(index)) => {
            spec.attributes.remove(index);
        }
        (
            Cause::NotGrantable { .. } | Cause::AlreadyLive { .. } | Cause::Repeated { .. },
            Some(index),
        ) => {
            spec.connection_names.remove(index);
        }
        (
            Cause::AttributeTooLong { .. }
            | Cause::NotGrantable { .. }
            | Cause::AlreadyLive { .. }
            | Cause::Repeated { .. },
            None,
        ) => {}
    }
}
