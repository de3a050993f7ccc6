//! The result of a write, computed from what was read afterwards.

use super::{
    load::Reading,
    pending::{PendingWrite, WriteEnd},
};
use crate::domain::{
    connection::ConnectionName,
    credential::Credential,
    draft::IdentitySpec,
    identity_state::LiveCredentials,
    plan::{ChangePlan, PlanContext},
    repair::Reconciliation,
    save_result::{ItemStatus, SaveResult, Verdict},
    write::WriteRequest,
};
use crate::wire::audit::Receipt;

/// The result of a write, by its kind.
pub enum WriteResult {
    /// Of a save or a creation.
    Saved(Box<Settled>),
    /// Of a rotation.
    Rotated(Rotated),
    /// Of a re-save.
    Resaved(Resaved),
    /// Of a deletion.
    Deleted(Deleted),
}

/// The result of a save or a creation.
pub struct Settled {
    /// The plan, computed from what was read right before the write.
    pub plan: ChangePlan,
    /// The status of each planned item.
    pub save_result: SaveResult,
    /// How the request ended, as far as its answer tells.
    pub end: WriteEnd,
    /// The receipt from the audit log, where the answer was lost.
    pub receipt: Option<Receipt>,
    /// Whether it was a creation.
    pub is_new: bool,
    /// `None` when the identity is gone, or wasn't created.
    pub now: Option<PlanContext>,
    /// The credentials with a new secret.
    pub fresh: Vec<Credential>,
}

/// The result of a rotation.
pub struct Rotated {
    /// How the request ended, as far as its answer tells.
    pub end: WriteEnd,
    /// The receipt from the audit log, where the answer was lost.
    pub receipt: Option<Receipt>,
    /// The connection by whose name it was rotated.
    pub connection_name: ConnectionName,
    /// What happened to the secret.
    pub result: RotationResult,
    /// How many other credentials of the connection have the secret from before: one that is stored
    /// under the connection's id isn't rotated with the name (contract §8).
    pub others: usize,
    /// `None` when the identity is gone.
    pub now: Option<PlanContext>,
}

/// What happened to a credential that was to be rotated.
pub enum RotationResult {
    /// It has a new secret.
    Rotated(Box<Credential>),
    /// It still has the old secret.
    Untouched,
    /// It is gone: the old secret was revoked and no new one created (G7).
    Destroyed,
}

/// The result of a re-save.
pub struct Resaved {
    /// How the request ended, as far as its answer tells.
    pub end: WriteEnd,
    /// The receipt from the audit log, where the answer was lost.
    pub receipt: Option<Receipt>,
    /// `None` when the identity is gone.
    pub now: Option<PlanContext>,
    /// Planned and done.
    pub done: Reconciliation,
    /// Planned and not done.
    pub left: Reconciliation,
    /// Credentials that changed and were not planned to.
    pub unplanned: Vec<ConnectionName>,
    /// The credentials with a new secret.
    pub fresh: Vec<Credential>,
}

/// The result of a deletion.
pub struct Deleted {
    /// How the request ended, as far as its answer tells.
    pub end: WriteEnd,
    /// The receipt from the audit log, where the answer was lost.
    pub receipt: Option<Receipt>,
    /// `None` when the identity is gone.
    pub now: Option<PlanContext>,
}

impl WriteResult {
    /// Compares what was read with what the write was to do. `None`: the identity doesn't exist.
    pub fn new(pending: &PendingWrite, now: Option<&Reading>) -> Self {
        match &pending.request {
            WriteRequest::Save { spec } | WriteRequest::Create { spec } => {
                Self::Saved(Box::new(Settled::new(pending, spec, now)))
            }
            WriteRequest::Rotate { connection_name } => {
                Self::Rotated(Rotated::new(pending, connection_name, now))
            }
            WriteRequest::Resave { planned, .. } => {
                Self::Resaved(Resaved::new(pending, planned, now))
            }
            WriteRequest::Delete => Self::Deleted(Deleted::new(pending, now)),
        }
    }

    /// Whether the whole planned effect is there: what confirms a write without a receipt.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Saved(settled) => {
                let lines = settled.save_result.credentials.iter();
                let is_missing =
                    |status| matches!(status, ItemStatus::NotDone | ItemStatus::Otherwise);
                settled.save_result.verdict == Verdict::Saved
                    && !lines.into_iter().any(|it| it.planned.is_change() && is_missing(it.status))
            }
            Self::Rotated(rotated) => matches!(rotated.result, RotationResult::Rotated(_)),
            Self::Resaved(resaved) => resaved.left == Reconciliation::default(),
            Self::Deleted(deleted) => deleted.now.is_none(),
        }
    }
}

impl Settled {
    pub(super) fn new(pending: &PendingWrite, spec: &IdentitySpec, now: Option<&Reading>) -> Self {
        let PendingWrite { context, end, .. } = pending;
        let plan = ChangePlan::new(context, spec);
        let fresh = fresh(pending, now);
        let created = connections(&fresh);
        let state = now.map(|now| &now.state);
        let save_result = SaveResult::new(&plan, end.answer(), state, &created);
        Self {
            plan,
            save_result,
            end: end.clone(),
            receipt: pending.receipt.clone(),
            is_new: !context.identity().is_stored(),
            now: now.map(|now| context.with_state(now.state.clone())),
            fresh,
        }
    }
}

impl Rotated {
    pub(super) fn new(
        pending: &PendingWrite,
        name: &ConnectionName,
        now: Option<&Reading>,
    ) -> Self {
        let all = now.map(|now| now.credentials.as_slice()).unwrap_or_default();
        let is_of_connection = |it: &&Credential| it.connection_name == *name;
        let found = pending.told_apart(all);
        let kept = found.kept.into_iter().filter(is_of_connection).count();
        let new = found.fresh.into_iter().find(is_of_connection);
        // The one that is stored under the connection's id says nothing about the one under its name.
        let is_lost = found.lost.iter().any(|mark| mark.connection_name == *name);
        let (result, others) = match (new, is_lost) {
            (Some(new), true) => (RotationResult::Rotated(Box::new(new.clone())), kept),
            (None, _) if is_lost || !all.iter().any(|it| is_of_connection(&it)) => {
                (RotationResult::Destroyed, kept)
            }
            _ => (RotationResult::Untouched, kept.saturating_sub(1)),
        };
        Self {
            end: pending.end.clone(),
            receipt: pending.receipt.clone(),
            connection_name: name.clone(),
            result,
            others,
            now: now.map(|now| pending.context.with_state(now.state.clone())),
        }
    }
}

impl Resaved {
    pub(super) fn new(
        pending: &PendingWrite,
        planned: &Reconciliation,
        now: Option<&Reading>,
    ) -> Self {
        let fresh = fresh(pending, now);
        let all = now.map(|now| now.credentials.as_slice()).unwrap_or_default();
        // Credentials are counted: a connection can have two, of which one is revoked (contract §8).
        let lost = pending.told_apart(all).lost.into_iter().map(|mark| mark.connection_name);
        let (provisioned, not_provisioned, come) =
            count_off(&planned.provisioned, connections(&fresh));
        let (revoked, not_revoked, gone) = count_off(&planned.revoked, lost.collect());
        // One with another secret than before both went and came.
        let gone = gone.connections().filter(|name| !come.contains(name));
        Self {
            end: pending.end.clone(),
            receipt: pending.receipt.clone(),
            now: now.map(|now| pending.context.with_state(now.state.clone())),
            unplanned: gone.chain(come.connections()).cloned().collect(),
            done: Reconciliation { provisioned, revoked },
            left: Reconciliation { provisioned: not_provisioned, revoked: not_revoked },
            fresh,
        }
    }
}

impl Deleted {
    pub(super) fn new(pending: &PendingWrite, now: Option<&Reading>) -> Self {
        Self {
            end: pending.end.clone(),
            receipt: pending.receipt.clone(),
            now: now.map(|now| pending.context.with_state(now.state.clone())),
        }
    }
}

/// The credentials with a secret that wasn't there before the write.
fn fresh(pending: &PendingWrite, now: Option<&Reading>) -> Vec<Credential> {
    let all = now.map(|now| now.credentials.as_slice()).unwrap_or_default();
    pending.fresh(all).into_iter().cloned().collect()
}

/// The planned credentials that are among the seen ones, those that aren't, and what else was seen.
fn count_off(
    planned: &[ConnectionName],
    mut seen: LiveCredentials,
) -> (Vec<ConnectionName>, Vec<ConnectionName>, LiveCredentials) {
    let (done, left) = planned.iter().cloned().partition(|name| seen.remove(name));
    (done, left, seen)
}

fn connections(credentials: &[Credential]) -> LiveCredentials {
    credentials.iter().map(|credential| credential.connection_name.clone()).collect()
}
