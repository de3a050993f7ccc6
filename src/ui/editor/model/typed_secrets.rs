//! Secrets among the edits, which are neither stored nor sent until the user says so.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::loaded::Loaded;
use crate::domain::{
    attribute::Attribute,
    collect::Collect,
    connection::ConnectionName,
    draft::Field,
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
    pub fn new(
        loaded: Loaded,
        name: RwSignal<String>,
        description: RwSignal<String>,
        attributes: Signal<Vec<String>>,
        connection_names: Signal<Vec<String>>,
    ) -> Self {
        // Lists can be long: they're read once per change of their own.
        let of_lists = Memo::new(move |_| {
            let stored = loaded.identity();
            let stored = stored.as_deref();
            let held = stored.map_or(&[][..], |it| &it.attributes);
            let listed = stored.map_or(&[][..], |it| &it.connection_names);
            let held = held.iter().map(Attribute::as_str).into_set();
            let listed = listed.iter().map(ConnectionName::as_str).into_set();
            let mut found = attributes.with(|it| in_list(Field::Attributes, it, &held));
            let names = connection_names.with(|it| in_list(Field::ConnectionNames, it, &listed));
            found.extend(names);
            found
        });
        let all = Memo::new(move |_| {
            let stored = loaded.identity();
            let stored = stored.as_ref().map(|it| (it.name.as_str(), it.description.as_str()));
            let (stored_name, stored_description) = stored.unwrap_or_default();
            let name = name.with(|text| in_text(Field::Name, text, stored_name));
            let description =
                description.with(|text| in_text(Field::Description, text, stored_description));
            let of_lists = of_lists.get();
            name.into_iter().chain(description).chain(of_lists).collect::<Vec<_>>()
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

/// What looks like a secret in a text that differs from the stored one.
fn in_text(field: Field, text: &str, stored: &str) -> Option<TypedSecret> {
    found(field, None, text).filter(|_| text != stored)
}

/// What looks like a secret in a list, apart from its stored entries.
fn in_list(field: Field, texts: &[String], stored: &BTreeSet<&str>) -> Vec<TypedSecret> {
    let new = texts.iter().enumerate().filter(|(_, text)| !stored.contains(text.as_str()));
    new.filter_map(|(index, text)| found(field, Some(index), text)).collect()
}

fn found(field: Field, index: Option<usize>, text: &str) -> Option<TypedSecret> {
    let shape = typed_secret::find(text)?;
    Some(TypedSecret { field, index, shape, mark: Secret::new(text).mark() })
}
