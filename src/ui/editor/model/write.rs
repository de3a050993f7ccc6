//! The write in progress: one at a time, and none while one is unconfirmed (G16).

use std::sync::Arc;

use crate::ui::reactive::*;
use crate::{
    domain::{
        identity::Timestamp,
        merge::{ContextChange, Merge},
        name::IdentityName,
        plan::{Consent, PlanContext},
    },
    flow::{
        pending::{PendingWrite, SaveStep},
        save::Settled,
    },
    gateway::error::GatewayError,
};

/// Whether a write may start. Every write passes through this state, whatever started it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum WriteState {
    Idle,
    Running(SaveStep),
    /// The tab kept a write whose outcome is unknown, such as from before a reload. What it was is
    /// read once the lists are there; until then no write starts either.
    Kept,
    /// A write was sent and its outcome is unknown. Typing goes on; no write starts.
    Unconfirmed(Unconfirmed),
}

/// A write whose outcome is unknown, and how checking it goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unconfirmed {
    pub pending: Arc<PendingWrite>,
    /// Why the last check couldn't read the state; `None` when it read it and the whole effect
    /// wasn't there.
    pub reading: Option<GatewayError>,
    pub is_checking: bool,
    /// How often it was checked since the write gave up.
    pub checks: usize,
}

/// What became of the last save, shown until the next one.
#[derive(Clone)]
pub enum Report {
    /// Nothing was sent.
    NotSent(GatewayError),
    /// What was verified after the write.
    Settled(Arc<Settled>),
    /// What was verified of a save that was unconfirmed before.
    SettledLate {
        settled: Arc<Settled>,
        /// When it took effect, where its receipt says so.
        at: Option<Timestamp>,
        /// The identity that it created while the form came to be about another one.
        created: Option<IdentityName>,
    },
}

impl Report {
    /// The gateway refused the token: nothing was changed, and another token ends that.
    pub fn is_refused_token(&self) -> bool {
        let error = match self {
            Self::NotSent(error) => Some(error),
            Self::Settled(settled) | Self::SettledLate { settled, .. } => settled.end.error(),
        };
        matches!(error, Some(GatewayError::SignedOut { .. }))
    }
}

/// Someone else changed what the edits are based on, and the user has to decide (G15).
#[derive(Clone)]
pub struct Conflict {
    /// What was read last.
    pub now: PlanContext,
    /// A save found it, and wasn't sent.
    pub is_of_save: bool,
    /// What changed besides the fields.
    pub context_changes: Arc<Vec<ContextChange>>,
    /// The fields: loaded, theirs, mine.
    pub merge: Merge,
}

/// The write in progress and what the last one came to.
#[derive(Clone, Copy)]
pub struct Write {
    pub state: RwSignal<WriteState>,
    /// A save was asked for, and starts when the lists that its plan needs are loaded.
    pub is_waiting: RwSignal<bool>,
    /// A sequence of writes stops after the one that is running.
    pub is_stopping: RwSignal<bool>,
    pub report: RwSignal<Option<Report>>,
    /// What the user has to confirm before the save is sent.
    pub consent: RwSignal<Option<Consent>>,
    pub conflict: RwSignal<Option<Conflict>>,
}

impl Write {
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(WriteState::Idle),
            is_waiting: RwSignal::new(false),
            is_stopping: RwSignal::new(false),
            report: RwSignal::new(None),
            consent: RwSignal::new(None),
            conflict: RwSignal::new(None),
        }
    }

    pub fn is_running(&self) -> bool {
        self.state.with(|state| matches!(state, WriteState::Running(_)))
    }

    /// How far the running write is.
    pub fn step(&self) -> Option<SaveStep> {
        self.state.with(|state| match state {
            WriteState::Running(step) => Some(*step),
            WriteState::Idle | WriteState::Kept | WriteState::Unconfirmed(_) => None,
        })
    }

    /// Whether the outcome of a write is unknown.
    pub fn is_unconfirmed(&self) -> bool {
        self.state.with(|state| matches!(state, WriteState::Kept | WriteState::Unconfirmed(_)))
    }

    /// The write whose outcome is unknown.
    pub fn unconfirmed(&self) -> Option<Unconfirmed> {
        self.state.with(unconfirmed)
    }

    pub fn unconfirmed_untracked(&self) -> Option<Unconfirmed> {
        self.state.try_with_untracked(unconfirmed).flatten()
    }

    /// Claims the right to write; false while another write runs or is unconfirmed.
    pub fn begin(&self) -> bool {
        let is_idle = self.state.with_untracked(|state| *state == WriteState::Idle);
        if is_idle {
            self.state.set(WriteState::Running(SaveStep::Comparing));
        }
        is_idle
    }

    /// The tab kept a write: no other one starts before its outcome is known.
    pub fn hold(&self) {
        self.state.try_update(|state| {
            if *state == WriteState::Idle {
                *state = WriteState::Kept;
            }
        });
    }

    /// The running write moved on.
    pub fn advance(&self, step: SaveStep) {
        self.state.try_update(|state| {
            if matches!(state, WriteState::Running(_)) {
                *state = WriteState::Running(step);
            }
        });
    }

    /// The running write ended, and its outcome is known.
    pub fn end(&self) {
        self.state.try_update(|state| {
            if matches!(state, WriteState::Running(_)) {
                *state = WriteState::Idle;
            }
        });
    }

    /// A write was sent, and its outcome is unknown.
    pub fn lose(&self, unconfirmed: Unconfirmed) {
        self.state.try_set(WriteState::Unconfirmed(unconfirmed));
    }

    /// Nothing is unconfirmed any more: the outcome is known, or the user chose to forget it.
    pub fn release(&self) {
        self.state.try_set(WriteState::Idle);
    }

    /// Removes what the last save came to.
    pub fn clear_report(&self) {
        self.report.try_set(None);
        self.conflict.try_set(None);
    }
}

fn unconfirmed(state: &WriteState) -> Option<Unconfirmed> {
    match state {
        WriteState::Unconfirmed(unconfirmed) => Some(unconfirmed.clone()),
        WriteState::Idle | WriteState::Kept | WriteState::Running(_) => None,
    }
}
