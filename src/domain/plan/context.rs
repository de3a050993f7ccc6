//! What a plan is computed from.

use std::{collections::BTreeSet, sync::Arc};

use super::provision_error::ProvisionError;
use crate::domain::{
    catalog::Catalog,
    connection::{ConnectionName, Proxy},
    identity::Identity,
    identity_state::{IdentityState, LiveCredentials},
    listeners::Listeners,
    name::IdentityName,
};

/// Everything that a plan is computed from, as last read. Cheap to clone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlanContext {
    state: IdentityState,
    catalog: Arc<Catalog>,
    taken_names: Arc<BTreeSet<IdentityName>>,
    listeners: Listeners,
}

impl PlanContext {
    /// The least that a plan needs: no name is known to be taken, no listener to be on or off.
    pub fn new(state: IdentityState, catalog: Arc<Catalog>) -> Self {
        Self { state, catalog, taken_names: Arc::default(), listeners: Listeners::UNKNOWN }
    }

    /// The same with another state of the identity.
    pub fn with_state(&self, state: IdentityState) -> Self {
        Self { state, ..self.clone() }
    }

    /// The same with other lists of connections and attributes.
    pub fn with_catalog(&self, catalog: Arc<Catalog>) -> Self {
        Self { catalog, ..self.clone() }
    }

    /// The same with other names that are known to be taken.
    pub fn with_taken_names(&self, taken_names: Arc<BTreeSet<IdentityName>>) -> Self {
        Self { taken_names, ..self.clone() }
    }

    /// The same with other listeners.
    pub fn with_listeners(&self, listeners: Listeners) -> Self {
        Self { listeners, ..self.clone() }
    }

    /// This context, with what it doesn't know filled in from a later reading: attributes that no
    /// list has, and listeners.
    pub fn completed_by(&self, later: &Self) -> Self {
        let mut catalog = self.catalog.clone();
        for attribute in later.catalog.asked_for() {
            if !self.catalog.is_known(attribute) {
                let catalog = Arc::make_mut(&mut catalog);
                match later.catalog.attribute(attribute) {
                    Some(found) => catalog.learn(found.clone()),
                    None => catalog.learn_absent(attribute.clone()),
                }
            }
        }
        let listeners = self.listeners.completed_by(later.listeners);
        self.with_catalog(catalog).with_listeners(listeners)
    }

    /// The identity and its credentials.
    pub fn state(&self) -> &IdentityState {
        &self.state
    }

    /// The identity as last read.
    pub fn identity(&self) -> &Arc<Identity> {
        &self.state.identity
    }

    /// The live credentials. `None` for a reader who may not see them (contract §2): the plan then
    /// assumes what there should be, one for each listed or matched connection.
    pub fn credentials(&self) -> Option<&Arc<LiveCredentials>> {
        self.state.credentials.as_ref()
    }

    /// What the gateway lists, and what was learned beyond it.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// Names that are known to belong to another identity. Not all such names: reading every
    /// identity to check one name would cost the gateway a query for each (contract §4).
    pub fn taken_names(&self) -> &Arc<BTreeSet<IdentityName>> {
        &self.taken_names
    }

    /// Which proxies are on, as far as known.
    pub fn listeners(&self) -> Listeners {
        self.listeners
    }

    /// Whether a rename or creation under this name collides with another identity.
    pub fn is_taken(&self, name: &IdentityName) -> bool {
        self.identity().name != *name && self.taken_names.contains(name)
    }

    /// The proxy that a credential for an entry of the list would use; `Ok(None)` when its type
    /// isn't known because the connections were not read.
    ///
    /// # Errors
    ///
    /// Why no credential can be created; of several reasons the one that the gateway finds first:
    /// the connection, its type, its access mode, the listener, the length of its name, the length
    /// of the identity's (contract §5, §9).
    pub fn check_provisioning(
        &self,
        entry: &ConnectionName,
    ) -> Result<Option<Proxy>, ProvisionError> {
        let Some(connection) = self.catalog.resolve(entry) else {
            return match self.catalog.has_every_connection() {
                true => Err(ProvisionError::NoSuchConnection),
                false => Ok(None),
            };
        };
        let proxy = connection.supported_proxy().map_err(ProvisionError::Ineligible)?;
        if self.listeners.is_on(proxy) == Some(false) {
            return Err(ProvisionError::NotListening(proxy));
        }
        connection.eligibility().map_err(ProvisionError::Ineligible)?;
        if self.identity().is_stored() {
            ProvisionError::check_identity_name(&self.identity().name)?;
        }
        Ok(Some(proxy))
    }
}
