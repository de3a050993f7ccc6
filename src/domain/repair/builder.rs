//! Builds a repair step by step, each planned from the state that the one before leaves.

use super::{
    Action, RepairPlan, Skipped, Step,
    reconcile::{has_unread, reconciled, touched},
};
use crate::domain::{
    connection::ConnectionName,
    draft::IdentitySpec,
    identity_state::IdentityState,
    plan::{ChangePlan, PlanContext},
};

/// A repair under construction.
pub(super) struct RepairBuilder {
    start: IdentityState,
    context: PlanContext,
    steps: Vec<Step>,
    pub skipped: Vec<Skipped>,
}

impl RepairBuilder {
    pub fn new(context: &PlanContext) -> Self {
        let start = super::start(context);
        let context = context.with_state(start.clone());
        Self { start, context, steps: Vec::new(), skipped: Vec::new() }
    }

    /// The context of the next step.
    pub fn context(&self) -> &PlanContext {
        &self.context
    }

    /// The spec of the identity as it is after the steps so far.
    pub fn spec(&self) -> IdentitySpec {
        IdentitySpec::of(self.context.identity())
    }

    /// Adds a save of these fields.
    pub fn save(&mut self, spec: IdentitySpec) {
        let plan = Box::new(ChangePlan::new(&self.context, &spec));
        let after = plan.expected().state().clone();
        self.add(Action::Save { spec, plan }, after);
    }

    /// Adds a save, unless it would change nothing.
    pub fn save_if_it_matters(&mut self, spec: IdentitySpec) {
        if !ChangePlan::new(&self.context, &spec).is_noop() {
            self.save(spec);
        }
    }

    /// Adds a re-save of a connection.
    pub fn resave(&mut self, connection_name: ConnectionName, others: &[IdentityState]) {
        let reconciled = reconciled(&self.context);
        let affected = touched(&self.context, &connection_name, others);
        let has_unread = has_unread(&self.context, &affected, others);
        let mut live = super::credentials(self.context.state()).clone();
        for name in &reconciled.revoked {
            live.remove(name);
        }
        reconciled.provisioned.iter().cloned().for_each(|name| live.add(name));
        let identity = self.context.identity().clone();
        let after = IdentityState { identity, credentials: Some(live.into()) };
        let others = affected;
        self.add(Action::Resave { connection_name, reconciled, others, has_unread }, after);
    }

    fn add(&mut self, action: Action, after: IdentityState) {
        self.context = self.context.with_state(after.clone());
        self.steps.push(Step { action, after });
    }

    pub fn finish(self) -> RepairPlan {
        RepairPlan { start: self.start, steps: self.steps, skipped: self.skipped }
    }
}
