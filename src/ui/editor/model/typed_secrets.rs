//! Secrets among the edits, which are neither stored nor sent until the user says so.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::loaded::Loaded;
use crate::domain::{
    draft::{Field, IdentityDraft},
    secret::Secret,
    typed_secret::{self, SecretShape},
};

/// A text of the draft that looks like a secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TypedSecret {
    pub field: Field,
    /// The place in the field's list; `None` for a field that isn't a list.
    pub index: Option<usize>,
    pub shape: SecretShape,
    /// The fingerprint of the text.
    mark: u32,
}

/// What looks like a secret, and what the user chose to send anyway.
#[derive(Clone, Copy)]
pub struct TypedSecrets {
    /// Everything that is new in the draft and looks like a secret, in the order of the form.
    all: Memo<Vec<TypedSecret>>,
    /// The fingerprints of the texts to send anyway.
    accepted: RwSignal<BTreeSet<u32>>,
}

impl TypedSecrets {
    pub fn new(loaded: Loaded, draft: impl Fn() -> IdentityDraft + Send + Sync + 'static) -> Self {
        let all = Memo::new(move |_| {
            let stored = loaded.identity().map(|it| IdentityDraft::of(&it)).unwrap_or_default();
            find(&draft(), &stored)
        });
        Self { all, accepted: RwSignal::new(BTreeSet::new()) }
    }

    /// Those that the user has to decide about.
    pub fn undecided(&self) -> Vec<TypedSecret> {
        self.accepted.with(|accepted| {
            let is_undecided = |it: &&TypedSecret| !accepted.contains(&it.mark);
            self.all.with(|all| all.iter().filter(is_undecided).copied().collect())
        })
    }

    /// Whether a field has a text that looks like a secret, accepted or not.
    pub fn is_in(&self, field: Field) -> bool {
        self.all.with(|all| all.iter().any(|it| it.field == field))
    }

    /// The user chose to send what is undecided anyway.
    pub fn accept(&self) {
        let undecided = untrack(|| self.undecided());
        self.accepted.update(|accepted| accepted.extend(undecided.iter().map(|it| it.mark)));
    }
}

fn find(draft: &IdentityDraft, stored: &IdentityDraft) -> Vec<TypedSecret> {
    let mut found = Vec::new();
    let mut look = |field, index, text: &str, is_stored: bool| {
        if let Some(shape) = typed_secret::find(text).filter(|_| !is_stored) {
            found.push(TypedSecret { field, index, shape, mark: Secret::new(text).mark() });
        }
    };
    look(Field::Name, None, &draft.name, draft.name == stored.name);
    look(Field::Description, None, &draft.description, draft.description == stored.description);
    for (index, text) in draft.attributes.iter().enumerate() {
        look(Field::Attributes, Some(index), text, stored.attributes.contains(text));
    }
    for (index, text) in draft.connection_names.iter().enumerate() {
        look(Field::ConnectionNames, Some(index), text, stored.connection_names.contains(text));
    }
    found
}
