//! What saving will do, worked out before anything is sent.
//!
//! The gateway's PUT creates and revokes credentials as a side effect of two lists, refuses half of
//! the mistakes one can make in them after it has acted on the other half, and says nothing about
//! any of it (contract §5, §12). A [`ChangePlan`] says it beforehand:
//!
//! - its [`edits`](ChangePlan::edits) are the fields that change, before and after;
//! - its [`effects`](ChangePlan::effects) are the credentials: one [`Outcome`] for each connection
//!   that has a credential, is listed, or is matched by an attribute (contract §6);
//! - its [`obstacles`](ChangePlan::obstacles) are what the gateway would refuse or half-do, and its
//!   [`refusal`](ChangePlan::refusal) is how far it would get if it were asked all the same;
//! - its [`unknowns`](ChangePlan::unknowns) are what no client can see, and may make it wrong.
//!
//! It is pure and linear in what it is given, because it is worked out anew with each keystroke.

use std::collections::BTreeSet;

use super::{
    catalog::Catalog,
    connection::{Connection, ConnectionName, Proxy},
    draft::IdentitySpec,
    identity::Identity,
    name::IdentityName,
};

pub mod edits;
pub mod effects;
pub mod expected_state;
mod ledger;
pub mod obstacles;
pub mod unknowns;

pub use edits::{Edit, Edits, ListEdit};
pub use effects::{Effect, Outcome, ProvisionError};
pub use expected_state::ExpectedState;
use ledger::Ledger;
pub use obstacles::{CREDENTIALS_NAME_LIMIT, Cause, Extent, Obstacle, Refusal};
pub use unknowns::Unknown;

/// Everything that a plan rests on, as last read.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    pub identity: &'a Identity,
    /// The connections that the identity has a credential for, as `GET …/credentials` answered.
    ///
    /// `None` for a reader without the right (contract §2): the plan then supposes what there
    /// should be, one for each listed connection and each that an attribute brings.
    pub credentials: Option<&'a BTreeSet<ConnectionName>>,
    pub catalog: &'a Catalog,
    /// The names of all identities; `None` where they have not been read.
    pub names: Option<&'a BTreeSet<IdentityName>>,
    /// `postgres_proxy_enabled` of `GET /serverinfo`, the only listener that a client can see
    /// (contract §6).
    pub postgres_listens: Option<bool>,
}

impl<'a> Before<'a> {
    /// The least that a plan needs; the rest is not known.
    pub fn new(identity: &'a Identity, catalog: &'a Catalog) -> Self {
        Self { identity, credentials: None, catalog, names: None, postgres_listens: None }
    }

    /// Why no credential can be made for a connection; `Ok(None)` when its type is not known
    /// because the connections were not read.
    fn grantable(&self, name: &ConnectionName) -> Result<Option<Proxy>, ProvisionError> {
        match self.catalog.connection(name).map(Connection::eligibility) {
            Some(Ok(Proxy::Postgres)) if self.postgres_listens == Some(false) => {
                Err(ProvisionError::NotListening(Proxy::Postgres))
            }
            Some(Ok(proxy)) => Ok(Some(proxy)),
            Some(Err(reason)) => Err(ProvisionError::Ineligible(reason)),
            None if self.catalog.has_every_connection() => Err(ProvisionError::NoSuchConnection),
            None => Ok(None),
        }
    }
}

/// What a PUT of a spec would do to an identity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChangePlan {
    pub edits: Edits,
    /// One for each connection concerned, in the order of their names.
    pub effects: Vec<Effect>,
    /// In the order of the form.
    pub obstacles: Vec<Obstacle>,
    /// How far the gateway would get in spite of the obstacles; `None` when it would get through.
    pub refusal: Option<Refusal>,
    pub unknowns: Vec<Unknown>,
}

impl ChangePlan {
    pub fn new(before: &Before<'_>, spec: &IdentitySpec) -> Self {
        let ledger = Ledger::new(before, spec);
        let effects = effects::of(before, &ledger);
        let (obstacles, refusal) = obstacles::of(before, spec, &ledger, &effects);
        let unknowns = unknowns::of(before, spec, &effects);
        Self { edits: Edits::between(before.identity, spec), effects, obstacles, refusal, unknowns }
    }

    /// Nothing would change: no field, and no credential.
    pub fn is_noop(&self) -> bool {
        self.edits.is_empty() && !self.effects.iter().any(|effect| effect.outcome.is_change())
    }

    /// The connections for which a predicate on the outcome holds, in the order of their names.
    pub fn connections_where(
        &self,
        holds: impl Fn(&Outcome) -> bool,
    ) -> impl Iterator<Item = &ConnectionName> {
        self.effects
            .iter()
            .filter(move |effect| holds(&effect.outcome))
            .map(|effect| &effect.connection_name)
    }

    /// The connections whose credential would be made.
    pub fn provisioned(&self) -> impl Iterator<Item = &ConnectionName> {
        self.connections_where(Outcome::is_provisioned)
    }

    /// The connections whose credential would stop working.
    pub fn revoked(&self) -> impl Iterator<Item = &ConnectionName> {
        self.connections_where(|outcome| *outcome == Outcome::Revoked)
    }

    /// The connections that would have a credential after the save.
    pub fn live_after(&self) -> impl Iterator<Item = &ConnectionName> {
        self.connections_where(Outcome::is_live_after)
    }

    /// Whether a person has to confirm the save.
    pub fn needs_consent(&self) -> bool {
        self.consent().is_some()
    }

    /// What a person has to confirm: whatever stops working. A plan that only adds asks nothing.
    pub fn consent(&self) -> Option<Consent> {
        let revoked: Vec<_> = self.revoked().cloned().collect();
        let rename = self.edits.name.clone();
        (rename.is_some() || !revoked.is_empty()).then_some(Consent { rename, revoked })
    }
}

/// What stops working when a plan is carried out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Consent {
    /// Whatever addresses the identity by the name before breaks, and no new identity can be given
    /// that name; the secrets stay valid (G19).
    pub rename: Option<Edit<IdentityName>>,
    /// Their credentials end, and live sessions through them are cut (contract §5, step 6).
    pub revoked: Vec<ConnectionName>,
}
