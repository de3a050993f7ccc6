//! What a save leaves behind, a refused one included.

use std::collections::BTreeSet;

use super::{
    Before, ChangePlan,
    effects::Outcome,
    obstacles::{CREDENTIALS_NAME_LIMIT, Extent},
};
use crate::domain::{
    collect::sort, connection::ConnectionName, draft::IdentitySpec, identity::Identity, text,
};

/// The state after a save, as far as it can be told beforehand (contract §5).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExpectedState {
    pub fields: IdentitySpec,
    /// The connections with a credential.
    pub live: BTreeSet<ConnectionName>,
}

impl ChangePlan {
    /// What the gateway would have made of the identity if it were sent this spec, obstacles or
    /// none; the plan must be the one of the same two.
    pub fn expected_state(&self, before: &Before<'_>, spec: &IdentitySpec) -> ExpectedState {
        let stored = before.identity;
        let extent = self.refusal.as_ref().map(|refusal| &refusal.extent);
        let fields = match extent {
            None => spec.clone(),
            Some(Extent::AllButAttributes) => {
                IdentitySpec { attributes: stored.attributes.clone(), ..spec.clone() }
            }
            Some(Extent::Nothing | Extent::Provisioned(_)) => IdentitySpec::of(stored),
        };
        // What is matched is provisioned last, under the new name, and passed over in silence.
        let is_nameless = text::characters(spec.name.as_str()) > CREDENTIALS_NAME_LIMIT;
        let is_live = |name: &ConnectionName, outcome: &Outcome| match (extent, outcome) {
            (Some(Extent::Nothing), _) => outcome.is_live_before(),
            (Some(Extent::Provisioned(made)), _) => outcome.is_live_before() || made.contains(name),
            (Some(Extent::AllButAttributes), Outcome::ProvisionedByAttribute { .. }) => false,
            (None, Outcome::ProvisionedByAttribute { .. }) => !is_nameless,
            (Some(Extent::AllButAttributes) | None, _) => outcome.is_live_after(),
        };
        let live = self.effects.iter().filter(|it| is_live(&it.connection_name, &it.outcome));
        ExpectedState { fields, live: live.map(|effect| effect.connection_name.clone()).collect() }
    }
}

impl ExpectedState {
    /// The identity with these fields; its timestamps stay those that were read (G13).
    pub fn identity(&self, stored: &Identity) -> Identity {
        let mut fields = self.fields.clone();
        sort(&mut fields.attributes, Ord::cmp);
        fields.attributes.dedup();
        Identity {
            name: fields.name,
            description: fields.description,
            connection_names: fields.connection_names,
            attributes: fields.attributes,
            ..stored.clone()
        }
    }
}
