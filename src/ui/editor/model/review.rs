//! What a save would do, and what is in its way.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;

use super::{fields::Fields, loaded::Loaded, problem::Problem};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::{Field, IdentityDraft},
    plan::ChangePlan,
};

/// The plan and the problems, derived from what was read and what is typed.
#[derive(Clone, Copy)]
pub struct Review {
    loaded: Loaded,
    fields: Fields,
    /// What saving the edits would do, as far as they can be read.
    pub plan: Memo<Option<Arc<ChangePlan>>>,
    /// How often a save was stopped by problems since the identity was loaded.
    pub refused_saves: RwSignal<u32>,
    /// A save was asked for although nothing would change.
    pub is_noop_asked: RwSignal<bool>,
}

impl Review {
    pub fn new(loaded: Loaded, fields: Fields) -> Self {
        let plan = Memo::new(move |_| {
            let spec = fields.checked.get().unwrap_or_else(|_| fields.draft().as_typed());
            let context = loaded.context.get()?;
            Some(Arc::new(ChangePlan::new(&context, &spec)))
        });
        let refused_saves = RwSignal::new(0);
        Self { loaded, fields, plan, refused_saves, is_noop_asked: RwSignal::new(false) }
    }

    /// The problems to show: those of an entered list item and those the gateway would refuse at
    /// once, every other one after a save that it stopped.
    pub fn problems(&self) -> Vec<Problem> {
        let is_refused = self.refused_saves.get() > 0;
        let errors = self.fields.checked.get().err().unwrap_or_default();
        let mut problems: Vec<Problem> = errors
            .into_iter()
            .filter(|error| is_refused || error.index().is_some())
            .map(Problem::Draft)
            .collect();
        if self.loaded.has_lists()
            && let Some(plan) = self.plan.get()
        {
            problems.extend(plan.obstacles.iter().cloned().map(Problem::Obstacle));
        }
        problems.extend(self.fields.secrets.undecided().into_iter().map(Problem::Secret));
        // What is wrong with an entry's form hides what the gateway would make of it. The plan's
        // obstacles stay in its order: the first is the one that the gateway would name.
        let mut seen = BTreeSet::new();
        problems.retain(|problem| seen.insert((problem.field(), problem.index())));
        problems
    }

    /// The places of one field's list that have a problem.
    pub fn wrong_entries(&self, field: Field) -> BTreeSet<usize> {
        let problems = self.problems().into_iter();
        problems.filter(|it| it.field() == field).filter_map(|it| it.index()).collect()
    }

    /// The entered connections that have a problem.
    pub fn wrong_names(&self) -> BTreeSet<ConnectionName> {
        let wrong = self.wrong_entries(Field::ConnectionNames);
        let names = self.fields.connection_names.items().get();
        let names = names.into_iter().enumerate().filter(|(index, _)| wrong.contains(index));
        names.map(|(_, name)| ConnectionName::received(name)).collect()
    }

    /// The sentences for what is wrong with a field, one for each entry.
    pub fn field_errors(&self, field: Field) -> Vec<String> {
        let problems = self.problems().into_iter();
        problems.filter(|it| it.field() == field).map(|it| it.text()).collect()
    }

    /// The entered attributes that neither the identity nor the gateway's list has (G12).
    pub fn new_attributes(&self) -> Vec<Attribute> {
        let Some(catalog) = self.loaded.loaded_catalog() else { return Vec::new() };
        let entered = self.fields.attributes.items().get().into_iter().map(Attribute::received);
        let stored = self.loaded.identity();
        let is_held = |name: &Attribute| {
            stored.as_ref().is_some_and(|identity| identity.attributes.contains(name))
        };
        entered.filter(|name| catalog.attribute(name).is_none() && !is_held(name)).collect()
    }

    /// Whether a field differs from what was loaded.
    pub fn is_changed(&self, field: Field) -> bool {
        let identity = self.loaded.identity();
        identity.is_some_and(|identity| self.fields.differs(field, &IdentityDraft::of(&identity)))
    }
}
