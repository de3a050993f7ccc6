//! Which rows there are: each credential, and each missing one.

use std::sync::Arc;

use crate::{
    domain::{
        collect::{Collect, HashedMap, HashedSet, sort},
        connection::ConnectionName,
        credential::Credential,
        plan::Outcome,
    },
    ui::{
        browser::letters::folded,
        components::{icon::Icon, status::StatusKind},
        editor::{
            access_words as words,
            model::{
                Editor,
                rotation::{Rotating, TurnEnd},
            },
        },
        messages::plan::reason,
    },
};

/// One row: a credential, or a missing one.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct Row {
    pub name: ConnectionName,
    pub kind: Option<(Icon, String)>,
    pub source: String,
    pub state: (StatusKind, Icon, String),
    pub is_live: bool,
    /// How many credentials there are; an entry by name and one by id make two (contract §8).
    pub number: usize,
    /// Problems come first.
    pub rank: u8,
    /// The searchable text, folded.
    pub haystack: Arc<str>,
}

/// Why each credential is there, and which are missing; problems first. What is known of the
/// connections is tracked: their list may arrive later.
pub(super) fn rows(editor: Editor, credentials: &[Arc<Credential>]) -> Vec<Arc<Row>> {
    let Some(context) = editor.loaded.context.get() else { return Vec::new() };
    let catalog = context.catalog();
    let kind = |name: &ConnectionName| catalog.connection(name).map(words::connection_type);
    let mut rows = HashedMap::default();
    let Some(unedited) = editor.review.unedited.get() else { return Vec::new() };
    for effect in unedited.effects.iter() {
        let outcome = match &effect.outcome {
            Outcome::NotSupported { .. } => continue,
            // Any save of the identity creates it.
            Outcome::ProvisionedByAttribute { .. } => &Outcome::MissingCredential { reason: None },
            outcome => outcome,
        };
        let state = words::credential(outcome, effect.is_blocked);
        let source = match &effect.outcome {
            Outcome::Leftover { .. } => "no longer assigned".to_owned(),
            Outcome::MissingCredential { .. } => "direct".to_owned(),
            outcome => reason(outcome),
        };
        let rank = match state.0 {
            StatusKind::Negative => 0,
            StatusKind::Caution => 1,
            _ => 2,
        };
        let name = effect.connection_name.clone();
        rows.insert(
            name.clone(),
            Row {
                kind: kind(&name),
                name,
                source,
                state,
                is_live: false,
                number: 0,
                rank,
                haystack: Arc::default(),
            },
        );
    }
    let created = editor.secrets.created();
    let mut new: HashedSet<ConnectionName> =
        created.iter().map(|credential| credential.connection_name.clone()).into_hashed_set();
    if let Some(Rotating::Over(turns)) = editor.secrets.rotating.get_untracked() {
        let rotated = turns.iter().filter(|turn| turn.end == TurnEnd::Rotated);
        new.extend(rotated.map(|turn| turn.name.clone()));
    }
    // One that a write has revoked since they were read is gone; those that it has created are read next.
    let works =
        |name: &ConnectionName| context.credentials().is_none_or(|live| live.contains(name));
    for credential in credentials.iter().filter(|it| works(&it.connection_name)) {
        let name = credential.connection_name.clone();
        let row = rows.entry(name.clone()).or_insert_with(|| Row {
            kind: kind(&name),
            name,
            source: String::new(),
            state: (StatusKind::Plain, Icon::Check, "Works".to_owned()),
            is_live: true,
            number: 0,
            rank: 2,
            haystack: Arc::default(),
        });
        row.is_live = true;
        row.number += 1;
        if new.contains(&credential.connection_name) {
            row.state = (StatusKind::Positive, Icon::Check, "New".to_owned());
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    for row in &mut rows {
        row.haystack = folded(&format!("{}\n{}", row.name, row.state.2)).into();
    }
    sort(&mut rows, |left, right| left.rank.cmp(&right.rank).then(left.name.cmp(&right.name)));
    rows.into_iter().map(Arc::new).collect()
}
