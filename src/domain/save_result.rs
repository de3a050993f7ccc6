//! What a save did, from what is the case after it.
//!
//! The gateway's answer is not believed: a refusal may follow half of the work (G4), the work goes
//! on when the answer is lost (G16), and a success is an echo of the request (G13). An [`SaveResult`]
//! holds what was read afterwards against the [`ChangePlan`]: every planned item is done or not
//! done, and whatever is otherwise and was not planned is named. Nothing is smoothed over.

use std::collections::BTreeSet;

use super::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentitySpec},
    identity::Identity,
    name::IdentityName,
    plan::{Before, ChangePlan, ListEdit, Outcome},
    repair::need::{Need, needs},
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

/// What was read after the write.
#[derive(Clone, Copy)]
pub struct Now<'a> {
    /// `None` when the identity is gone, under its old name and under the new one.
    pub identity: Option<&'a Identity>,
    /// The connections that it has a credential for; `None` for a reader without the right
    /// (contract §2).
    pub credentials: Option<&'a BTreeSet<ConnectionName>>,
    /// Those of them whose secret is not one that was there before. The secrets themselves stay
    /// outside.
    pub fresh: &'a BTreeSet<ConnectionName>,
}

/// Whether a write took effect, from what is the case now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Every field is as it was sent.
    Saved,
    /// Everything is as it was before, credentials included.
    NotSaved,
    /// Something has changed, and not everything that was sent is there.
    HalfDone,
    /// The identity is no longer there: somebody has deleted it meanwhile.
    Gone,
}

/// What a save did, item by item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SaveResult {
    pub verdict: Verdict,
    pub answer: Answer,
    /// One for each field that was to change, in the order of the form.
    pub fields: Vec<FieldLine>,
    /// One for each effect of the plan, in its order.
    pub credentials: Vec<CredentialLine>,
    /// What is otherwise than before, and was not planned.
    pub unexplained: Vec<Unexplained>,
    /// What the identity wants now, whether this save or an earlier one left it so.
    pub needs: Vec<Need>,
}

/// What became of one planned edit; what it was to be is in the plan's edits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FieldLine {
    pub field: Field,
    pub fate: Fate,
}

/// What became of one planned effect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CredentialLine {
    pub connection_name: ConnectionName,
    /// What the plan said; for a kept one, done means that it is still there with its secret.
    pub planned: Outcome,
    pub fate: Fate,
}

/// What became of a planned item.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    Done,
    /// It is as it was before the write.
    NotDone,
    /// It is neither as planned nor as before: see what is unexplained.
    Otherwise,
    /// It may not be read.
    Unseen,
}

/// A change that the plan does not account for: somebody else's, or a surprise of the gateway.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unexplained {
    /// There is an identity of that name, and it is another one: deleted and made again.
    Recreated,
    Name {
        found: IdentityName,
    },
    Description {
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
    /// Compares what is the case now with the plan of sending `spec` over `before`.
    pub fn new(
        before: &Before<'_>,
        plan: &ChangePlan,
        spec: &IdentitySpec,
        answer: Answer,
        now: &Now<'_>,
    ) -> Self {
        let (credentials, mut unexplained_credentials) = compare::credentials(plan, now);
        let Some(identity) = now.identity else {
            let fields = plan.edits.fields();
            let was_there = before.identity.is_stored();
            return Self {
                verdict: if was_there { Verdict::Gone } else { Verdict::NotSaved },
                answer,
                fields: fields.map(|field| FieldLine { field, fate: Fate::NotDone }).collect(),
                credentials,
                unexplained: unexplained_credentials,
                needs: Vec::new(),
            };
        };
        let (fields, mut unexplained) = compare::fields(before.identity, plan, spec, identity);
        unexplained.append(&mut unexplained_credentials);
        let verdict = verdict(before.identity, spec, answer, identity, &credentials, &unexplained);
        let seen = Before { identity, credentials: now.credentials, ..*before };
        Self { verdict, answer, fields, credentials, unexplained, needs: needs(&seen) }
    }

    /// Everything planned is there, and nothing else has changed.
    pub fn is_as_planned(&self) -> bool {
        let mut fates = self.fields.iter().map(|line| line.fate);
        let mut others = self.credentials.iter().map(|line| line.fate);
        let is_done = |fate| matches!(fate, Fate::Done | Fate::Unseen);
        self.verdict == Verdict::Saved
            && self.unexplained.is_empty()
            && fates.all(is_done)
            && others.all(is_done)
    }

    /// The connections whose credential this save made, whatever else became of it: their secrets
    /// are to be shown, as no answer carries them after a failure (G4).
    pub fn provisioned(&self) -> impl Iterator<Item = &ConnectionName> {
        let done = self.credentials.iter().filter(|line| line.fate == Fate::Done);
        done.filter(|line| line.planned.is_provisioned()).map(|line| &line.connection_name)
    }

    /// The connections whose credential this save ended.
    pub fn revoked(&self) -> impl Iterator<Item = &ConnectionName> {
        let done = self.credentials.iter().filter(|line| line.fate == Fate::Done);
        done.filter(|line| line.planned == Outcome::Revoked).map(|line| &line.connection_name)
    }

    /// Nothing is to be seen of the write. After a lost answer it is worth looking again later:
    /// the gateway may still be at it (G16).
    pub fn is_untouched(&self) -> bool {
        self.verdict == Verdict::NotSaved
    }
}

fn verdict(
    before: &Identity,
    spec: &IdentitySpec,
    answer: Answer,
    now: &Identity,
    credentials: &[CredentialLine],
    unexplained: &[Unexplained],
) -> Verdict {
    let is_changed = |line: &CredentialLine| line.planned.is_change() && line.fate == Fate::Done;
    // The row's time moves with each save that reaches it, also when no field changes.
    let is_row_untouched = before == now;
    let is_as_before =
        is_row_untouched && unexplained.is_empty() && !credentials.iter().any(is_changed);
    match compare::has_fields(now, spec) {
        true if answer == Answer::Done || !is_row_untouched => Verdict::Saved,
        // What was sent is what there was: only the gateway knows whether it took it in.
        _ if is_as_before => Verdict::NotSaved,
        _ => Verdict::HalfDone,
    }
}
