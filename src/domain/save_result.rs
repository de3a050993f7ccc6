//! What a save did, determined from the state after it.
//!
//! The gateway's answer proves nothing: a refusal may follow half of the work (G4), the work goes
//! on when the answer is lost (G16), and a success repeats the request (G13). A [`SaveResult`]
//! compares the state read afterwards with the [`ChangePlan`]: every planned item is done or not,
//! and every change that wasn't planned is listed.

use super::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity::Identity,
    identity_state::{IdentityState, LiveCredentials},
    plan::{ChangePlan, ListEdit, Outcome},
    repair::drift::{Drift, drift},
};

mod compare;

/// How the write ended, as far as its answer tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// The gateway reported success.
    Done,
    /// The gateway reported an error, which doesn't mean that nothing changed (G4).
    Refused,
    /// No answer from the gateway: it may still be working on the write (G16).
    Lost,
}

/// Whether a write took effect, judged by the state after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Every field is as sent.
    Saved,
    /// Everything is as before, credentials included. After a lost answer it has to be read again:
    /// the gateway may still be working on the write (G16).
    NotSaved,
    /// Something changed, but not everything that was sent is there.
    HalfDone,
    /// The identity no longer exists: someone else deleted it.
    Gone,
}

/// What a save did, item by item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SaveResult {
    /// The outcome in one word.
    pub verdict: Verdict,
    /// How the gateway answered; it doesn't decide the verdict (G4).
    pub answer: Answer,
    /// One for each field that was to change, in the order of the form.
    pub fields: Vec<FieldResult>,
    /// One for each effect of the plan, in its order.
    pub credentials: Vec<CredentialResult>,
    /// Changes that weren't planned.
    pub unplanned: Vec<UnplannedChange>,
    /// How the identity now differs from what it is assigned, caused by this save or earlier.
    pub drift: Vec<Drift>,
}

/// The result of one planned edit; the plan has its values.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FieldResult {
    /// The field that was to change.
    pub field: Field,
    /// What became of it.
    pub status: ItemStatus,
}

/// The result of one planned effect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CredentialResult {
    /// The connection's own name.
    pub connection_name: ConnectionName,
    /// The planned outcome; a kept credential is done when it still has the same secret.
    pub planned: Outcome,
    /// What became of it.
    pub status: ItemStatus,
    /// The credential exists, and the proxies refuse it (G35).
    pub is_blocked: bool,
}

/// What happened to a planned item.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ItemStatus {
    /// As planned.
    Done,
    /// As before the write.
    NotDone,
    /// Neither as planned nor as before: `unplanned` has what was found.
    Otherwise,
    /// It can't be read.
    Unseen,
}

/// A change that the plan doesn't account for: someone else's, or a surprise of the gateway.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum UnplannedChange {
    /// Another identity has the name: this one was deleted and created again.
    Recreated,
    /// A text is neither the old one nor the one sent.
    Text {
        /// The text.
        field: Field,
        /// As read after the save.
        found: String,
    },
    /// The attributes, from what was sent to what was found.
    Attributes(ListEdit<Attribute>),
    /// The connections, from what was sent to what was found.
    ConnectionNames(ListEdit<ConnectionName>),
    /// A new credential that wasn't planned.
    Appeared(ConnectionName),
    /// A credential that was to be kept and is gone.
    Vanished(ConnectionName),
    /// A credential that was to be kept and has another secret.
    Replaced(ConnectionName),
}

impl SaveResult {
    /// Compares the state after a write with the plan that it was sent under.
    ///
    /// `now` is `None` when the identity is gone, under its old and its new name. `fresh` are those
    /// of its credentials whose secret is new; the secrets themselves aren't passed.
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

    /// Whether everything planned was done and nothing else changed.
    pub fn is_as_planned(&self) -> bool {
        let mut statuses = self.fields.iter().map(|line| line.status);
        let mut others = self.credentials.iter().map(|line| line.status);
        let is_done = |status| matches!(status, ItemStatus::Done | ItemStatus::Unseen);
        self.verdict == Verdict::Saved
            && self.unplanned.is_empty()
            && statuses.all(is_done)
            && others.all(is_done)
    }

    /// The connections whose credential this save created, whatever its verdict: after a failure no
    /// answer has their secrets (G4).
    pub fn provisioned(&self) -> impl Iterator<Item = &ConnectionName> {
        let done = self.credentials.iter().filter(|line| line.status == ItemStatus::Done);
        done.filter(|line| line.planned.is_provisioned()).map(|line| &line.connection_name)
    }

    /// The connections whose credential this save revoked.
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
    // Each save that reaches the row changes its time, even when no field changes.
    let is_row_untouched = before == now;
    let is_as_before =
        is_row_untouched && unplanned.is_empty() && !credentials.iter().any(is_changed);
    match compare::has_fields(now, spec) {
        true if answer == Answer::Done || !is_row_untouched => Verdict::Saved,
        // What was sent equals what was stored: only the gateway knows whether it accepted the
        // write.
        _ if is_as_before => Verdict::NotSaved,
        _ => Verdict::HalfDone,
    }
}
