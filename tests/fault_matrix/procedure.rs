//! The procedures of the matrix, each from a known start to one of a few outcomes.

use std::{collections::BTreeMap, sync::Arc};

use machine_identity_editor::{
    domain::{
        connection::ConnectionName,
        credential::Credential,
        draft::IdentitySpec,
        identity_state::IdentityState,
        name::IdentityName,
        plan::PlanContext,
        repair::{self, Action, Reconciliation},
        save_result::Verdict,
    },
    flow::{
        confirm::{self, Confirmed},
        delete::{self, Deleted},
        load,
        pending::{PendingWrite, WriteOutcome},
        resave::{self, Resaved},
        rotate::{self, Rotated, RotationResult},
        save::{self, Progress, Settled},
        write_result::WriteResult,
    },
    wire::{
        exchange::Method,
        pending::{read_pending, write_pending},
    },
};
use serde_json::json;

use crate::bench::{self, Bench};

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Procedure {
    Load,
    Save,
    Create,
    Rotate,
    Repair,
    Delete,
}

/// The outcome that a procedure reports.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Ending {
    Read,
    NotRead,
    Saved,
    NotSaved,
    HalfDone,
    NotSent,
    ContextChange,
    Unconfirmed,
}

/// How a procedure ended, and what it returned.
pub struct Ended {
    pub ending: Ending,
    /// The secrets that it reports as new, by connection.
    pub fresh: BTreeMap<String, String>,
    /// The outcome differs from the plan.
    pub is_unexplained: bool,
    /// The write to confirm later.
    pub pending: Option<Box<PendingWrite>>,
    /// The credentials couldn't be read after the write.
    pub is_unseen: bool,
    /// The audit log resolved it.
    pub has_receipt: bool,
}

impl Ended {
    fn new(ending: Ending) -> Self {
        Self {
            ending,
            fresh: BTreeMap::new(),
            is_unexplained: false,
            pending: None,
            has_receipt: false,
            is_unseen: false,
        }
    }
}

fn secrets(credentials: &[Credential]) -> BTreeMap<String, String> {
    let secret = |it: &Credential| it.secret_key.as_ref().map(|it| it.expose().to_owned());
    let pairs = credentials.iter().map(|it| (it.connection_name.to_string(), secret(it)));
    pairs.map(|(name, secret)| (name, secret.unwrap_or_default())).collect()
}

impl Procedure {
    pub const ALL: [Self; 6] =
        [Self::Load, Self::Save, Self::Create, Self::Rotate, Self::Repair, Self::Delete];

    /// The identity that it writes to.
    pub fn subject(self) -> &'static str {
        match self {
            Self::Load | Self::Rotate => "ci-runner",
            Self::Save | Self::Delete => "etl-nightly",
            Self::Create => "fresh",
            Self::Repair => "staging-reporter",
        }
    }

    /// What saving it sends; other clients send something else.
    pub fn spec(self) -> IdentitySpec {
        IdentitySpec {
            description: "mine".to_owned(),
            ..bench::spec(self.subject(), &["grafana", "prod-postgres"], &["team:backend"])
        }
    }

    /// The context of its plan, read without faults.
    pub fn context(self, bench: &Bench) -> PlanContext {
        match self {
            Self::Create => {
                let catalog = pollster::block_on(load::catalog(&bench.client)).expect("it is read");
                PlanContext::new(IdentityState::unsaved(), Arc::new(catalog))
            }
            _ => bench.context_of(self.subject()),
        }
    }

    /// Runs it and calls `at` at each of its steps.
    pub fn run(self, bench: &Bench, context: &PlanContext, at: Progress<'_>) -> Ended {
        let client = &bench.client;
        match self {
            Self::Load => {
                let name = IdentityName::received(self.subject());
                let read = pollster::block_on(async {
                    load::state(client, &name).await?;
                    load::catalog(client).await
                });
                Ended::new(if read.is_ok() { Ending::Read } else { Ending::NotRead })
            }
            Self::Save | Self::Create => {
                let spec = self.spec();
                known(pollster::block_on(save::save(client, context, &spec, None, at)), settled)
            }
            Self::Rotate => {
                let name = ConnectionName::received("bastion");
                let outcome = pollster::block_on(rotate::rotate(client, context, &name, at));
                outcome.map_or(Ended::new(Ending::NotSent), |outcome| known(outcome, rotated))
            }
            Self::Repair => {
                let (name, planned) = planned(context);
                let outcome = resave::resave(client, context, &name, &planned, at);
                known(pollster::block_on(outcome), resaved)
            }
            Self::Delete => {
                known(pollster::block_on(delete::delete(client, context.state(), at)), deleted)
            }
        }
    }

    /// Confirms an unconfirmed write after a reload.
    pub fn look_again(self, bench: &Bench, pending: &PendingWrite) -> Ended {
        let kept = write_pending(&pending.to_stored());
        let stored = read_pending(&kept).expect("it is ours");
        let pending = PendingWrite::from_stored(stored, &pending.context);
        let check = confirm::confirm(&bench.client, pending, &save::unwatched);
        known(pollster::block_on(check), |Confirmed { result, .. }| match result {
            WriteResult::Saved(result) => settled(*result),
            WriteResult::Rotated(result) => rotated(result),
            WriteResult::Resaved(result) => resaved(result),
            WriteResult::Deleted(result) => deleted(result),
        })
    }

    /// The number of requests if nothing goes wrong.
    pub fn requests(self) -> usize {
        let bench = Bench::new();
        let context = self.context(&bench);
        let before = bench.requests().len();
        self.run(&bench, &context, &save::unwatched);
        bench.requests().len() - before
    }

    /// The method of its write.
    pub fn method(self) -> &'static str {
        match self {
            Self::Load => "GET",
            Self::Save => "PUT",
            Self::Create | Self::Rotate => "POST",
            Self::Repair => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// The number of steps that it reports; the first is before all requests.
    pub fn steps(self) -> usize {
        match self {
            Self::Load => 0,
            Self::Save | Self::Create | Self::Rotate | Self::Repair | Self::Delete => 3,
        }
    }

    /// Another client's write: another description, and one more connection.
    pub fn interfere(self, bench: &Bench, is_there: bool) {
        let body = json!({
            "name": self.subject(), "description": "theirs", "attributes": [],
            "connection_names": ["windows-jump"],
        })
        .to_string();
        let (method, path) = match self {
            Self::Create if !is_there => (Method::Post, "/api/machineidentities".to_owned()),
            _ => (Method::Put, format!("/api/machineidentities/{}", self.subject())),
        };
        // The gateway ignores the query, which distinguishes their writes from ours.
        bench.try_control(method, &format!("{path}?{THEIRS}"), &body);
    }
}

/// The query of another client's writes.
pub const THEIRS: &str = "by=them";

fn planned(context: &PlanContext) -> (ConnectionName, Reconciliation) {
    let repair = repair::revoke_all_leftover(context, &[]);
    match &repair.steps[0].action {
        Action::Resave { connection_name, reconciled, .. } => {
            (connection_name.clone(), reconciled.clone())
        }
        Action::Save { .. } => panic!("leftover credentials are revoked by re-saving a connection"),
    }
}

fn known<T>(outcome: WriteOutcome<T>, form: impl FnOnce(T) -> Ended) -> Ended {
    match outcome {
        WriteOutcome::NotSent(_) | WriteOutcome::Abandoned => Ended::new(Ending::NotSent),
        WriteOutcome::ContextChange { .. } => Ended::new(Ending::ContextChange),
        WriteOutcome::Known(result) => form(*result),
        WriteOutcome::Unconfirmed { pending, .. } => {
            Ended { pending: Some(pending), ..Ended::new(Ending::Unconfirmed) }
        }
    }
}

fn settled(settled: Settled) -> Ended {
    let ending = match settled.save_result.verdict {
        Verdict::Saved => Ending::Saved,
        Verdict::NotSaved => Ending::NotSaved,
        Verdict::HalfDone | Verdict::Gone => Ending::HalfDone,
    };
    let is_unexplained = !settled.save_result.is_as_planned();
    let has_receipt = settled.receipt.is_some();
    let is_unseen = settled.now.as_ref().is_some_and(|now| now.credentials().is_none());
    let fresh = secrets(&settled.fresh);
    Ended { fresh, is_unexplained, has_receipt, is_unseen, ..Ended::new(ending) }
}

fn rotated(rotated: Rotated) -> Ended {
    let has_receipt = rotated.receipt.is_some();
    let (ending, fresh) = match rotated.result {
        RotationResult::Rotated(credential) => (Ending::Saved, secrets(&[*credential])),
        RotationResult::Untouched => (Ending::NotSaved, BTreeMap::new()),
        RotationResult::Destroyed => (Ending::HalfDone, BTreeMap::new()),
    };
    Ended { fresh, has_receipt, ..Ended::new(ending) }
}

fn deleted(deleted: Deleted) -> Ended {
    let ending = if deleted.now.is_none() { Ending::Saved } else { Ending::NotSaved };
    Ended { has_receipt: deleted.receipt.is_some(), ..Ended::new(ending) }
}

fn resaved(resaved: Resaved) -> Ended {
    let is_done = resaved.left == Reconciliation::default();
    let has_begun = resaved.done != Reconciliation::default();
    let ending = match (is_done, has_begun) {
        (true, _) => Ending::Saved,
        (false, true) => Ending::HalfDone,
        (false, false) => Ending::NotSaved,
    };
    let is_unexplained = !resaved.unplanned.is_empty();
    let has_receipt = resaved.receipt.is_some();
    Ended { fresh: secrets(&resaved.fresh), is_unexplained, has_receipt, ..Ended::new(ending) }
}
