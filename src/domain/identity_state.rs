//! An identity together with the credentials it holds, without a secret.

use std::{collections::BTreeMap, sync::Arc};

use super::{connection::ConnectionName, identity::Identity};

/// An identity as last read, and its live credentials. Cheap to clone.
///
/// Every step of the editor reads, plans or compares exactly this; a reading that also carries the
/// secrets holds one of these and the secrets beside it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdentityState {
    /// What is stored; shared, since every step holds it.
    pub identity: Arc<Identity>,
    /// The credentials of `GET …/credentials`; `None` for a reader who may not see them
    /// (contract §2).
    pub credentials: Option<Arc<LiveCredentials>>,
}

impl IdentityState {
    /// Two readings that belong together.
    pub fn new(identity: Identity, credentials: Option<LiveCredentials>) -> Self {
        Self { identity: Arc::new(identity), credentials: credentials.map(Arc::new) }
    }

    /// The state that a creation starts from: nothing stored, no credential.
    pub fn unsaved() -> Self {
        Self::new(Identity::unsaved(), Some(LiveCredentials::default()))
    }
}

/// How many live credentials an identity holds for each connection.
///
/// A multiset: one connection has two when the identity lists it by id and an attribute or its name
/// matches it as well (contract §8).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LiveCredentials(BTreeMap<ConnectionName, usize>);

impl LiveCredentials {
    /// How many there are for a connection.
    pub fn count(&self, name: &ConnectionName) -> usize {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// Whether it has at least one credential.
    pub fn contains(&self, name: &ConnectionName) -> bool {
        self.0.contains_key(name)
    }

    /// Whether no credential is live.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of credentials, doubles included.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// The connections that have at least one, in the order of their names.
    pub fn connections(&self) -> impl Iterator<Item = &ConnectionName> {
        self.0.keys()
    }

    /// Each connection with its number of credentials, in the order of the names.
    pub fn counts(&self) -> impl Iterator<Item = (&ConnectionName, usize)> {
        self.0.iter().map(|(name, count)| (name, *count))
    }

    /// One entry for each credential, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = &ConnectionName> {
        self.counts().flat_map(|(name, count)| std::iter::repeat_n(name, count))
    }

    /// Counts one more credential for the connection.
    pub fn add(&mut self, name: ConnectionName) {
        *self.0.entry(name).or_default() += 1;
    }

    /// Takes one credential away; `false` when there is none.
    pub fn remove(&mut self, name: &ConnectionName) -> bool {
        let Some(count) = self.0.get_mut(name) else { return false };
        *count -= 1;
        if *count == 0 {
            self.0.remove(name);
        }
        true
    }

    /// What is here and not in `other`, doubles counted.
    pub fn minus(&self, other: &Self) -> Self {
        let rest = |(name, count): (&ConnectionName, usize)| {
            let rest = count.saturating_sub(other.count(name));
            (rest > 0).then(|| (name.clone(), rest))
        };
        let mut all = BTreeMap::new();
        for (name, count) in self.counts().filter_map(rest) {
            all.insert(name, count);
        }
        Self(all)
    }
}

impl FromIterator<ConnectionName> for LiveCredentials {
    /// One name for each credential.
    fn from_iter<T: IntoIterator<Item = ConnectionName>>(names: T) -> Self {
        let mut live = Self::default();
        names.into_iter().for_each(|name| live.add(name));
        live
    }
}
