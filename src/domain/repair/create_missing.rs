//! Creating missing credentials, and removing connections that no longer exist.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::collect::Collect;

use super::{
    RepairPlan, Skipped,
    builder::RepairBuilder,
    drift::{Drift, drift},
};
use crate::domain::{
    connection::ConnectionName,
    draft::IdentitySpec,
    plan::{Cause, ChangePlan, PlanContext},
};

/// The two saves that create missing credentials: one without the connections, one with them back
/// in their places (G7).
///
/// One that an attribute matches doesn't need this, and couldn't be listed again afterwards (G2):
/// the first save creates it while its connection stays listed.
pub fn create_missing(context: &PlanContext, wanted: &BTreeSet<ConnectionName>) -> RepairPlan {
    let mut builder = RepairBuilder::new(context);
    let (mut taken_off, mut is_by_attribute) = (BTreeSet::new(), false);
    let drift = drift(context);
    for name in wanted {
        let mut is_missing = false;
        for found in drift.iter().filter(|found| found.connection_name() == name) {
            let Drift::Missing { entry, attributes, reason, .. } = found else { continue };
            is_missing = true;
            if let Some(reason) = reason {
                let (name, reason) = (name.clone(), reason.clone());
                builder.skipped.push(Skipped::CannotProvision { name, reason });
            } else if attributes.is_empty() {
                taken_off.insert(entry);
            } else {
                is_by_attribute = true;
            }
        }
        if !is_missing {
            builder.skipped.push(Skipped::NotMissing { name: name.clone() });
        }
    }
    // A stored list may have repetitions, which can't be listed again (G5).
    let mut whole = builder.spec();
    let listed = whole.connection_names.iter().into_hashed_set();
    whole.connection_names = listed.into_iter().cloned().collect();
    if taken_off.is_empty() && !is_by_attribute {
        return builder.finish();
    }
    // Two saves need a name that a request can address and that can have credentials.
    if let Some(causes) = causes(context, &whole, &taken_off) {
        builder.skipped.extend(causes.into_iter().map(Skipped::Refused));
        return builder.finish();
    }
    builder.save(without(&whole, &taken_off));
    if !taken_off.is_empty() {
        builder.save(whole);
    }
    builder.finish()
}

/// The save that removes connections that don't exist, or no longer (G23).
pub fn remove_deleted(context: &PlanContext) -> RepairPlan {
    let mut builder = RepairBuilder::new(context);
    let needs = drift(context);
    let gone: BTreeSet<_> = needs
        .iter()
        .filter(|need| matches!(need, Drift::NoSuchConnection { .. }))
        .map(Drift::connection_name)
        .into_set();
    if gone.is_empty() {
        return builder.finish();
    }
    let spec = without(&builder.spec(), &gone);
    match causes(context, &spec, &BTreeSet::new()) {
        Some(causes) => builder.skipped.extend(causes.into_iter().map(Skipped::Refused)),
        None => builder.save(spec),
    }
    builder.finish()
}

fn without(spec: &IdentitySpec, names: &BTreeSet<&ConnectionName>) -> IdentitySpec {
    let kept = spec.connection_names.iter().filter(|name| !names.contains(name));
    IdentitySpec { connection_names: kept.cloned().collect(), ..spec.clone() }
}

/// The obstacles to saving a spec without some of its connections.
fn causes(
    context: &PlanContext,
    spec: &IdentitySpec,
    taken_off: &BTreeSet<&ConnectionName>,
) -> Option<Vec<Cause>> {
    let mut state = context.state().clone();
    let stored = Arc::make_mut(&mut state.identity);
    stored.connection_names.retain(|name| !taken_off.contains(name));
    let plan = ChangePlan::new(&context.with_state(state), spec);
    let causes: Vec<_> = plan.obstacles.into_iter().map(|obstacle| obstacle.cause).collect();
    (!causes.is_empty()).then_some(causes)
}
