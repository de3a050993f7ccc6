//! What a save would do, and what is in its way.

use std::sync::Arc;

use super::{fields::Fields, loaded::Loaded, problem::Problem};
use crate::ui::reactive::*;
use crate::{
    domain::{
        attribute::Attribute,
        collect::{Collect, HashedSet},
        connection::ConnectionName,
        draft::{DraftError, Field, IdentitySpec},
        name::IdentityName,
        plan::{ChangePlan, Effect, Obstacle},
    },
    ui::messages::plan::and_more,
};

type Planned = Option<Arc<ChangePlan>>;

/// How many problems are told one by one.
pub const TOLD: usize = 20;

/// The plan and the problems, derived from what was read and what is typed.
#[derive(Clone, Copy)]
pub struct Review {
    loaded: Loaded,
    fields: Fields,
    /// What a save without edits would do: what is stored, and where credentials differ from it.
    pub unedited: Memo<Planned>,
    /// What saving the edits would do, as far as they can be read.
    pub plan: Memo<Planned>,
    /// The plan's effects. Typing a name or description usually leaves them equal, so that no row is
    /// drawn again.
    pub effects: Memo<Option<Arc<Vec<Effect>>>>,
    /// How often a save was stopped by problems since the identity was loaded.
    pub refused_saves: RwSignal<u32>,
    /// A save was asked for although nothing would change.
    pub is_noop_asked: RwSignal<bool>,
    /// The problems to show. Those of an entered list item, and those that the gateway would refuse,
    /// are shown at once; every other one only after it stopped a save.
    ///
    /// Problems that the gateway would refuse are in the order of its checks (contract §5), so its
    /// answer would name the first. Where an entry is malformed, that problem is shown in place of the
    /// gateway's, because it says more.
    pub problems: Memo<Vec<Problem>>,
    /// By field: the places in its list that have a problem.
    wrong_entries: [Memo<HashedSet<usize>>; Field::ALL.len()],
    /// By field: the sentences for what is wrong with it, and how many more there are.
    errors: [Memo<Vec<String>>; Field::ALL.len()],
}

impl Review {
    pub fn new(loaded: Loaded, fields: Fields) -> Self {
        let unedited = Memo::by_pointer(move |last: Option<&Planned>| {
            let context = loaded.context.get()?;
            let spec = IdentitySpec::of(context.identity());
            Some(ChangePlan::renewed(last.and_then(Option::as_ref), &context, &spec))
        });
        // What the lists do doesn't depend on the texts, and is computed once per change of them.
        let of_lists = Memo::by_pointer(move |last: Option<&Planned>| {
            let unedited = unedited.get()?;
            let stored = unedited.spec();
            let spec = fields.lists.with(|lists| lists.with(stored.texts()));
            match spec == *stored {
                true => Some(unedited),
                false => {
                    let last = last.and_then(Option::as_ref);
                    Some(ChangePlan::renewed(last, unedited.context(), &spec))
                }
            }
        });
        let plan = Memo::by_pointer(move |_| {
            let checked = fields.checked.with(|it| it.as_ref().ok().map(IdentitySpec::texts));
            let typed = || fields.texts().map_name(IdentityName::received);
            let texts = checked.unwrap_or_else(typed);
            of_lists.get().map(|plan| plan.with_texts(texts))
        });
        let effects =
            Memo::new(move |_| plan.with(|plan| plan.as_ref().map(|plan| plan.effects.clone())));
        let refused_saves = RwSignal::new(0);
        // Read by every field, the table and the foot: computed once per change, and what one field
        // shows is drawn again only when its own problems change.
        let problems = Memo::new(move |_| problems(loaded, fields, plan, refused_saves.get() > 0));
        let of_field = move |field| move |problem: &&Problem| problem.field() == field;
        let wrong_entries = Field::ALL.map(|field| {
            Memo::new(move |_| {
                problems.with(|all| {
                    all.iter().filter(of_field(field)).filter_map(Problem::index).into_hashed_set()
                })
            })
        });
        let errors = Field::ALL.map(|field| {
            Memo::new(move |_| {
                problems.with(|all| {
                    let all: Vec<_> = all.iter().filter(of_field(field)).collect();
                    let more = all.len().saturating_sub(TOLD);
                    let told = all.into_iter().take(TOLD).map(Problem::text);
                    told.chain((more > 0).then(|| and_more(more))).collect()
                })
            })
        });
        Self {
            loaded,
            fields,
            unedited,
            plan,
            effects,
            refused_saves,
            is_noop_asked: RwSignal::new(false),
            problems,
            wrong_entries,
            errors,
        }
    }

    /// The places of one field's list that have a problem.
    pub fn wrong_entries(&self, field: Field) -> Memo<HashedSet<usize>> {
        self.wrong_entries[field as usize]
    }

    /// The entered connections that have a problem.
    pub fn wrong_names(&self) -> HashedSet<ConnectionName> {
        let wrong = self.wrong_entries(Field::ConnectionNames).get();
        if wrong.is_empty() {
            return HashedSet::default();
        }
        let names = self.fields.direct_connections();
        let names = names.into_iter().enumerate().filter(|(index, _)| wrong.contains(index));
        names.map(|(_, name)| ConnectionName::received(name)).into_hashed_set()
    }

    /// The sentences for what is wrong with a field: the first, and how many more there are.
    pub fn field_errors(&self, field: Field) -> Memo<Vec<String>> {
        self.errors[field as usize]
    }

    /// The entered attributes that neither the identity nor the gateway's list has (G12).
    pub fn new_attributes(&self) -> Vec<Attribute> {
        let Some(catalog) = self.loaded.loaded_catalog() else { return Vec::new() };
        let entered =
            self.fields.inputs.attributes.items().get().into_iter().map(Attribute::received);
        let stored = self.loaded.identity();
        let is_held = |name: &Attribute| {
            stored.as_ref().is_some_and(|identity| identity.attributes.contains(name))
        };
        entered.filter(|name| catalog.attribute(name).is_none() && !is_held(name)).collect()
    }
}

fn problems(loaded: Loaded, fields: Fields, plan: Memo<Planned>, is_refused: bool) -> Vec<Problem> {
    let mut errors = fields.checked.with(|it| it.as_ref().err().cloned()).unwrap_or_default();
    errors.retain(|error| is_refused || error.index().is_some());
    let plan = plan.get().filter(|_| loaded.has_lists());
    // A new identity starts without a name; that is a problem once a save was asked for.
    let awaits_name = !is_refused && loaded.is_new() && fields.inputs.name.with(String::is_empty);
    let is_awaited = |obstacle: &Obstacle| awaits_name && obstacle.field == Field::Name;
    let obstacles = plan.iter().flat_map(|plan| &plan.obstacles).filter(|it| !is_awaited(it));
    let mut problems = Vec::new();
    for obstacle in obstacles.cloned() {
        let is_same =
            |it: &DraftError| it.field() == obstacle.field && it.index() == obstacle.index;
        problems.push(match errors.iter().position(is_same) {
            Some(place) => Problem::Draft(errors.remove(place)),
            None => Problem::Obstacle(obstacle),
        });
    }
    problems.extend(errors.into_iter().map(Problem::Draft));
    problems.extend(fields.secrets.undecided().into_iter().map(Problem::Secret));
    let mut seen = HashedSet::default();
    problems.retain(|problem| seen.insert((problem.field(), problem.index())));
    problems
}
