//! Compares what was planned with what was found.

use crate::domain::collect::sort;

use super::{CredentialResult, FieldResult, ItemStatus, UnplannedChange};
use crate::domain::{
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity::Identity,
    identity_state::{IdentityState, LiveCredentials},
    plan::{Change, ChangePlan, Edits, Effect, Outcome},
};

/// Whether every field is as sent.
pub(super) fn has_fields(identity: &Identity, spec: &IdentitySpec) -> bool {
    Edits::between(spec.borrowed(), identity.as_spec()).is_empty()
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
    // A repeated attribute is stored once (contract §3), and equal to the list that repeats it.
    let from_before = Edits::between(before.as_spec(), now.as_spec());
    let from_sent = Edits::between(sent.borrowed(), now.as_spec());
    for field in Field::ALL {
        let difference = from_sent.change(field);
        let status = match (&difference, from_before.is_edited(field)) {
            (None, _) => ItemStatus::Done,
            (Some(_), false) => ItemStatus::NotDone,
            (Some(_), true) => ItemStatus::Otherwise,
        };
        if plan.edits.is_edited(field) {
            lines.push(FieldResult { field, status });
        }
        if let Some(change) = difference.filter(|_| status == ItemStatus::Otherwise) {
            unplanned.push(match change {
                Change::Text { after, .. } => UnplannedChange::Text { field, found: after.into() },
                Change::Attributes(edit) => UnplannedChange::Attributes(edit.clone()),
                Change::ConnectionNames(edit) => UnplannedChange::ConnectionNames(edit.clone()),
            });
        }
    }
    (lines, unplanned)
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
