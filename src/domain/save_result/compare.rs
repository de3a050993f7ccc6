//! What was planned against what was found.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use super::{CredentialResult, FieldResult, ItemStatus, UnplannedChange};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity::Identity,
    identity_state::{IdentityState, LiveCredentials},
    plan::{ChangePlan, Effect, ListEdit, Outcome},
};

/// Whether every field is as it was sent.
pub(super) fn has_fields(identity: &Identity, spec: &IdentitySpec) -> bool {
    identity.name == spec.name
        && identity.description == spec.description
        && identity.connection_names == spec.connection_names
        && is_same_set(&identity.attributes, &spec.attributes)
}

/// The status of each planned edit, and the fields that are neither as before nor as sent.
pub(super) fn fields(
    before: &Identity,
    plan: &ChangePlan,
    sent: &IdentitySpec,
    now: &Identity,
) -> (Vec<FieldResult>, Vec<UnplannedChange>) {
    let mut unplanned = Vec::new();
    // Ids derive from names, so one that is deleted and made again differs by its birth alone.
    if before.is_stored() && (&before.id, &before.created_at) != (&now.id, &now.created_at) {
        unplanned.push(UnplannedChange::Recreated);
    }
    let mut lines = Vec::new();
    let mut add = |field, is_as_sent: bool, is_as_before: bool| {
        let status = match (is_as_sent, is_as_before) {
            (true, _) => ItemStatus::Done,
            (false, true) => ItemStatus::NotDone,
            (false, false) => ItemStatus::Otherwise,
        };
        if plan.edits.fields().any(|edited| edited == field) {
            lines.push(FieldResult { field, status });
        }
        status == ItemStatus::Otherwise
    };
    if add(Field::Name, now.name == sent.name, now.name == before.name) {
        unplanned.push(UnplannedChange::Name { found: now.name.clone() });
    }
    if add(
        Field::Description,
        now.description == sent.description,
        now.description == before.description,
    ) {
        unplanned.push(UnplannedChange::Description { found: now.description.clone() });
    }
    if add(
        Field::Attributes,
        is_same_set(&now.attributes, &sent.attributes),
        is_same_set(&now.attributes, &before.attributes),
    ) {
        let edit = ListEdit::between_sets(&sent.attributes, &now.attributes);
        unplanned.push(UnplannedChange::Attributes(edit));
    }
    if add(
        Field::ConnectionNames,
        now.connection_names == sent.connection_names,
        now.connection_names == before.connection_names,
    ) {
        let edit = ListEdit::between(&sent.connection_names, &now.connection_names);
        unplanned.push(UnplannedChange::ConnectionNames(edit));
    }
    (lines, unplanned)
}

/// The order of attributes is not defined, and a repeated one is stored once (contract §3).
fn is_same_set(left: &[Attribute], right: &[Attribute]) -> bool {
    left.iter().into_set() == right.iter().into_set()
}

/// The status of each planned effect, and the credentials that changed without being planned.
pub(super) fn credentials(
    plan: &ChangePlan,
    now: Option<&IdentityState>,
    fresh: &LiveCredentials,
) -> (Vec<CredentialResult>, Vec<UnplannedChange>) {
    let mut unplanned = Vec::new();
    let nothing = LiveCredentials::default();
    let line = |effect: &Effect, status| CredentialResult {
        connection_name: effect.connection_name.clone(),
        planned: effect.outcome.clone(),
        status,
    };
    let live = match now.map(|now| &now.credentials) {
        Some(Some(live)) => &**live,
        // The credentials of an identity end with it (contract §4).
        None => &nothing,
        Some(None) => {
            let lines = plan.effects.iter().map(|effect| line(effect, ItemStatus::Unseen));
            return (lines.collect(), unplanned);
        }
    };
    let mut lines = Vec::with_capacity(plan.effects.len());
    let mut foreseen = BTreeSet::new();
    for effect in &plan.effects {
        let name = &effect.connection_name;
        foreseen.insert(name);
        let status = status(&effect.outcome, live.contains(name), fresh.contains(name));
        if status == ItemStatus::Otherwise {
            unplanned.push(surprise(name, &effect.outcome, live.contains(name)));
        }
        lines.push(line(effect, status));
    }
    let others = live.connections().filter(|name| !foreseen.contains(name));
    unplanned.extend(others.cloned().map(UnplannedChange::Appeared));
    (lines, unplanned)
}

fn status(planned: &Outcome, is_live: bool, is_fresh: bool) -> ItemStatus {
    match (planned.is_live_before(), planned.is_live_after(), is_live) {
        (false, true, true) | (true, false, false) | (false, false, false) => ItemStatus::Done,
        (false, true, false) => ItemStatus::NotDone,
        (true, false, true) if !is_fresh => ItemStatus::NotDone,
        (true, true, true) if !is_fresh => ItemStatus::Done,
        (true, _, true) | (true, true, false) | (false, false, true) => ItemStatus::Otherwise,
    }
}

fn surprise(name: &ConnectionName, planned: &Outcome, is_live: bool) -> UnplannedChange {
    let name = name.clone();
    match (planned.is_live_before(), is_live) {
        (true, true) => UnplannedChange::Replaced(name),
        (true, false) => UnplannedChange::Vanished(name),
        (false, _) => UnplannedChange::Appeared(name),
    }
}
