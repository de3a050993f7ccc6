//! What a plan rests on beyond the identity, and whether it has changed.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::IdentitySpec,
    plan::{ChangePlan, ListEdit, Outcome, PlanContext},
};

/// Something that has changed between two readings, and that concerns a plan.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ContextChange {
    /// Whether the credentials may be read has changed.
    CredentialsReadable { is_now: bool },
    /// A credential is there now, or no longer: the identity itself does not tell (contract §5).
    Credential { name: ConnectionName, is_live_now: bool },
    /// An attribute of the identity is on other connections than before.
    Attribute { attribute: Attribute, connections: ListEdit<ConnectionName> },
    /// Another identity has taken the name that this one is to get, or has let go of it.
    Name { is_taken_now: bool },
    /// The save would do something else to a connection; `None` where it does not concern it.
    Outcome { name: ConnectionName, before: Option<Outcome>, now: Option<Outcome> },
}

/// What has changed under a plan of sending `spec`, besides the fields of the identity.
///
/// An empty answer means that the plan made before still says what the save does, provided that the
/// identity has not changed either.
pub fn context_changes(
    before: &PlanContext,
    now: &PlanContext,
    spec: &IdentitySpec,
) -> Vec<ContextChange> {
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
    of_outcomes(&ChangePlan::new(before, spec), &ChangePlan::new(now, spec), &mut context_changes);
    context_changes
}

fn of_attributes(
    before: &PlanContext,
    now: &PlanContext,
    spec: &IdentitySpec,
    context_changes: &mut Vec<ContextChange>,
) {
    let concerned: BTreeSet<_> =
        before.identity().attributes.iter().chain(&spec.attributes).into_set();
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

/// Both lists of effects are in the order of the names.
fn of_outcomes(before: &ChangePlan, now: &ChangePlan, context_changes: &mut Vec<ContextChange>) {
    let names: BTreeSet<_> =
        before.effects.iter().chain(&now.effects).map(|effect| &effect.connection_name).into_set();
    let find = |plan: &ChangePlan, name: &ConnectionName| {
        let place = plan.effects.binary_search_by(|effect| effect.connection_name.cmp(name));
        place.ok().map(|place| plan.effects[place].outcome.clone())
    };
    for name in names {
        let (old, new) = (find(before, name), find(now, name));
        if old != new {
            context_changes.push(ContextChange::Outcome {
                name: name.clone(),
                before: old,
                now: new,
            });
        }
    }
}
