//! Repairs for what a save, a rotation or a deletion left behind.
//!
//! Some states take several requests to fix: a missing credential is created only when its
//! connection is taken off the list and added again (G7), a leftover one is revoked only when a
//! connection is re-saved (G3), and a connection that has a credential can't be listed (G2). A
//! [`RepairPlan`] is that sequence of requests. Each step is planned from the state that the one
//! before leaves, so the whole can be reviewed first and stopped between any two steps.

use std::sync::Arc;

use super::{
    collect::Collect,
    connection::ConnectionName,
    draft::IdentitySpec,
    identity::Identity,
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
pub use resave::revoke_all_leftover;
pub use save_and_revoke::{revoke_all_access, save_and_revoke};
pub use split::{list_after_revoking, split};

/// A sequence of requests, and what it doesn't fix.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RepairPlan {
    /// The state before the first step.
    pub start: IdentityState,
    /// In order; empty when there is nothing to do, or nothing can be done.
    pub steps: Vec<Step>,
    /// Requested, but done by no step.
    pub skipped: Vec<Skipped>,
}

/// One request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// What is sent.
    pub action: Action,
    /// The expected state after it, if no one else interferes.
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
    /// `PATCH /connections/{name}` with its `attributes` unchanged, which reconciles the identities
    /// around it and changes nothing else (contract §5).
    Resave {
        /// The connection to re-save.
        connection_name: ConnectionName,
        /// What happens to the credentials of this identity.
        reconciled: Reconciliation,
        /// The other identities that it is known to affect.
        others: Vec<AffectedIdentity>,
        /// Whether it may affect more: leftover credentials of identities whose credentials weren't read
        /// (G3).
        has_unread: bool,
    },
}

/// Something that a repair leaves undone, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Skipped {
    /// The part of a save that the gateway would reject.
    Refused(Cause),
    /// No credential can be created for the connection.
    CannotProvision {
        /// The connection.
        name: ConnectionName,
        /// Why not.
        reason: ProvisionError,
    },
    /// The connection has its credential: nothing to repair.
    NotMissing {
        /// The connection.
        name: ConnectionName,
    },
    /// An agent manages the connection, so it can't be re-saved, and no other connection can take
    /// its place.
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

    /// The expected state after the last step.
    pub fn end(&self) -> &IdentityState {
        self.steps.last().map_or(&self.start, |step| &step.after)
    }

    /// The plans of the saves among the steps.
    pub fn saves(&self) -> impl Iterator<Item = &ChangePlan> {
        self.steps.iter().filter_map(|step| match &step.action {
            Action::Save { plan, .. } => Some(&**plan),
            Action::Resave { .. } => None,
        })
    }

    /// The connections that a step took off the list and that no later one added again, because it ended
    /// early: listed before the first step and after the last one, and not in what is stored now.
    pub fn taken_off(&self, now: &Identity) -> Vec<ConnectionName> {
        let end = self.end().identity.connection_names.iter().into_hashed_set();
        let now = now.connection_names.iter().into_hashed_set();
        let is_off = |name: &&ConnectionName| end.contains(*name) && !now.contains(*name);
        self.start.identity.connection_names.iter().filter(is_off).cloned().collect()
    }

    /// What is stored now, with those connections back in their places.
    pub fn put_back(&self, now: &Identity) -> IdentitySpec {
        let off = self.taken_off(now);
        let listed = now.connection_names.iter().into_hashed_set();
        let start = &self.start.identity.connection_names;
        let old = start.iter().filter(|name| listed.contains(*name) || off.contains(*name));
        let known = start.iter().into_hashed_set();
        let new = now.connection_names.iter().filter(|name| !known.contains(*name));
        let connection_names = old.chain(new).cloned().collect();
        IdentitySpec { connection_names, ..IdentitySpec::of(now) }
    }

    /// The connections that gain a credential, from start to end.
    pub fn provisioned(&self) -> impl Iterator<Item = &ConnectionName> {
        let start = credentials(&self.start);
        let more = |(name, count): &(&ConnectionName, usize)| start.count(name) < *count;
        credentials(self.end()).counts().filter(more).map(|(name, _)| name)
    }

    /// The connections that lose a credential, from start to end.
    pub fn revoked(&self) -> impl Iterator<Item = &ConnectionName> {
        let end = credentials(self.end());
        let fewer = |(name, count): &(&ConnectionName, usize)| end.count(name) < *count;
        credentials(&self.start).counts().filter(fewer).map(|(name, _)| name)
    }

    /// The connections whose credential is revoked and created again: their users need the new
    /// secret.
    pub fn renewed(&self) -> impl Iterator<Item = &ConnectionName> {
        let end = credentials(self.end());
        let start = credentials(&self.start).connections();
        start
            .filter(|name| end.contains(name))
            .filter(|name| !self.steps.iter().all(|step| credentials(&step.after).contains(name)))
    }
}

/// The credentials of a state during a repair; assumed where they can't be read.
fn credentials(state: &IdentityState) -> &LiveCredentials {
    state.credentials.as_deref().expect("a repair knows or assumes the credentials")
}

/// The state that a repair starts from; credentials that can't be read are assumed to be the
/// assigned ones.
fn start(context: &PlanContext) -> IdentityState {
    let state = context.state().clone();
    let assumed = || {
        let plan = ChangePlan::new(context, &IdentitySpec::of(context.identity()));
        Arc::new(plan.live_before())
    };
    IdentityState { credentials: Some(state.credentials.unwrap_or_else(assumed)), ..state }
}

/// Whether a state is the one that a step expects, so that the next step does what was planned.
/// Ignores timestamps, which change with each step.
pub fn is_same_state(expected: &IdentityState, read: &IdentityState) -> bool {
    expected.identity.id == read.identity.id
        && IdentitySpec::of(&expected.identity) == IdentitySpec::of(&read.identity)
        && (read.credentials.is_none() || read.credentials == expected.credentials)
}
