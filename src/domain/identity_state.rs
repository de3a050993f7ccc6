//! An identity with its live credentials, without secrets.

use std::sync::Arc;

use super::{
    collect::{Collect, HashedMap, insert_sorted, sort},
    connection::ConnectionName,
    credential::Address,
    identity::Identity,
};

/// An identity as last read, and its live credentials. Cheap to clone.
///
/// Every step of the editor reads, plans or compares this type; a reading with secrets holds one of
/// these and the secrets beside it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdentityState {
    /// The stored fields; shared, because every step holds them.
    pub identity: Arc<Identity>,
    /// From `GET …/credentials`; `None` when the user may not read them (contract §2).
    pub credentials: Option<Arc<LiveCredentials>>,
}

impl IdentityState {
    /// An identity and the credentials that were read with it.
    pub fn new(identity: Identity, credentials: Option<LiveCredentials>) -> Self {
        Self { identity: Arc::new(identity), credentials: credentials.map(Arc::new) }
    }

    /// The state before a creation: nothing stored, no credential.
    pub fn unsaved() -> Self {
        Self::new(Identity::unsaved(), Some(LiveCredentials::default()))
    }
}

/// How many live credentials an identity holds for each connection.
///
/// A multiset: a connection has two when the identity lists it by id and also matches it by name or
/// through an attribute (contract §8).
#[derive(Clone, Debug, Default)]
pub struct LiveCredentials {
    /// In the order of the names. Zero where the last one was removed: taking out an entry would move all
    /// that follow it.
    counts: HashedMap<ConnectionName, usize>,
    addresses: Arc<Addresses>,
}

/// Where the credentials of an identity are used, by connection.
pub type Addresses = HashedMap<ConnectionName, Address>;

impl PartialEq for LiveCredentials {
    /// The addresses are the gateway's own: another one makes no other credential.
    fn eq(&self, other: &Self) -> bool {
        self.counts().eq(other.counts())
    }
}

impl Eq for LiveCredentials {}

impl LiveCredentials {
    /// The same credentials, with where they are used.
    pub fn at(self, addresses: Addresses) -> Self {
        Self { addresses: Arc::new(addresses), ..self }
    }

    /// Where they are used; `None` where that wasn't read with them.
    pub fn addresses(&self) -> Option<&Arc<Addresses>> {
        (self.is_empty() || !self.addresses.is_empty()).then_some(&self.addresses)
    }

    /// The number of credentials for a connection.
    pub fn count(&self, name: &ConnectionName) -> usize {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// Whether it has at least one credential.
    pub fn contains(&self, name: &ConnectionName) -> bool {
        self.count(name) > 0
    }

    /// Whether there is no live credential.
    pub fn is_empty(&self) -> bool {
        self.counts().next().is_none()
    }

    /// The number of credentials, doubles included.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// The connections that have at least one, in the order of their names.
    pub fn connections(&self) -> impl Iterator<Item = &ConnectionName> {
        self.counts().map(|(name, _)| name)
    }

    /// Each connection with its number of credentials, in the order of the names.
    pub fn counts(&self) -> impl Iterator<Item = (&ConnectionName, usize)> {
        self.counts.iter().map(|(name, count)| (name, *count)).filter(|(_, count)| *count > 0)
    }

    /// One entry for each credential, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = &ConnectionName> {
        self.counts().flat_map(|(name, count)| std::iter::repeat_n(name, count))
    }

    /// Counts one more credential for the connection.
    pub fn add(&mut self, name: ConnectionName) {
        match self.counts.get_mut(&name) {
            Some(count) => *count += 1,
            None => insert_sorted(&mut self.counts, name, 1),
        }
    }

    /// Removes one credential of the connection; `false` when it has none.
    pub fn remove(&mut self, name: &ConnectionName) -> bool {
        let count = self.counts.get_mut(name).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    }

    /// The credentials here that aren't in `other`, duplicates counted.
    pub fn minus(&self, other: &Self) -> Self {
        let rest = |(name, count): (&ConnectionName, usize)| {
            let rest = count.saturating_sub(other.count(name));
            (rest > 0).then(|| (name.clone(), rest))
        };
        Self { counts: self.counts().filter_map(rest).into_hashed_map(), ..Self::default() }
    }
}

impl FromIterator<ConnectionName> for LiveCredentials {
    /// One entry for each name.
    fn from_iter<T: IntoIterator<Item = ConnectionName>>(names: T) -> Self {
        let mut names: Vec<_> = names.into_iter().collect();
        sort(&mut names, Ord::cmp);
        let mut live = Self::default();
        for name in names {
            *live.counts.entry(name).or_default() += 1;
        }
        live
    }
}
