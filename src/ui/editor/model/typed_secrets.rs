//! Secrets among the edits, which are neither stored nor sent until the user says so.

use std::sync::Arc;

use super::input::{Input, Inputs};
use crate::domain::{
    collect::{Collect, HashedSet},
    draft::Field,
    identity::Identity,
    secret::Secret,
    typed_secret::{self, SecretShape},
};
use crate::ui::reactive::*;

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
    accepted: RwSignal<HashedSet<u32>>,
}

impl TypedSecrets {
    pub fn new(stored: Memo<Option<Arc<Identity>>>, inputs: Inputs) -> Self {
        // Lists can be long: each field is searched once per change of its own.
        let of_fields = Field::ALL.map(|field| {
            let input = inputs.get(field).copied();
            Memo::new(move |_| {
                let stored = stored.get();
                let stored = stored.iter().flat_map(|it| field.texts(it)).into_hashed_set();
                input.with(|texts| find(field, input, texts, &stored))
            })
        });
        let all = Memo::new(move |_| of_fields.iter().flat_map(|found| found.get()).collect());
        Self { all, accepted: RwSignal::new(HashedSet::default()) }
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

/// What looks like a secret among the texts that aren't stored.
fn find(
    field: Field,
    input: Input,
    texts: &[String],
    stored: &HashedSet<&str>,
) -> Vec<TypedSecret> {
    let is_list = matches!(input, Input::List(_));
    let new = texts.iter().enumerate().filter(|(_, text)| !stored.contains(text.as_str()));
    let found = new.filter_map(|(index, text)| {
        let shape = typed_secret::find(text)?;
        let mark = Secret::new(text).mark();
        Some(TypedSecret { field, index: is_list.then_some(index), shape, mark })
    });
    found.collect()
}
