//! Which proxies the steps of a repair depend on, read before the first of them.
//!
//! A repair takes a connection off the list to add it again (G7). When its proxy turns out to be off in
//! between, the connection stays off. So the proxies of every step are read before a repair is offered,
//! and again before its first step is sent.

use super::context;
use crate::{
    domain::{
        listeners::Listeners,
        plan::{Cause, ChangePlan, PlanContext},
        repair::{Action, RepairPlan},
    },
    gateway::{client::Client, error::GatewayError},
};

/// The context with the proxies that the repairs found in it depend on, as far as the user may read them.
///
/// # Errors
///
/// They couldn't be read.
pub async fn complete(
    client: &Client,
    context: &PlanContext,
    find: impl Fn(&PlanContext) -> Vec<RepairPlan>,
) -> Result<PlanContext, GatewayError> {
    // One that was off may be on now.
    let found = find(&context.with_listeners(Listeners::UNKNOWN));
    let read = listeners(client, context, &found).await?;
    Ok(context.with_listeners(read.completed_by(context.listeners())))
}

/// What would stop one of the saves, by what is read of the proxies now.
///
/// # Errors
///
/// They couldn't be read.
pub async fn obstacles(
    client: &Client,
    context: &PlanContext,
    repair: &RepairPlan,
) -> Result<Vec<Cause>, GatewayError> {
    let read = listeners(client, context, std::slice::from_ref(repair)).await?;
    let now = |plan: &ChangePlan| {
        let known = plan.context().listeners();
        let context = plan.context().with_listeners(read.completed_by(known));
        ChangePlan::new(&context, plan.spec())
    };
    let obstacles = repair.saves().flat_map(|plan| now(plan).obstacles);
    Ok(obstacles.map(|obstacle| obstacle.cause).collect())
}

async fn listeners(
    client: &Client,
    context: &PlanContext,
    repairs: &[RepairPlan],
) -> Result<Listeners, GatewayError> {
    let mut needed = Vec::new();
    for step in repairs.iter().flat_map(|repair| &repair.steps) {
        match &step.action {
            Action::Save { spec, plan } => {
                let unread = plan.context().with_listeners(Listeners::UNKNOWN);
                needed.extend(ChangePlan::new(&unread, spec).unknown_listeners());
            }
            Action::Resave { reconciled, .. } => {
                let created = reconciled.provisioned.iter();
                needed.extend(created.filter_map(|name| context.proxy_of(name)));
            }
        }
    }
    match needed.is_empty() {
        true => Ok(Listeners::UNKNOWN),
        false => context::listeners(client, needed.into_iter()).await,
    }
}
