//! Making what is missing, and dropping what is gone.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use super::{
    LeftOut, Repair,
    builder::RepairBuilder,
    need::{Need, needs},
};
use crate::domain::{
    connection::ConnectionName,
    draft::IdentitySpec,
    plan::{Before, Cause, ChangePlan},
};

/// The two saves that make missing credentials: without the connections, and with them again in
/// their places (G7).
///
/// One that an attribute brings needs no such thing, and could not be listed again afterwards (G2):
/// the first save makes it, with the connection on its list all the while.
pub fn recreate(before: &Before<'_>, wanted: &BTreeSet<ConnectionName>) -> Repair {
    let mut builder = RepairBuilder::new(before);
    let (mut taken_off, mut is_by_attribute) = (BTreeSet::new(), false);
    let needs = needs(before);
    for name in wanted {
        match needs.iter().find(|need| need.connection_name() == name) {
            Some(Need::Missing { reason: Some(reason), .. }) => {
                let (name, reason) = (name.clone(), reason.clone());
                builder.left_out.push(LeftOut::NotGrantable { name, reason });
            }
            Some(Need::Missing { attributes, .. }) if attributes.is_empty() => {
                taken_off.insert(name);
            }
            Some(Need::Missing { .. }) => is_by_attribute = true,
            _ => builder.left_out.push(LeftOut::NotMissing { name: name.clone() }),
        }
    }
    // A stored list may repeat a name, which could not be listed again like that (G5).
    let mut whole = builder.spec();
    let mut listed = BTreeSet::new();
    whole.connection_names.retain(|name| listed.insert(name.clone()));
    if taken_off.is_empty() && !is_by_attribute {
        return builder.finish();
    }
    // The long way round needs a name that a request reaches and that can have credentials.
    if let Some(causes) = causes(before, &whole, &taken_off) {
        builder.left_out.extend(causes.into_iter().map(LeftOut::Refused));
        return builder.finish();
    }
    builder.save(without(&whole, &taken_off));
    if !taken_off.is_empty() {
        builder.save(whole);
    }
    builder.finish()
}

/// The save that takes connections off the list that do not exist, or no longer (G23).
pub fn drop_gone(before: &Before<'_>) -> Repair {
    let mut builder = RepairBuilder::new(before);
    let needs = needs(before);
    let gone: BTreeSet<_> = needs
        .iter()
        .filter(|need| matches!(need, Need::NoSuchConnection { .. }))
        .map(Need::connection_name)
        .into_set();
    if gone.is_empty() {
        return builder.finish();
    }
    let spec = without(&builder.spec(), &gone);
    match causes(before, &spec, &BTreeSet::new()) {
        Some(causes) => builder.left_out.extend(causes.into_iter().map(LeftOut::Refused)),
        None => builder.save(spec),
    }
    builder.finish()
}

fn without(spec: &IdentitySpec, names: &BTreeSet<&ConnectionName>) -> IdentitySpec {
    let kept = spec.connection_names.iter().filter(|name| !names.contains(name));
    IdentitySpec { connection_names: kept.cloned().collect(), ..spec.clone() }
}

/// What would be in the way of saving a spec from which some connections were taken off.
fn causes(
    before: &Before<'_>,
    spec: &IdentitySpec,
    taken_off: &BTreeSet<&ConnectionName>,
) -> Option<Vec<Cause>> {
    let mut stored = before.identity.clone();
    stored.connection_names.retain(|name| !taken_off.contains(name));
    let plan = ChangePlan::new(&Before { identity: &stored, ..*before }, spec);
    let causes: Vec<_> = plan.obstacles.into_iter().map(|obstacle| obstacle.cause).collect();
    (!causes.is_empty()).then_some(causes)
}
