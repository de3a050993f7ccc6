//! How far a repair is.

use std::sync::Arc;

use crate::{
    domain::{
        connection::ConnectionName,
        draft::IdentityDraft,
        plan::Cause,
        repair::{Action, RepairPlan},
    },
    flow::save::SaveStep,
    gateway::error::GatewayError,
};

/// How far a repair is.
#[derive(Clone)]
pub enum Repairing {
    /// Reading which other identities it would change.
    Reading(RepairTitle),
    Failed(GatewayError),
    Offered(Arc<Vec<Offer>>),
    Running(Running),
    Over(Arc<RepairReport>),
}

/// What the panel is called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RepairTitle {
    Repair,
    RevokeAccess,
}

/// What a repair is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RepairKind {
    RevokeLeftovers,
    CreateMissing,
    /// Removes connections that no longer exist.
    RemoveGone,
    /// Saves the part of the edits that the gateway accepts.
    SaveAccepted,
    /// Saves the edits, then revokes the credentials that they leave behind.
    SaveAndRevoke,
    /// Takes all access away, and keeps the identity.
    RevokeAccess,
    /// Revokes a live credential, so that its connection can be added directly (G2).
    ReplaceLive,
}

impl Repairing {
    /// What the panel is called.
    pub fn title(&self) -> RepairTitle {
        let kind = match self {
            Self::Reading(title) => return *title,
            Self::Failed(_) => None,
            Self::Offered(offers) => offers.first().map(|offer| offer.kind),
            Self::Running(running) => Some(running.kind),
            Self::Over(report) => Some(report.kind),
        };
        match kind {
            Some(RepairKind::RevokeAccess) => RepairTitle::RevokeAccess,
            _ => RepairTitle::Repair,
        }
    }
}

impl RepairKind {
    /// It saves edits, which stay on the form.
    pub fn is_of_draft(self) -> bool {
        matches!(self, Self::SaveAccepted | Self::SaveAndRevoke | Self::ReplaceLive)
    }
}

/// A repair to choose.
pub struct Offer {
    pub kind: RepairKind,
    pub repair: RepairPlan,
}

impl Offer {
    /// No other identity is known to change along.
    pub fn is_alone(&self) -> bool {
        self.repair.steps.iter().all(|step| match &step.action {
            Action::Save { .. } => true,
            Action::Resave { others, .. } => others.is_empty(),
        })
    }
}

/// A running repair.
#[derive(Clone)]
pub struct Running {
    pub kind: RepairKind,
    /// The first step is 1.
    pub step: usize,
    pub steps: usize,
    pub stage: SaveStep,
}

/// What a repair came to.
pub struct RepairReport {
    pub kind: RepairKind,
    pub lines: Vec<StepResult>,
    /// The steps that weren't started.
    pub left: usize,
    /// Taken off the list, not added again, and put back into the form.
    pub put_back: Vec<ConnectionName>,
    /// What the identity had before all its access was revoked: the way back.
    pub revoked_access: Option<RevokedAccess>,
}

/// All access of an identity, after it was revoked.
pub struct RevokedAccess {
    /// The identity as it was.
    pub before: IdentityDraft,
    /// The credentials that still work; `None` where they couldn't be read.
    pub still_working: Option<Vec<ConnectionName>>,
}

/// What one step came to.
pub struct StepResult {
    pub end: StepEnd,
    /// Why it ended as it did.
    pub error: Option<GatewayError>,
}

/// How a step ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum StepEnd {
    NotSent,
    /// Nothing was sent: someone else changed the identity.
    Conflict,
    /// Nothing was sent: the step would no longer do what was planned.
    Changed,
    /// Nothing was sent: a step would be rejected.
    Blocked(Vec<Cause>),
    Unconfirmed,
    /// Sent and verified.
    Verified {
        is_as_planned: bool,
        created: Vec<ConnectionName>,
        revoked: Vec<ConnectionName>,
        /// Planned to be revoked, and still working.
        still_live: Vec<ConnectionName>,
        /// Changed without being planned.
        unplanned: Vec<ConnectionName>,
    },
}

impl StepEnd {
    /// The step did what it was planned to do.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Verified { is_as_planned: true, .. })
    }
}
