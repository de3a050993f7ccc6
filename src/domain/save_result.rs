//! What a save did, from what is the case after it.
//!
//! The gateway's answer is not believed: a refusal may follow half of the work (G4), the work goes
//! on when the answer is lost (G16), and a success is an echo of the request (G13). An [`SaveResult`]
//! holds what was read afterwards against the [`ChangePlan`]: every planned item is done or not
//! done, and whatever is otherwise and was not planned is named. Nothing is smoothed over.

use super::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity::Identity,
    identity_state::{IdentityState, LiveCredentials},
    name::IdentityName,
    plan::{ChangePlan, ListEdit, Outcome},
    repair::drift::{Drift, drift},
};

mod compare;

/// How the write ended, as far as its answer tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// The gateway said that it was done.
    Done,
    /// The gateway refused, which does not mean that nothing happened (G4).
    Refused,
    /// There was no answer of the gateway's own: it may still be at it (G16).
    Lost,
}

/// Whether a write took effect, from what is the case now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Every field is as it was sent.
    Saved,
    /// Everything is as it was before, credentials included. After a lost answer it is worth reading
    /// again: the gateway may still be carrying the write out (G16).
    NotSaved,
    /// Something has changed, and not everything that was sent is there.
    HalfDone,
    /// The identity is no longer there: somebody has deleted it meanwhile.
    Gone,
}

/// What a save did, item by item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SaveResult {
    /// The outcome in one word; everything else is detail.
    pub verdict: Verdict,
    /// What the gateway said, which doesn't decide the verdict (G4).
    pub answer: Answer,
    /// One for each field that was to change, in the order of the form.
    pub fields: Vec<FieldResult>,
    /// One for each effect of the plan, in its order.
    pub credentials: Vec<CredentialResult>,
    /// What is otherwise than before, and was not planned.
    pub unplanned: Vec<UnplannedChange>,
    /// What the identity wants now, whether this save or an earlier one left it so.
    pub drift: Vec<Drift>,
}

/// What became of one planned edit; what it was to be is in the plan's edits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FieldResult {
    /// The field that was to change.
    pub field: Field,
    /// What became of it.
    pub status: ItemStatus,
}

/// What became of one planned effect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CredentialResult {
    /// The connection's own name.
    pub connection_name: ConnectionName,
    /// What the plan said; for a kept one, done means that it is still there with its secret.
    pub planned: Outcome,
    /// What became of it.
    pub status: ItemStatus,
}

/// What became of a planned item.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ItemStatus {
    /// As planned.
    Done,
    /// It is as it was before the write.
    NotDone,
    /// It is neither as planned nor as before: see what is unplanned.
    Otherwise,
    /// It may not be read.
    Unseen,
}

/// A change that the plan does not account for: somebody else's, or a surprise of the gateway.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum UnplannedChange {
    /// There is an identity of that name, and it is another one: deleted and made again.
    Recreated,
    /// The name is neither the old one nor the one sent.
    Name {
        /// As read after the save.
        found: IdentityName,
    },
    /// The description is neither the old one nor the one sent.
    Description {
        /// As read after the save.
        found: String,
    },
    /// From what was sent to what was found.
    Attributes(ListEdit<Attribute>),
    /// From what was sent to what was found.
    ConnectionNames(ListEdit<ConnectionName>),
    /// A credential that nothing planned.
    Appeared(ConnectionName),
    /// A credential that is gone, and was to stay.
    Vanished(ConnectionName),
    /// A credential that was to stay as it was, and has another secret.
    Replaced(ConnectionName),
}

impl SaveResult {
    /// Compares the state after a write with the plan that it was sent under.
    ///
    /// `now` is `None` when the identity is gone, under its old name and under the new one. `fresh`
    /// are those of its credentials whose secret isn't one that was there before; the secrets
    /// themselves stay outside.
    pub fn new(
        plan: &ChangePlan,
        answer: Answer,
        now: Option<&IdentityState>,
        fresh: &LiveCredentials,
    ) -> Self {
        let (context, spec) = (plan.context(), plan.spec());
        let (credentials, mut unplanned_credentials) = compare::credentials(plan, now, fresh);
        let Some(now) = now else {
            let fields = plan.edits.fields();
            let was_there = context.identity().is_stored();
            return Self {
                verdict: if was_there { Verdict::Gone } else { Verdict::NotSaved },
                answer,
                fields: fields
                    .map(|field| FieldResult { field, status: ItemStatus::NotDone })
                    .collect(),
                credentials,
                unplanned: unplanned_credentials,
                drift: Vec::new(),
            };
        };
        let identity = &now.identity;
        let (fields, mut unplanned) = compare::fields(context.identity(), plan, spec, identity);
        unplanned.append(&mut unplanned_credentials);
        let verdict = verdict(context.identity(), spec, answer, identity, &credentials, &unplanned);
        let seen = context.with_state(now.clone());
        Self { verdict, answer, fields, credentials, unplanned, drift: drift(&seen) }
    }

    /// Everything planned is there, and nothing else has changed.
    pub fn is_as_planned(&self) -> bool {
        let mut statuses = self.fields.iter().map(|line| line.status);
        let mut others = self.credentials.iter().map(|line| line.status);
        let is_done = |status| matches!(status, ItemStatus::Done | ItemStatus::Unseen);
        self.verdict == Verdict::Saved
            && self.unplanned.is_empty()
            && statuses.all(is_done)
            && others.all(is_done)
    }

    /// The connections whose credential this save made, whatever else became of it: their secrets
    /// are to be shown, as no answer carries them after a failure (G4).
    pub fn provisioned(&self) -> impl Iterator<Item = &ConnectionName> {
        let done = self.credentials.iter().filter(|line| line.status == ItemStatus::Done);
        done.filter(|line| line.planned.is_provisioned()).map(|line| &line.connection_name)
    }

    /// The connections whose credential this save ended.
    pub fn revoked(&self) -> impl Iterator<Item = &ConnectionName> {
        let done = self.credentials.iter().filter(|line| line.status == ItemStatus::Done);
        done.filter(|line| line.planned == Outcome::Revoked).map(|line| &line.connection_name)
    }
}

fn verdict(
    before: &Identity,
    spec: &IdentitySpec,
    answer: Answer,
    now: &Identity,
    credentials: &[CredentialResult],
    unplanned: &[UnplannedChange],
) -> Verdict {
    let is_changed =
        |line: &CredentialResult| line.planned.is_change() && line.status == ItemStatus::Done;
    // The row's time moves with each save that reaches it, also when no field changes.
    let is_row_untouched = before == now;
    let is_as_before =
        is_row_untouched && unplanned.is_empty() && !credentials.iter().any(is_changed);
    match compare::has_fields(now, spec) {
        true if answer == Answer::Done || !is_row_untouched => Verdict::Saved,
        // What was sent is what there was: only the gateway knows whether it took it in.
        _ if is_as_before => Verdict::NotSaved,
        _ => Verdict::HalfDone,
    }
}
