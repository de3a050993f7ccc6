//! Mends for what a save, a rotation or a deletion has left behind.
//!
//! Some states cannot be left with one request: a credential that is missing comes back only when
//! its connection is taken off the list and put on it again (G7), one that is left over ends only
//! when a connection is saved again (G3), and a connection that is live already cannot be listed
//! (G2). A [`Repair`] is the sequence of requests that does it, each with what it will do worked out
//! from the state that the one before leaves behind, so that it can be shown beforehand and stopped
//! between any two.

use std::sync::Arc;

use super::{
    connection::ConnectionName,
    draft::IdentitySpec,
    identity_state::{IdentityState, LiveCredentials},
    plan::{Cause, ChangePlan, PlanContext, ProvisionError},
};

mod builder;
mod create_missing;
pub mod drift;
mod reconcile;
pub mod resave;
mod save_and_revoke;
mod split;

pub use create_missing::{create_missing, remove_deleted};
pub use drift::{Drift, drift};
pub use reconcile::{AffectedCredentials, AffectedIdentity, Reconciliation};
pub use resave::{revoke_all_leftover, revoke_leftover};
pub use save_and_revoke::{revoke_all_access, save_and_revoke};
pub use split::{list_after_revoking, split};

/// A sequence of requests, and what it does not achieve.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RepairPlan {
    /// What is the case before the first step.
    pub start: IdentityState,
    /// To be done in this order; empty when nothing can be done, or nothing is to do.
    pub steps: Vec<Step>,
    /// What was asked for, and is not done by any step.
    pub skipped: Vec<Skipped>,
}

/// One request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// What is sent.
    pub action: Action,
    /// What is the case after it, if nobody else interferes.
    pub after: IdentityState,
}

/// What a step sends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Action {
    /// `PUT /machineidentities/{name}`, and what it does.
    Save {
        /// What is sent.
        spec: IdentitySpec,
        /// What the gateway does with it.
        plan: Box<ChangePlan>,
    },
    /// `PATCH /connections/{name}` with its `attributes` as they are, which reconciles the
    /// identities around it and changes nothing else (contract §5).
    Resave {
        /// The connection to save again.
        connection_name: ConnectionName,
        /// What becomes of the credentials of this identity.
        reconciled: Reconciliation,
        /// Whom else it touches.
        others: Vec<AffectedIdentity>,
    },
}

/// Something that a repair leaves undone, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Skipped {
    /// The part of a save that the gateway would refuse.
    Refused(Cause),
    /// No credential can be made for the connection as things are.
    CannotProvision {
        /// The connection.
        name: ConnectionName,
        /// What stands in the way.
        reason: ProvisionError,
    },
    /// The connection has its credential: there is nothing to mend.
    NotMissing {
        /// The connection.
        name: ConnectionName,
    },
    /// The credential is asked for by the list or an attribute: it would stay.
    NotLeftOver {
        /// The connection.
        name: ConnectionName,
    },
    /// The agent of the connection manages it, so that it cannot be saved again, nor is there
    /// another one to go by.
    Managed {
        /// The connection.
        name: ConnectionName,
    },
}

impl RepairPlan {
    /// Whether there is anything to do.
    pub fn is_possible(&self) -> bool {
        !self.steps.is_empty()
    }

    /// What is the case when every step is done.
    pub fn end(&self) -> &IdentityState {
        self.steps.last().map_or(&self.start, |step| &step.after)
    }

    /// The connections that get a credential and had none at the start.
    pub fn provisioned(&self) -> impl Iterator<Item = &ConnectionName> {
        let start = credentials(&self.start);
        credentials(self.end()).connections().filter(|name| !start.contains(name))
    }

    /// The connections that have fewer credentials in the end.
    pub fn revoked(&self) -> impl Iterator<Item = &ConnectionName> {
        let end = credentials(self.end());
        let fewer = |(name, count): &(&ConnectionName, usize)| end.count(name) < *count;
        credentials(&self.start).counts().filter(fewer).map(|(name, _)| name)
    }

    /// The connections that lose their credential on the way and get another one: what uses the
    /// old secret needs the new one.
    pub fn renewed(&self) -> impl Iterator<Item = &ConnectionName> {
        let end = credentials(self.end());
        let start = credentials(&self.start).connections();
        start
            .filter(|name| end.contains(name))
            .filter(|name| !self.steps.iter().all(|step| credentials(&step.after).contains(name)))
    }
}

/// The credentials of a state that a repair went through; it assumes those that can't be read.
fn credentials(state: &IdentityState) -> &LiveCredentials {
    state.credentials.as_deref().expect("a repair knows or assumes the credentials")
}

/// The state that a repair starts from; credentials that can't be read are assumed to be right.
fn start(context: &PlanContext) -> IdentityState {
    let state = context.state().clone();
    let assumed = || {
        let plan = ChangePlan::new(context, &IdentitySpec::of(context.identity()));
        Arc::new(plan.live_before())
    };
    IdentityState { credentials: Some(state.credentials.unwrap_or_else(assumed)), ..state }
}

/// Whether a state that was read is the one that a step expects, so that the next step does what it
/// says. Timestamps move with each step and aren't compared.
pub fn is_same_state(expected: &IdentityState, read: &IdentityState) -> bool {
    expected.identity.id == read.identity.id
        && IdentitySpec::of(&expected.identity) == IdentitySpec::of(&read.identity)
        && (read.credentials.is_none() || read.credentials == expected.credentials)
}
