//! What a plan rests on, read from the gateway; without a secret.

use std::{collections::BTreeSet, sync::Arc};

use super::load::{self, Reading};
use crate::{
    domain::{
        attribute::Attribute, catalog::Catalog, collect::Gather, draft::IdentitySpec,
        name::IdentityName, plan::PlanContext,
    },
    gateway::{
        calls::{GetAttribute, GetIdentity},
        client::Client,
        error::GatewayError,
    },
};

/// Reads the context of sending `spec` anew, and the credentials with their secrets beside it.
pub async fn read(
    client: &Client,
    known: &PlanContext,
    spec: &IdentitySpec,
) -> Result<(PlanContext, Reading), GatewayError> {
    let reading = match known.identity().is_stored() {
        true => load::reading(client, &known.identity().name).await?,
        false => Reading::unsaved(),
    };
    let stored = &reading.state.identity;
    let mut catalog = load::catalog(client).await?;
    let concerned = stored.attributes.iter().chain(&spec.attributes);
    ask_for_hidden(client, &mut catalog, concerned).await?;
    let mut taken = (**known.taken_names()).clone();
    if spec.name != stored.name {
        taken.remove(&spec.name);
        if is_taken(client, &spec.name).await? {
            taken.insert(spec.name.clone());
        }
    }
    let context = known
        .with_state(reading.state.clone())
        .with_catalog(Arc::new(catalog))
        .with_taken_names(Arc::new(taken));
    Ok((context, reading))
}

/// Asks by name for each attribute that no list has: a rulepack may own it (G10).
pub async fn ask_for_hidden<'a>(
    client: &Client,
    catalog: &mut Catalog,
    attributes: impl Iterator<Item = &'a Attribute>,
) -> Result<(), GatewayError> {
    let unlisted: BTreeSet<&Attribute> =
        attributes.filter(|name| catalog.attribute(name).is_none()).into_set();
    for name in unlisted {
        match client.send(&GetAttribute { name }).await {
            Ok(found) => catalog.learn(found),
            // The gateway's way of saying that there is none (contract §10).
            Err(GatewayError::Failed { status: 500, message: Some(message) })
                if message.ends_with("record not found") =>
            {
                catalog.learn_absent(name.clone());
            }
            // Some names cannot be asked for, and not everybody may ask (contract §2).
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
        // A name that cannot be asked for is an obstacle of its own (G18).
        Err(GatewayError::Unaddressable(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
