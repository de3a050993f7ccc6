//! Steps, each planned from what the one before leaves behind.

use super::{
    Action, IdentityState, LeftOut, Repair, Step,
    resave::{Other, reconciled, touched},
};
use crate::domain::{
    connection::ConnectionName, draft::IdentitySpec, plan::Before, plan::ChangePlan,
};

/// A repair that is being made.
pub(super) struct RepairBuilder<'a> {
    /// The part that no step changes: catalog, names, server.
    rest: Before<'a>,
    start: IdentityState,
    now: IdentityState,
    steps: Vec<Step>,
    pub left_out: Vec<LeftOut>,
}

impl<'a> RepairBuilder<'a> {
    pub fn new(before: &Before<'a>) -> Self {
        let start = IdentityState::read(before);
        let now = start.clone();
        Self { rest: *before, start, now, steps: Vec::new(), left_out: Vec::new() }
    }

    /// What the next step rests on.
    pub fn before(&self) -> Before<'_> {
        self.now.before(&self.rest)
    }

    /// What would send the identity as it is by now.
    pub fn spec(&self) -> IdentitySpec {
        IdentitySpec::of(&self.now.identity)
    }

    /// The identity is sent with these fields.
    pub fn save(&mut self, spec: IdentitySpec) {
        let before = self.before();
        let plan = Box::new(ChangePlan::new(&before, &spec));
        let expected_state = plan.expected_state(&before, &spec);
        let after = IdentityState {
            identity: expected_state.identity(&self.now.identity),
            live: expected_state.live,
        };
        self.add(Action::Save { spec, plan }, after);
    }

    /// The same, unless it would change nothing.
    pub fn save_if_it_matters(&mut self, spec: IdentitySpec) {
        if !ChangePlan::new(&self.before(), &spec).is_noop() {
            self.save(spec);
        }
    }

    /// A connection is saved again as it is.
    pub fn resave(&mut self, connection_name: ConnectionName, others: &[Other<'_>]) {
        let before = self.before();
        let reconciled = reconciled(&before);
        let others = touched(&before, &connection_name, others);
        let mut after = self.now.clone();
        after.live.retain(|name| !reconciled.revoked.contains(name));
        after.live.extend(reconciled.provisioned.iter().cloned());
        self.add(Action::Resave { connection_name, reconciled, others }, after);
    }

    fn add(&mut self, action: Action, after: IdentityState) {
        self.now = after.clone();
        self.steps.push(Step { action, after });
    }

    pub fn finish(self) -> Repair {
        Repair { start: self.start, steps: self.steps, left_out: self.left_out }
    }
}
