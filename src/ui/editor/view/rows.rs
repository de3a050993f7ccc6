//! What the identity can reach, and why: one row for each connection, before and after the edits.

use crate::{
    domain::{
        attribute::Attribute,
        catalog::Catalog,
        collect::{Collect, HashedMap, HashedSet, sort},
        connection::ConnectionName,
        identity::Identity,
        plan::{ChangePlan, Effect, Outcome},
    },
    ui::{
        components::{icon::Icon, status::StatusKind},
        editor::access_words::{self as words, Source},
    },
};

/// How an edit marks a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    None,
    Created,
    Revoked,
    /// The source changed, the credential stays.
    Changed,
    Leftover,
}

/// What the button of a row does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Act {
    None,
    Remove,
    UndoAdding,
    UndoRemoving,
}

/// One connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccessRow {
    pub name: ConnectionName,
    pub kind: Option<(Icon, String)>,
    pub source: String,
    pub credential: Option<(StatusKind, Icon, String)>,
    pub mark: Mark,
    pub act: Act,
    /// The identity can't use it, and nothing assigns it directly.
    pub is_muted: bool,
}

/// The rows in the order of the names.
pub fn rows(
    identity: &Identity,
    catalog: &Catalog,
    effects: &[Effect],
    typed_names: &[String],
    typed_attributes: &[String],
) -> Vec<AccessRow> {
    let before = Matches::new(catalog, &identity.attributes);
    let typed: Vec<_> = typed_attributes.iter().cloned().map(Attribute::received).collect();
    let after = Matches::new(catalog, &typed);
    let stored: HashedSet<&ConnectionName> = identity.connection_names.iter().into_hashed_set();
    let direct: HashedSet<ConnectionName> =
        typed_names.iter().cloned().map(ConnectionName::received).into_hashed_set();
    let effects: HashedMap<&ConnectionName, &Effect> =
        effects.iter().map(|effect| (&effect.entry, effect)).into_hashed_map();
    let all = effects.keys().copied().chain(&direct).chain(stored.iter().copied());
    let mut names: Vec<&ConnectionName> = all.into_hashed_set().into_iter().collect();
    sort(&mut names, |left, right| left.cmp(right));
    let row = |name: &ConnectionName| {
        let connection = catalog.connection(name);
        let effect = effects.get(name).copied();
        let outcome = effect.map(|effect| &effect.outcome);
        let source = Source {
            was_direct: stored.contains(name),
            is_direct: direct.contains(name),
            was_from: before.of(name),
            is_from: after.of(name),
        };
        AccessRow {
            name: name.clone(),
            kind: connection.map(words::connection_type),
            credential: effect.map(|it| words::credential(&it.outcome, it.is_blocked)),
            mark: mark(outcome, &source),
            act: match (source.is_direct, source.was_direct) {
                (true, true) => Act::Remove,
                (true, false) => Act::UndoAdding,
                (false, true) => Act::UndoRemoving,
                (false, false) => Act::None,
            },
            is_muted: matches!(outcome, Some(Outcome::NotSupported { .. } | Outcome::Revoked)),
            source: source.text(),
        }
    };
    names.into_iter().map(row).collect()
}

fn mark(outcome: Option<&Outcome>, source: &Source<'_>) -> Mark {
    let is_edited = source.was_direct != source.is_direct || source.was_from != source.is_from;
    match outcome {
        Some(Outcome::Revoked) => Mark::Revoked,
        Some(outcome) if outcome.is_provisioned() => Mark::Created,
        Some(Outcome::Leftover { .. }) => Mark::Leftover,
        _ if is_edited => Mark::Changed,
        _ => Mark::None,
    }
}

/// Which attributes match which connection.
pub struct Matches(HashedMap<ConnectionName, Vec<Attribute>>);

impl Matches {
    pub fn new(catalog: &Catalog, attributes: &[Attribute]) -> Self {
        let mut matches: HashedMap<ConnectionName, Vec<Attribute>> = HashedMap::default();
        for attribute in attributes.iter().filter_map(|name| catalog.attribute(name)) {
            for name in &attribute.connection_names {
                matches.entry(name.clone()).or_default().push(attribute.name.clone());
            }
        }
        Self(matches)
    }

    pub fn of(&self, name: &ConnectionName) -> &[Attribute] {
        self.0.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// "9 reachable, 1 blocked, 1 leftover, 2 not supported".
pub fn summary(plan: &ChangePlan) -> String {
    let number = |holds: fn(&Effect) -> bool| plan.effects.iter().filter(|it| holds(it)).count();
    let is_leftover = |it: &Effect| matches!(it.outcome, Outcome::Leftover { .. });
    let blocked = number(|it| it.is_blocked);
    let leftover = plan.effects.iter().filter(|it| !it.is_blocked && is_leftover(it)).count();
    let reachable = plan
        .effects
        .iter()
        .filter(|it| it.outcome.is_live_after() && !it.is_blocked && !is_leftover(it))
        .count();
    let unsupported = number(|it| matches!(it.outcome, Outcome::NotSupported { .. }));
    let missing = number(|it| matches!(it.outcome, Outcome::MissingCredential { .. }));
    let when = if plan.is_noop() { "" } else { " after saving" };
    let mut text = format!("{reachable} reachable{when}");
    for (number, what) in [
        (blocked, "blocked"),
        (missing, "missing"),
        (leftover, "leftover"),
        (unsupported, "not supported"),
    ] {
        if number > 0 {
            text.push_str(&format!(", {number} {what}"));
        }
    }
    text
}
