//! What a save will do, computed before anything is sent.
//!
//! The gateway's PUT creates and revokes credentials as a side effect of two lists, finds half of
//! the possible mistakes only after it has acted on the rest, and reports none of it (contract §5,
//! §12). A [`ChangePlan`] tells it in advance:
//!
//! - [`edits`](ChangePlan::edits): the fields that change, before and after;
//! - [`effects`](ChangePlan::effects): one [`Outcome`] for each connection that has a credential,
//!   is listed, or is matched by an attribute (contract §6);
//! - [`obstacles`](ChangePlan::obstacles): what the gateway would reject or do in part, and in
//!   [`refusal`](ChangePlan::refusal) how far it would get;
//! - [`unknowns`](ChangePlan::unknowns): what no client can see, and may make the plan wrong.
//!
//! Pure, and linear in its input: it is computed once per change of a list, and a key press in a text
//! reuses what depends on the lists ([`ChangePlan::with_texts`]).

use std::sync::Arc;

use super::{
    connection::{ConnectionName, Proxy},
    draft::{IdentitySpec, Texts},
    identity_state::LiveCredentials,
    name::IdentityName,
};

pub mod context;
pub mod edits;
pub mod effects;
pub mod expected_state;
mod ledger;
pub mod obstacles;
mod provision_error;
pub mod unknowns;

pub use context::PlanContext;
pub use edits::{Change, Edit, Edits, ListEdit};
pub use effects::{Effect, Outcome};
pub use expected_state::ExpectedState;
use ledger::Ledger;
use obstacles::OfLists;
pub use obstacles::{Cause, Extent, Obstacle, Refusal};
pub use provision_error::{CREDENTIALS_NAME_LIMIT, ProvisionError};
pub use unknowns::Unknown;

/// What a PUT of a spec would do to an identity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChangePlan {
    /// What changes in the fields.
    pub edits: Edits,
    /// One for each affected connection, in the order of their names.
    pub effects: Arc<Vec<Effect>>,
    /// In the order in which the gateway checks: it reports the first.
    pub obstacles: Vec<Obstacle>,
    /// How far the gateway would get despite the obstacles; `None` when the save succeeds.
    pub refusal: Option<Refusal>,
    /// What the plan assumes, because the gateway doesn't tell.
    pub unknowns: Arc<Vec<Unknown>>,
    of_lists: Arc<OfLists>,
    context: PlanContext,
    spec: IdentitySpec,
}

impl ChangePlan {
    /// Computes what the gateway would do with `spec` (contract §5).
    pub fn new(context: &PlanContext, spec: &IdentitySpec) -> Self {
        let ledger = Ledger::new(context, spec);
        let effects = effects::of(&ledger);
        let of_lists = Arc::new(OfLists::new(spec, &ledger));
        let (obstacles, refusal) = obstacles::of(context, spec, &of_lists);
        let unknowns = unknowns::of(context, spec, &ledger, &effects);
        let edits = Edits::between(context.identity().as_spec(), spec.borrowed());
        let (effects, unknowns) = (Arc::new(effects), Arc::new(unknowns));
        let (context, spec) = (context.clone(), spec.clone());
        Self { edits, effects, obstacles, refusal, unknowns, of_lists, context, spec }
    }

    /// Like [`new`](Self::new), but reuses `last` if the only news is that proxies are on: long lists
    /// aren't compared again.
    pub fn renewed(
        last: Option<&Arc<Self>>,
        context: &PlanContext,
        spec: &IdentitySpec,
    ) -> Arc<Self> {
        let is_same =
            |last: &&Arc<Self>| last.context.only_learns_on(context) && last.spec == *spec;
        let Some(last) = last.filter(is_same) else { return Arc::new(Self::new(context, spec)) };
        if last.context.listeners() == context.listeners() {
            return last.clone();
        }
        let is_left = |unknown: &&Unknown| match unknown {
            Unknown::Listener(proxy) => context.listeners().is_on(*proxy).is_none(),
            _ => true,
        };
        let unknowns = last.unknowns.iter().filter(is_left).cloned().collect();
        let (unknowns, context) = (Arc::new(unknowns), context.clone());
        Arc::new(Self { unknowns, context, ..Self::clone(last) })
    }

    /// The plan with other texts and the same lists; this plan itself if no text differs. The
    /// credentials of a stored identity don't depend on texts, so the lists are shared. That takes the
    /// same time however long they are, so the plan can follow each key press.
    pub fn with_texts(self: &Arc<Self>, texts: Texts<IdentityName, String>) -> Arc<Self> {
        if self.spec.texts() == texts {
            return self.clone();
        }
        let (old, context) = (&self.spec, self.context.clone());
        let spec = texts.with_lists(old.attributes.clone(), old.connection_names.clone());
        // The length of a new identity's name decides about its credentials (contract §9).
        if !context.identity().is_stored() {
            return Arc::new(Self::new(&context, &spec));
        }
        let (obstacles, refusal) = obstacles::of(&context, &spec, &self.of_lists);
        let before = context.identity().as_spec().texts();
        let edits = Edits::between_texts(before, spec.borrowed().texts())
            .with_lists(self.edits.attributes.clone(), self.edits.connection_names.clone());
        let (effects, unknowns) = (self.effects.clone(), self.unknowns.clone());
        let of_lists = self.of_lists.clone();
        Arc::new(Self { edits, effects, obstacles, refusal, unknowns, of_lists, context, spec })
    }

    /// The context that it was computed from.
    pub fn context(&self) -> &PlanContext {
        &self.context
    }

    /// The spec that would be sent.
    pub fn spec(&self) -> &IdentitySpec {
        &self.spec
    }

    /// The state after the save, obstacles included.
    pub fn expected(&self) -> ExpectedState {
        expected_state::of(&self.context, &self.spec, &self.effects, self.refusal.as_ref())
    }

    /// Whether nothing would change: no field and no credential.
    pub fn is_noop(&self) -> bool {
        self.edits.is_empty() && !self.effects.iter().any(|effect| effect.outcome.is_change())
    }

    /// The proxies that it creates credentials through, and of which it is unknown whether they are on.
    pub fn unknown_listeners(&self) -> impl Iterator<Item = Proxy> {
        self.unknowns.iter().filter_map(|unknown| match unknown {
            Unknown::Listener(proxy) => Some(*proxy),
            _ => None,
        })
    }

    /// The connections whose outcome meets a condition, in the order of their names.
    pub fn connections_where(
        &self,
        holds: impl Fn(&Outcome) -> bool,
    ) -> impl Iterator<Item = &ConnectionName> {
        self.effects
            .iter()
            .filter(move |effect| holds(&effect.outcome))
            .map(|effect| &effect.connection_name)
    }

    /// The connections that get a credential; of a rejected save, those created before it stops.
    pub fn provisioned(&self) -> impl Iterator<Item = &ConnectionName> {
        let refusal = self.refusal.as_ref();
        let effects = self.effects.iter().filter(move |it| obstacles::provisions(refusal, it));
        effects.map(|effect| &effect.connection_name)
    }

    /// The connections whose credential is revoked; of a rejected save, those before it stops.
    pub fn revoked(&self) -> impl Iterator<Item = &ConnectionName> {
        let refusal = self.refusal.as_ref();
        let effects = self.effects.iter().filter(move |it| obstacles::revokes(refusal, it));
        effects.map(|effect| &effect.connection_name)
    }

    /// The credentials before the save, as read or assumed.
    pub fn live_before(&self) -> LiveCredentials {
        self.connections_where(Outcome::is_live_before).cloned().collect()
    }

    /// What the user has to confirm: everything that stops working. `None` for a plan that only
    /// adds.
    pub fn consent(&self) -> Option<Consent> {
        let revoked: Vec<_> = self.revoked().cloned().collect();
        let rename = self.edits.name.clone();
        (rename.is_some() || !revoked.is_empty()).then_some(Consent { rename, revoked })
    }
}

/// What stops working when the plan is carried out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Consent {
    /// API calls that use the old name fail, and no new identity can get that name; the secrets
    /// stay valid (G19).
    pub rename: Option<Edit<IdentityName>>,
    /// Their credentials are revoked, and live sessions through them are cut (contract §5, step 6).
    pub revoked: Vec<ConnectionName>,
}
