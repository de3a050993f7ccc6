//! The state after a save, including a rejected one.

use super::{
    context::PlanContext,
    effects::Effect,
    obstacles::{self, Extent, Refusal},
};
use crate::domain::{
    collect::sort,
    draft::IdentitySpec,
    identity::Identity,
    identity_state::{IdentityState, LiveCredentials},
};

/// The state after a save, as far as it can be predicted (contract §5).
///
/// Only a [`ChangePlan`](super::ChangePlan) computes one, from its own context.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExpectedState {
    fields: IdentitySpec,
    state: IdentityState,
    credentials: LiveCredentials,
}

impl ExpectedState {
    /// The stored fields, in the order that was sent.
    pub fn fields(&self) -> &IdentitySpec {
        &self.fields
    }

    /// The identity and its credentials, with the timestamps from before the save (G13).
    pub fn state(&self) -> &IdentityState {
        &self.state
    }

    /// The credentials; assumed ones where they can't be read.
    pub fn credentials(&self) -> &LiveCredentials {
        &self.credentials
    }
}

pub(super) fn of(
    context: &PlanContext,
    spec: &IdentitySpec,
    effects: &[Effect],
    refusal: Option<&Refusal>,
) -> ExpectedState {
    let stored = context.identity();
    let extent = refusal.map(|refusal| &refusal.extent);
    let fields = match extent {
        None => spec.clone(),
        Some(Extent::AllButAttributes) => {
            IdentitySpec { attributes: stored.attributes.as_slice().into(), ..spec.clone() }
        }
        Some(Extent::Nothing | Extent::Provisioned(_) | Extent::CredentialsOnly) => {
            IdentitySpec::of(stored)
        }
    };
    let is_live = |effect: &&Effect| {
        (effect.outcome.is_live_before() && !obstacles::revokes(refusal, effect))
            || obstacles::provisions(refusal, effect)
    };
    let live = effects.iter().filter(is_live).map(|effect| effect.connection_name.clone());
    let credentials: LiveCredentials = live.collect();
    let state = IdentityState::new(with_fields(stored, &fields), Some(credentials.clone()));
    ExpectedState { fields, state, credentials }
}

/// The identity with these fields, as a GET would return it.
fn with_fields(stored: &Identity, fields: &IdentitySpec) -> Identity {
    let mut identity = stored.clone().with_fields(fields.clone());
    sort(&mut identity.attributes, Ord::cmp);
    identity.attributes.dedup();
    identity
}
