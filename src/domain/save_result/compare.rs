//! What was planned against what was found.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use super::{CredentialLine, Fate, FieldLine, Now, Unexplained};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity::Identity,
    plan::{ChangePlan, Effect, ListEdit, Outcome},
};

/// Whether every field is as it was sent.
pub(super) fn has_fields(identity: &Identity, spec: &IdentitySpec) -> bool {
    identity.name == spec.name
        && identity.description == spec.description
        && identity.connection_names == spec.connection_names
        && is_same_set(&identity.attributes, &spec.attributes)
}

/// The fate of each planned edit, and the fields that are neither as before nor as sent.
pub(super) fn fields(
    before: &Identity,
    plan: &ChangePlan,
    sent: &IdentitySpec,
    now: &Identity,
) -> (Vec<FieldLine>, Vec<Unexplained>) {
    let mut unexplained = Vec::new();
    // Ids derive from names, so one that is deleted and made again differs by its birth alone.
    if before.is_stored() && (&before.id, &before.created_at) != (&now.id, &now.created_at) {
        unexplained.push(Unexplained::Recreated);
    }
    let mut lines = Vec::new();
    let mut add = |field, is_as_sent: bool, is_as_before: bool| {
        let fate = match (is_as_sent, is_as_before) {
            (true, _) => Fate::Done,
            (false, true) => Fate::NotDone,
            (false, false) => Fate::Otherwise,
        };
        if plan.edits.fields().any(|edited| edited == field) {
            lines.push(FieldLine { field, fate });
        }
        fate == Fate::Otherwise
    };
    if add(Field::Name, now.name == sent.name, now.name == before.name) {
        unexplained.push(Unexplained::Name { found: now.name.clone() });
    }
    if add(
        Field::Description,
        now.description == sent.description,
        now.description == before.description,
    ) {
        unexplained.push(Unexplained::Description { found: now.description.clone() });
    }
    if add(
        Field::Attributes,
        is_same_set(&now.attributes, &sent.attributes),
        is_same_set(&now.attributes, &before.attributes),
    ) {
        let edit = ListEdit::between_sets(&sent.attributes, &now.attributes);
        unexplained.push(Unexplained::Attributes(edit));
    }
    if add(
        Field::ConnectionNames,
        now.connection_names == sent.connection_names,
        now.connection_names == before.connection_names,
    ) {
        let edit = ListEdit::between(&sent.connection_names, &now.connection_names);
        unexplained.push(Unexplained::ConnectionNames(edit));
    }
    (lines, unexplained)
}

/// The order of attributes is not defined, and a repeated one is stored once (contract §3).
fn is_same_set(left: &[Attribute], right: &[Attribute]) -> bool {
    left.iter().into_set() == right.iter().into_set()
}

/// The fate of each planned effect, and the credentials that changed without being planned.
pub(super) fn credentials(
    plan: &ChangePlan,
    now: &Now<'_>,
) -> (Vec<CredentialLine>, Vec<Unexplained>) {
    let mut unexplained = Vec::new();
    let nothing = BTreeSet::new();
    let line = |effect: &Effect, fate| CredentialLine {
        connection_name: effect.connection_name.clone(),
        planned: effect.outcome.clone(),
        fate,
    };
    let live = match (now.credentials, now.identity) {
        (Some(live), _) => live,
        // The credentials of an identity end with it (contract §4).
        (None, None) => &nothing,
        (None, Some(_)) => {
            let lines = plan.effects.iter().map(|effect| line(effect, Fate::Unseen));
            return (lines.collect(), unexplained);
        }
    };
    let mut lines = Vec::with_capacity(plan.effects.len());
    let mut foreseen = BTreeSet::new();
    for effect in &plan.effects {
        let name = &effect.connection_name;
        foreseen.insert(name);
        let fate = fate(&effect.outcome, live.contains(name), now.fresh.contains(name));
        if fate == Fate::Otherwise {
            unexplained.push(surprise(name, &effect.outcome, live.contains(name)));
        }
        lines.push(line(effect, fate));
    }
    let others = live.iter().filter(|name| !foreseen.contains(name));
    unexplained.extend(others.cloned().map(Unexplained::Appeared));
    (lines, unexplained)
}

fn fate(planned: &Outcome, is_live: bool, is_fresh: bool) -> Fate {
    match (planned.is_live_before(), planned.is_live_after(), is_live) {
        (false, true, true) | (true, false, false) | (false, false, false) => Fate::Done,
        (false, true, false) => Fate::NotDone,
        (true, false, true) if !is_fresh => Fate::NotDone,
        (true, true, true) if !is_fresh => Fate::Done,
        (true, _, true) | (true, true, false) | (false, false, true) => Fate::Otherwise,
    }
}

fn surprise(name: &ConnectionName, planned: &Outcome, is_live: bool) -> Unexplained {
    let name = name.clone();
    match (planned.is_live_before(), is_live) {
        (true, true) => Unexplained::Replaced(name),
        (true, false) => Unexplained::Vanished(name),
        (false, _) => Unexplained::Appeared(name),
    }
}
