//! What a plan rests on, read from the gateway; without a secret.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::collect::Gather;

use super::load::{self, Glance, Reading};
use crate::{
    domain::{
        attribute::Attribute, catalog::Catalog, connection::ConnectionName, draft::IdentitySpec,
        identity::Identity, name::IdentityName, plan::Before,
    },
    gateway::{
        calls::{GetAttribute, GetIdentity},
        client::Client,
        error::GatewayError,
    },
};

/// Everything that a plan rests on, as last read. Cheap to clone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlanContext {
    pub identity: Arc<Identity>,
    /// The connections that the identity has a credential for; `None` for a reader who may not see
    /// them (contract §2).
    pub live: Option<Arc<BTreeSet<ConnectionName>>>,
    pub catalog: Arc<Catalog>,
    /// The names that were asked about and belong to another identity. Reading all of them to
    /// check one would cost the gateway a query for each (contract §4).
    pub taken: Arc<BTreeSet<IdentityName>>,
    /// `postgres_proxy_enabled` of `GET /serverinfo`, where the gateway says it.
    pub postgres_listens: Option<bool>,
}

impl PlanContext {
    /// The context of a first reading; nothing has been asked about other names yet.
    pub fn new(glance: Glance, catalog: Arc<Catalog>, postgres_listens: Option<bool>) -> Self {
        Self {
            identity: Arc::new(glance.identity),
            live: glance.live.map(Arc::new),
            catalog,
            taken: Arc::default(),
            postgres_listens,
        }
    }

    /// What the domain plans with.
    pub fn before(&self) -> Before<'_> {
        Before {
            identity: &self.identity,
            credentials: self.live.as_deref(),
            catalog: &self.catalog,
            names: Some(&self.taken),
            postgres_listens: self.postgres_listens,
        }
    }

    /// The same context under an identity that was read later.
    pub fn with(&self, reading: &Reading) -> Self {
        let identity = Arc::new(reading.identity.clone());
        Self { identity, live: reading.live().map(Arc::new), ..self.clone() }
    }
}

/// Reads the context of sending `spec` anew, and the credentials with their secrets beside it.
pub async fn read(
    client: &Client,
    known: &PlanContext,
    spec: &IdentitySpec,
) -> Result<(PlanContext, Reading), GatewayError> {
    let reading = match known.identity.is_stored() {
        true => load::reading(client, &known.identity.name).await?,
        // There is nothing to read of what is to be created.
        false => Reading { identity: Identity::unsaved(), credentials: Some(Vec::new()) },
    };
    let mut catalog = load::catalog(client).await?;
    let concerned = reading.identity.attributes.iter().chain(&spec.attributes);
    ask_for_hidden(client, &mut catalog, concerned).await?;
    let mut taken = (*known.taken).clone();
    if spec.name != reading.identity.name {
        taken.remove(&spec.name);
        if is_taken(client, &spec.name).await? {
            taken.insert(spec.name.clone());
        }
    }
    let context =
        PlanContext { catalog: Arc::new(catalog), taken: Arc::new(taken), ..known.with(&reading) };
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
