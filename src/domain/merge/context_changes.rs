//! What a plan depends on besides the identity, and whether it changed.

use std::collections::BTreeSet;

use crate::domain::collect::Collect;

use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::IdentitySpec,
    plan::{ChangePlan, Effect, ListEdit, Outcome, PlanContext},
};

/// A change between two readings that affects a plan.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ContextChange {
    /// The user gained or lost the right to read the credentials.
    CredentialsReadable {
        /// Whether they can be read now.
        is_now: bool,
    },
    /// A credential was created or revoked, which the identity itself doesn't show (contract §5).
    Credential {
        /// The connection that it opens.
        name: ConnectionName,
        /// Whether it exists now.
        is_live_now: bool,
    },
    /// An attribute of the identity matches other connections than before.
    Attribute {
        /// The attribute, as stored on the identity.
        attribute: Attribute,
        /// The connections it gained and lost.
        connections: ListEdit<ConnectionName>,
    },
    /// Another identity took the draft's name, or no longer has it.
    Name {
        /// Whether the name is taken now.
        is_taken_now: bool,
    },
    /// The save would have another effect on a connection; `None` stands for no effect.
    Outcome {
        /// The connection.
        name: ConnectionName,
        /// What the plan expected.
        before: Option<Outcome>,
        /// What a plan expects now.
        now: Option<Outcome>,
    },
    /// Nothing changed on the gateway, but more is known than when the plan was made: what an
    /// attribute of a rulepack matches, or that a proxy is off (G10, contract §17).
    Learned {
        /// The connection.
        name: ConnectionName,
        /// What the incomplete plan expected.
        before: Option<Outcome>,
        /// What a plan expects now.
        now: Option<Outcome>,
    },
}

impl ContextChange {
    /// Whether the gateway's state changed, rather than what is known of it.
    pub fn is_by_someone_else(&self) -> bool {
        !matches!(self, Self::Learned { .. })
    }
}

/// What changed, besides the fields of the identity, under a plan of sending `spec`.
///
/// When empty, and the identity is unchanged, the earlier plan still holds.
pub fn context_changes(
    before: &PlanContext,
    now: &PlanContext,
    spec: &IdentitySpec,
) -> Vec<ContextChange> {
    let known = before.completed_by(now);
    let mut context_changes = changes(&known, now, spec);
    if context_changes.is_empty() && known != *before {
        let (incomplete, complete) = (ChangePlan::new(before, spec), ChangePlan::new(now, spec));
        let learned = |(name, before, now)| ContextChange::Learned { name, before, now };
        context_changes.extend(of_outcomes(&incomplete, &complete).into_iter().map(learned));
    }
    context_changes
}

fn changes(before: &PlanContext, now: &PlanContext, spec: &IdentitySpec) -> Vec<ContextChange> {
    let mut context_changes = Vec::new();
    if before.credentials().is_some() != now.credentials().is_some() {
        context_changes
            .push(ContextChange::CredentialsReadable { is_now: now.credentials().is_some() });
    }
    if let (Some(had), Some(has)) = (before.credentials(), now.credentials()) {
        let gone = had.minus(has);
        let come = has.minus(had);
        let names: BTreeSet<_> = gone.connections().chain(come.connections()).into_set();
        context_changes.extend(names.into_iter().map(|name| ContextChange::Credential {
            name: name.clone(),
            is_live_now: come.contains(name),
        }));
    }
    of_attributes(before, now, spec, &mut context_changes);
    let is_taken_now = now.is_taken(&spec.name);
    if before.is_taken(&spec.name) != is_taken_now {
        context_changes.push(ContextChange::Name { is_taken_now });
    }
    let changed = |(name, before, now)| ContextChange::Outcome { name, before, now };
    let (before, now) = (ChangePlan::new(before, spec), ChangePlan::new(now, spec));
    context_changes.extend(of_outcomes(&before, &now).into_iter().map(changed));
    context_changes
}

fn of_attributes(
    before: &PlanContext,
    now: &PlanContext,
    spec: &IdentitySpec,
    context_changes: &mut Vec<ContextChange>,
) {
    let concerned: BTreeSet<_> =
        before.identity().attributes.iter().chain(spec.attributes.iter()).into_set();
    for attribute in concerned {
        let carriers = |reading: &PlanContext| {
            let found = reading.catalog().attribute(attribute);
            found.map_or_else(Vec::new, |found| found.connection_names.clone())
        };
        let connections = ListEdit::between_sets(&carriers(before), &carriers(now));
        if !connections.is_empty() {
            context_changes
                .push(ContextChange::Attribute { attribute: attribute.clone(), connections });
        }
    }
}

/// The connections whose outcome differs, with both outcomes.
fn of_outcomes(
    before: &ChangePlan,
    now: &ChangePlan,
) -> Vec<(ConnectionName, Option<Outcome>, Option<Outcome>)> {
    fn key(effect: &Effect) -> (&ConnectionName, &ConnectionName) {
        (&effect.connection_name, &effect.entry)
    }
    fn find(plan: &ChangePlan, wanted: (&ConnectionName, &ConnectionName)) -> Option<Outcome> {
        let place = plan.effects.binary_search_by(|effect| key(effect).cmp(&wanted));
        place.ok().map(|place| plan.effects[place].outcome.clone())
    }
    let keys: BTreeSet<_> = before.effects.iter().chain(now.effects.iter()).map(key).into_set();
    let changed = |wanted: (&ConnectionName, &ConnectionName)| {
        let (old, new) = (find(before, wanted), find(now, wanted));
        (old != new).then(|| (wanted.0.clone(), old, new))
    };
    keys.into_iter().filter_map(changed).collect()
}
