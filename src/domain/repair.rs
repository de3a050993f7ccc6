//! Mends for what a save, a rotation or a deletion has left behind.
//!
//! Some states cannot be left with one request: a credential that is missing comes back only when
//! its connection is taken off the list and put on it again (G7), one that is left over ends only
//! when a connection is saved again (G3), and a connection that is live already cannot be listed
//! (G2). A [`Repair`] is the sequence of requests that does it, each with what it will do worked out
//! from the state that the one before leaves behind, so that it can be shown beforehand and stopped
//! between any two.

use std::collections::BTreeSet;

use super::{
    connection::ConnectionName,
    draft::IdentitySpec,
    identity::Identity,
    plan::{Before, Cause, ChangePlan, Outcome, ProvisionError},
};

mod builder;
pub mod need;
mod recreate;
pub mod resave;
mod split;

pub use need::{Need, needs};
pub use recreate::{drop_gone, recreate};
pub use resave::{Other, Reconciled, Touch, Touched, end_all_left_over, end_left_over};
pub use split::{list_live, split};

/// A sequence of requests, and what it does not achieve.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Repair {
    /// What is the case before the first step.
    pub start: IdentityState,
    /// To be done in this order; empty when nothing can be done, or nothing is to do.
    pub steps: Vec<Step>,
    /// What was asked for, and is not done by any step.
    pub left_out: Vec<LeftOut>,
}

/// One request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    pub action: Action,
    /// What is the case after it, if nobody else interferes.
    pub after: IdentityState,
}

/// What a step sends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Action {
    /// `PUT /machineidentities/{name}`, and what it does.
    Save { spec: IdentitySpec, plan: Box<ChangePlan> },
    /// `PATCH /connections/{name}` with its `attributes` as they are, which reconciles the
    /// identities around it and changes nothing else (contract §5).
    Resave {
        connection_name: ConnectionName,
        /// What becomes of the credentials of this identity.
        reconciled: Reconciled,
        /// Whom else it touches.
        others: Vec<Touched>,
    },
}

/// The fields of an identity and the connections that it has a credential for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdentityState {
    /// Its timestamps are those that were read last.
    pub identity: Identity,
    pub live: BTreeSet<ConnectionName>,
}

/// Something that a repair leaves undone, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LeftOut {
    /// The part of a save that the gateway would refuse.
    Refused(Cause),
    /// No credential can be made for the connection as things are.
    NotGrantable { name: ConnectionName, reason: ProvisionError },
    /// The connection has its credential: there is nothing to mend.
    NotMissing { name: ConnectionName },
    /// The credential is asked for by the list or an attribute: it would stay.
    NotLeftOver { name: ConnectionName },
    /// The agent of the connection manages it, so that it cannot be saved again, nor is there
    /// another one to go by.
    Managed { name: ConnectionName },
}

impl IdentityState {
    /// As it was read; credentials that may not be read are supposed to be right.
    pub fn read(before: &Before<'_>) -> Self {
        let identity = before.identity.clone();
        let live = before.credentials.cloned().unwrap_or_else(|| {
            let plan = ChangePlan::new(before, &IdentitySpec::of(&identity));
            plan.connections_where(Outcome::is_live_before).cloned().collect()
        });
        Self { identity, live }
    }

    /// Whether this is what was read: then the next step does what it says. Timestamps move with
    /// each step and are not compared.
    pub fn is(&self, read: &Before<'_>) -> bool {
        let Self { identity, live } = self;
        identity.id == read.identity.id
            && IdentitySpec::of(identity) == IdentitySpec::of(read.identity)
            && read.credentials.is_none_or(|credentials| credentials == live)
    }

    /// What a plan rests on when this is the case.
    pub fn before<'a>(&'a self, rest: &Before<'a>) -> Before<'a> {
        Before { identity: &self.identity, credentials: Some(&self.live), ..*rest }
    }
}

/// The repair of one need; `others` are whom a connection that is saved again may touch.
pub fn mend(before: &Before<'_>, need: &Need, others: &[Other<'_>]) -> Repair {
    match need {
        Need::Missing { name, .. } => recreate(before, &BTreeSet::from([name.clone()])),
        Need::Leftover { name } => end_left_over(before, name, others),
        Need::NoSuchConnection { .. } => drop_gone(before),
    }
}

impl Repair {
    /// Whether there is anything to do.
    pub fn is_possible(&self) -> bool {
        !self.steps.is_empty()
    }

    /// What is the case when every step is done.
    pub fn end(&self) -> &IdentityState {
        self.steps.last().map_or(&self.start, |step| &step.after)
    }

    /// The connections that have a credential in the end and had none at the start.
    pub fn provisioned(&self) -> impl Iterator<Item = &ConnectionName> {
        self.end().live.difference(&self.start.live)
    }

    /// The connections that have no credential any more in the end.
    pub fn revoked(&self) -> impl Iterator<Item = &ConnectionName> {
        self.start.live.difference(&self.end().live)
    }

    /// The connections that lose their credential on the way and get another one: whoever uses the
    /// old secret has to be given the new one.
    pub fn renewed(&self) -> impl Iterator<Item = &ConnectionName> {
        let is_live = |step: &Step, name: &ConnectionName| step.after.live.contains(name);
        let both = self.start.live.intersection(&self.end().live);
        both.filter(move |name| !self.steps.iter().all(|step| is_live(step, name)))
    }
}
