//! Compares what was planned with what was found.

use crate::domain::collect::{Collect, sort};

use super::{CredentialResult, FieldResult, ItemStatus, UnplannedChange};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity::Identity,
    identity_state::{IdentityState, LiveCredentials},
    plan::{ChangePlan, Effect, ListEdit, Outcome},
};

/// Whether every field is as sent.
pub(super) fn has_fields(identity: &Identity, spec: &IdentitySpec) -> bool {
    Field::ALL.into_iter().all(|field| is_as_sent(field, identity, spec))
}

/// The status of each planned edit, and the fields that are neither as before nor as sent.
pub(super) fn fields(
    before: &Identity,
    plan: &ChangePlan,
    sent: &IdentitySpec,
    now: &Identity,
) -> (Vec<FieldResult>, Vec<UnplannedChange>) {
    let mut unplanned = Vec::new();
    // Ids derive from names, so only `created_at` distinguishes one that was deleted and created
    // again.
    if before.is_stored() && (&before.id, &before.created_at) != (&now.id, &now.created_at) {
        unplanned.push(UnplannedChange::Recreated);
    }
    let mut lines = Vec::new();
    for field in Field::ALL {
        let status = match (is_as_sent(field, now, sent), is_as_before(field, now, before)) {
            (true, _) => ItemStatus::Done,
            (false, true) => ItemStatus::NotDone,
            (false, false) => ItemStatus::Otherwise,
        };
        if plan.edits.is_edited(field) {
            lines.push(FieldResult { field, status });
        }
        if status == ItemStatus::Otherwise {
            unplanned.push(unplanned_change(field, sent, now));
        }
    }
    (lines, unplanned)
}

fn is_as_sent(field: Field, now: &Identity, sent: &IdentitySpec) -> bool {
    // No `..`: a field added to the request has to be compared here.
    let IdentitySpec { name, description, connection_names, attributes } = sent;
    match field {
        Field::Name => now.name == *name,
        Field::Description => now.description == *description,
        Field::Attributes => is_same_set(&now.attributes, attributes),
        Field::ConnectionNames => *now.connection_names == **connection_names,
    }
}

fn is_as_before(field: Field, now: &Identity, before: &Identity) -> bool {
    // No `..`: the first three aren't fields of the form.
    let Identity {
        id: _,
        created_at: _,
        updated_at: _,
        name,
        description,
        connection_names,
        attributes,
    } = before;
    match field {
        Field::Name => now.name == *name,
        Field::Description => now.description == *description,
        Field::Attributes => is_same_set(&now.attributes, attributes),
        Field::ConnectionNames => now.connection_names == *connection_names,
    }
}

/// A field that is neither as before nor as sent.
fn unplanned_change(field: Field, sent: &IdentitySpec, now: &Identity) -> UnplannedChange {
    match field {
        Field::Name => UnplannedChange::Name { found: now.name.clone() },
        Field::Description => UnplannedChange::Description { found: now.description.clone() },
        Field::Attributes => {
            UnplannedChange::Attributes(ListEdit::between_sets(&sent.attributes, &now.attributes))
        }
        Field::ConnectionNames => UnplannedChange::ConnectionNames(ListEdit::between(
            &sent.connection_names,
            &now.connection_names,
        )),
    }
}

/// The order of attributes is undefined, and a repeated one is stored once (contract §3).
fn is_same_set(left: &[Attribute], right: &[Attribute]) -> bool {
    left.iter().into_set() == right.iter().into_set()
}

/// The status of each planned effect, and the unplanned changes of credentials.
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
        is_blocked: effect.is_blocked && matches!(status, ItemStatus::Done | ItemStatus::Unseen),
    };
    let live = match now.map(|now| &now.credentials) {
        Some(Some(live)) => &**live,
        // The credentials of an identity are deleted with it (contract §4).
        None => &nothing,
        Some(None) => {
            let lines = plan.effects.iter().map(|effect| line(effect, ItemStatus::Unseen));
            return (lines.collect(), unplanned);
        }
    };
    let mut lines = Vec::with_capacity(plan.effects.len());
    let (mut kept, mut fresh) = (live.minus(fresh), fresh.clone());
    // The effects on one connection are adjacent: two at most (contract §8).
    for effects in
        plan.effects.chunk_by(|left, right| left.connection_name == right.connection_name)
    {
        let name = &effects[0].connection_name;
        // Old secrets are matched to kept credentials first, new ones to created credentials.
        let of =
            |wanted: fn(&Outcome) -> bool| effects.iter().filter(move |it| wanted(&it.outcome));
        let in_order = of(Outcome::is_kept)
            .chain(of(Outcome::is_provisioned))
            .chain(of(|outcome| !outcome.is_live_after()));
        for effect in in_order {
            let found = match effect.outcome.is_live_before() {
                true if kept.remove(name) => Found::Kept,
                _ if fresh.remove(name) => Found::Fresh,
                false if kept.remove(name) => Found::Kept,
                _ => Found::Nothing,
            };
            let status = status(&effect.outcome, found);
            if status == ItemStatus::Otherwise {
                unplanned.push(surprise(name, &effect.outcome, found));
            }
            lines.push(line(effect, status));
        }
    }
    sort(&mut lines, |left, right| left.connection_name.cmp(&right.connection_name));
    let others = kept.iter().chain(fresh.iter()).cloned();
    unplanned.extend(others.map(UnplannedChange::Appeared));
    (lines, unplanned)
}

/// What was found of one credential after the write.
#[derive(Clone, Copy)]
enum Found {
    Nothing,
    /// One with a secret that was there before.
    Kept,
    /// One with another secret.
    Fresh,
}

fn status(planned: &Outcome, found: Found) -> ItemStatus {
    match (planned.is_live_before(), planned.is_live_after(), found) {
        (false, true, Found::Kept | Found::Fresh)
        | (true, true, Found::Kept)
        | (_, false, Found::Nothing) => ItemStatus::Done,
        (false, true, Found::Nothing) | (true, false, Found::Kept) => ItemStatus::NotDone,
        (true, true, Found::Nothing | Found::Fresh)
        | (true, false, Found::Fresh)
        | (false, false, Found::Kept | Found::Fresh) => ItemStatus::Otherwise,
    }
}

fn surprise(name: &ConnectionName, planned: &Outcome, found: Found) -> UnplannedChange {
    let name = name.clone();
    match (planned.is_live_before(), found) {
        (true, Found::Kept | Found::Fresh) => UnplannedChange::Replaced(name),
        (true, Found::Nothing) => UnplannedChange::Vanished(name),
        (false, _) => UnplannedChange::Appeared(name),
    }
}
