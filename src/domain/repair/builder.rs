//! Steps, each planned from what the one before leaves behind.

use super::{
    Action, RepairPlan, Skipped, Step,
    reconcile::{reconciled, touched},
};
use crate::domain::{
    connection::ConnectionName,
    draft::IdentitySpec,
    identity_state::IdentityState,
    plan::{ChangePlan, PlanContext},
};

/// A repair that is being made.
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

    /// What the next step is computed from.
    pub fn context(&self) -> &PlanContext {
        &self.context
    }

    /// What would send the identity as it is by now.
    pub fn spec(&self) -> IdentitySpec {
        IdentitySpec::of(self.context.identity())
    }

    /// The identity is sent with these fields.
    pub fn save(&mut self, spec: IdentitySpec) {
        let plan = Box::new(ChangePlan::new(&self.context, &spec));
        let after = plan.expected().state().clone();
        self.add(Action::Save { spec, plan }, after);
    }

    /// The same, unless it would change nothing.
    pub fn save_if_it_matters(&mut self, spec: IdentitySpec) {
        if !ChangePlan::new(&self.context, &spec).is_noop() {
            self.save(spec);
        }
    }

    /// A connection is saved again as it is.
    pub fn resave(&mut self, connection_name: ConnectionName, others: &[IdentityState]) {
        let reconciled = reconciled(&self.context);
        let others = touched(&self.context, &connection_name, others);
        let mut live = super::credentials(self.context.state()).clone();
        for name in &reconciled.revoked {
            live.remove(name);
        }
        reconciled.provisioned.iter().cloned().for_each(|name| live.add(name));
        let identity = self.context.identity().clone();
        let after = IdentityState { identity, credentials: Some(live.into()) };
        self.add(Action::Resave { connection_name, reconciled, others }, after);
    }

    fn add(&mut self, action: Action, after: IdentityState) {
        self.context = self.context.with_state(after.clone());
        self.steps.push(Step { action, after });
    }

    pub fn finish(self) -> RepairPlan {
        RepairPlan { start: self.start, steps: self.steps, skipped: self.skipped }
    }
}
