//! What a plan is computed from.

use std::sync::Arc;

use super::provision_error::ProvisionError;
use crate::domain::{
    catalog::Catalog,
    collect::HashedSet,
    connection::{ConnectAccess, Connection, ConnectionName, Ineligible, Proxy},
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
    taken_names: Arc<HashedSet<IdentityName>>,
    listeners: Listeners,
}

impl PlanContext {
    /// The minimum: nothing is known about taken names or listeners.
    pub fn new(state: IdentityState, catalog: Arc<Catalog>) -> Self {
        Self { state, catalog, taken_names: Arc::default(), listeners: Listeners::UNKNOWN }
    }

    /// The same context with another state of the identity.
    pub fn with_state(&self, state: IdentityState) -> Self {
        Self { state, ..self.clone() }
    }

    /// The same context with other lists of connections and attributes.
    pub fn with_catalog(&self, catalog: Arc<Catalog>) -> Self {
        Self { catalog, ..self.clone() }
    }

    /// The same context with other taken names.
    pub fn with_taken_names(&self, taken_names: Arc<HashedSet<IdentityName>>) -> Self {
        Self { taken_names, ..self.clone() }
    }

    /// The same context with other listeners.
    pub fn with_listeners(&self, listeners: Listeners) -> Self {
        Self { listeners, ..self.clone() }
    }

    /// This context, with gaps filled from a later reading: attributes that are in no list, and
    /// listeners.
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

    /// Whether `later` differs at most in proxies that are now known to be on. `false` for what was read
    /// again, even if it is equal.
    pub(super) fn only_learns_on(&self, later: &Self) -> bool {
        let credentials = |context: &Self| context.credentials().map(Arc::as_ptr);
        Arc::ptr_eq(self.identity(), later.identity())
            && credentials(self) == credentials(later)
            && Arc::ptr_eq(&self.catalog, &later.catalog)
            && Arc::ptr_eq(&self.taken_names, &later.taken_names)
            && self.listeners.only_learn_on(later.listeners)
    }

    /// The identity and its credentials.
    pub fn state(&self) -> &IdentityState {
        &self.state
    }

    /// The identity as last read.
    pub fn identity(&self) -> &Arc<Identity> {
        &self.state.identity
    }

    /// The live credentials. `None` when the user may not read them (contract §2): the plan then
    /// assumes one for each listed or matched connection.
    pub fn credentials(&self) -> Option<&Arc<LiveCredentials>> {
        self.state.credentials.as_ref()
    }

    /// The gateway's lists, and what was looked up besides.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// Names known to belong to other identities. Not complete: reading every identity to check one
    /// name would cost the gateway a query for each (contract §4).
    pub fn taken_names(&self) -> &Arc<HashedSet<IdentityName>> {
        &self.taken_names
    }

    /// Which proxies are on, as far as known.
    pub fn listeners(&self) -> Listeners {
        self.listeners
    }

    /// Whether the identity lists a connection by its id, and neither lists nor matches it by its name:
    /// its credential is stored under the id (contract §8). `false` where an attribute that isn't known may
    /// match it.
    pub fn is_stored_by_id(&self, name: &ConnectionName) -> bool {
        let all = &self.identity().attributes;
        self.may_be_stored_by_id(name)
            && all.iter().all(|attribute| self.catalog.attribute(attribute).is_some())
    }

    /// The same, also where an attribute that isn't known may match the connection.
    pub fn may_be_stored_by_id(&self, name: &ConnectionName) -> bool {
        let identity = self.identity();
        let id = self.catalog.connection(name).map(|connection| &connection.id);
        let matches = |attribute| {
            let found = self.catalog.attribute(attribute);
            found.is_some_and(|found| found.connection_names.contains(name))
        };
        id.is_some_and(|id| id != name && identity.connection_names.contains(id))
            && !identity.connection_names.contains(name)
            && !identity.attributes.iter().any(matches)
    }

    /// Whether a rename or creation under this name collides with a known identity.
    pub fn is_taken(&self, name: &IdentityName) -> bool {
        self.identity().name != *name && self.taken_names.contains(name)
    }

    /// The proxy that serves the type of a connection, whatever else speaks against a credential.
    pub fn proxy_of(&self, name: &ConnectionName) -> Option<Proxy> {
        self.catalog.connection(name).and_then(|found| found.proxy().ok())
    }

    /// Whether the connection's access is switched off, so that the proxies refuse its credentials
    /// (G35).
    pub fn is_access_off(&self, name: &ConnectionName) -> bool {
        let found = self.catalog.connection(name);
        found.is_some_and(|connection| connection.connect == ConnectAccess::Disabled)
    }

    /// The proxy that a credential for a list entry would use; `Ok(None)` when its type is unknown
    /// because the connections weren't read.
    ///
    /// # Errors
    ///
    /// Why no credential can be created. Of several reasons, the one that the gateway checks first:
    /// the connection, its type, its access mode, the listener, the length of its name, the length
    /// of the identity's (contract §5, §9).
    pub fn check_provisioning(
        &self,
        entry: &ConnectionName,
    ) -> Result<Option<Proxy>, ProvisionError> {
        self.check(entry, Connection::supported_proxy)
    }

    /// The same for a rotation: it creates a credential also where connect access is off, which the
    /// proxies refuse until it is on (contract §4, G35).
    ///
    /// # Errors
    ///
    /// As [`PlanContext::check_provisioning`].
    pub fn check_rotation(&self, entry: &ConnectionName) -> Result<Option<Proxy>, ProvisionError> {
        self.check(entry, Connection::proxy)
    }

    /// `proxy` checks what comes before the listener.
    fn check(
        &self,
        entry: &ConnectionName,
        proxy: fn(&Connection) -> Result<Proxy, Ineligible>,
    ) -> Result<Option<Proxy>, ProvisionError> {
        let Some(connection) = self.catalog.resolve(entry) else {
            return match self.catalog.has_every_connection() {
                true => Err(ProvisionError::NoSuchConnection),
                false => Ok(None),
            };
        };
        let proxy = proxy(connection).map_err(ProvisionError::Ineligible)?;
        if self.listeners.is_on(proxy) == Some(false) {
            return Err(ProvisionError::NotListening(proxy));
        }
        connection.check_name().map_err(ProvisionError::Ineligible)?;
        if self.identity().is_stored() {
            ProvisionError::check_identity_name(&self.identity().name)?;
        }
        Ok(Some(proxy))
    }
}
