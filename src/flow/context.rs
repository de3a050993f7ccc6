//! Reads what a plan is computed from, without secrets.

use std::sync::Arc;

use super::load::{self, Reading};
use crate::{
    domain::{
        attribute::Attribute,
        catalog::Catalog,
        collect::Collect,
        connection::{ConnectionName, Proxy},
        draft::IdentitySpec,
        listeners::Listeners,
        name::IdentityName,
        plan::{ChangePlan, PlanContext},
    },
    gateway::{
        calls::{GetAttribute, GetIdentity},
        client::Client,
        error::GatewayError,
    },
};

/// Reads the context of sending `spec` again, and the credentials with their secrets.
///
/// `rotated` are connections whose credential is created besides what the plan of `spec` creates: it is
/// read whether their proxies are on.
pub async fn read(
    client: &Client,
    known: &PlanContext,
    spec: &IdentitySpec,
    rotated: &[&ConnectionName],
) -> Result<(PlanContext, Reading), GatewayError> {
    let reading = match known.identity().is_stored() {
        true => load::reading(client, &known.identity().name).await?,
        false => Reading::unsaved(),
    };
    let stored = &reading.state.identity;
    let mut catalog = Arc::new(load::catalog(client).await?);
    let concerned = stored.attributes.iter().chain(spec.attributes.iter());
    ask_for_hidden(client, &mut catalog, concerned).await?;
    let mut taken = (**known.taken_names()).clone();
    if spec.name != stored.name {
        taken.swap_remove(&spec.name);
        if is_taken(client, &spec.name).await? {
            taken.insert(spec.name.clone());
        }
    }
    let context = known
        .with_state(reading.state.clone())
        .with_catalog(catalog)
        .with_taken_names(Arc::new(taken))
        .with_listeners(Listeners::UNKNOWN);
    let plan = ChangePlan::new(&context, spec);
    let needed = plan.unknown_listeners();
    let needed = needed.chain(rotated.iter().filter_map(|name| context.proxy_of(name)));
    let read = listeners(client, needed).await?;
    // What nothing depends on isn't asked for again.
    let context = context.with_listeners(read.completed_by(known.listeners()));
    Ok((context, reading))
}

/// Reads which proxies are on: what every user may know, and the others if one of the `needed` is among
/// them and the user may read them (contract §6, §17).
pub async fn listeners(
    client: &Client,
    mut needed: impl Iterator<Item = Proxy>,
) -> Result<Listeners, GatewayError> {
    let public = load::public_listeners(client).await?;
    let all = match needed.any(|proxy| public.is_on(proxy).is_none()) {
        true => load::all_listeners(client).await?,
        false => None,
    };
    Ok(all.map_or(public, |all| all.completed_by(public)))
}

/// Looks up what the context of a plan lacks: the connections of attributes that are in no list
/// (G10), and which listeners are on.
///
/// A save reads the same; reading it earlier shows it in the plan during editing.
pub async fn complete(client: &Client, plan: &ChangePlan) -> Result<PlanContext, GatewayError> {
    let (context, spec) = (plan.context(), plan.spec());
    let mut catalog = context.catalog().clone();
    ask_for_hidden(client, &mut catalog, spec.attributes.iter()).await?;
    // Where nothing was learned, the plan still says what is unknown.
    if Arc::ptr_eq(&catalog, context.catalog()) {
        return with_listeners_of(client, plan).await;
    }
    with_listeners_of(client, &ChangePlan::new(&context.with_catalog(catalog), spec)).await
}

/// Adds the listeners from the server's configuration, if the plan depends on them and the user may
/// read them.
async fn with_listeners_of(
    client: &Client,
    plan: &ChangePlan,
) -> Result<PlanContext, GatewayError> {
    let listeners = match plan.unknown_listeners().next() {
        Some(_) => load::all_listeners(client).await?,
        None => None,
    };
    let context = plan.context();
    Ok(listeners.map_or_else(|| context.clone(), |it| context.with_listeners(it)))
}

/// Looks up each attribute that is in no list: a rulepack may own it (G10). A shared catalog is copied
/// only to add to it.
pub async fn ask_for_hidden<'a>(
    client: &Client,
    catalog: &mut Arc<Catalog>,
    attributes: impl Iterator<Item = &'a Attribute>,
) -> Result<(), GatewayError> {
    let unlisted = attributes.filter(|name| !catalog.is_known(name)).into_hashed_set();
    for name in unlisted {
        match client.send(&GetAttribute { name }).await {
            Ok(found) => Arc::make_mut(catalog).learn(found),
            // This is how the gateway says that the attribute doesn't exist (contract §10).
            Err(GatewayError::Failed { status: 500, message: Some(message) })
                if message.ends_with("record not found") =>
            {
                Arc::make_mut(catalog).learn_absent(name.clone());
            }
            // Some names can't be looked up, and some users may not (contract §2).
            Err(
                GatewayError::Forbidden { .. }
                | GatewayError::Unaddressable(_)
                | GatewayError::Gone { .. }
                | GatewayError::NotTheApi { .. }
                | GatewayError::Failed { .. },
            ) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whether an identity has the name.
pub async fn is_taken(client: &Client, name: &IdentityName) -> Result<bool, GatewayError> {
    match client.send(&GetIdentity { name }).await {
        Ok(_) => Ok(true),
        Err(GatewayError::Gone { .. }) => Ok(false),
        // A name that can't be looked up is an obstacle of its own (G18).
        Err(GatewayError::Unaddressable(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
