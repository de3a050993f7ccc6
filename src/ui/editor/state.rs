//! The editor's state: what was loaded, what is being typed, and how far a save is.
//!
//! What was read, the draft and the phase are stored, and what became of the last write. Everything
//! else is derived from them.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;

use super::{
    EditorHost, Rights, export::Exporting, problem::Problem, repair::Repairing, rotation::Rotating,
    vault::CredentialList,
};
use crate::{
    domain::{
        attribute::Attribute,
        catalog::Catalog,
        collect::sort,
        connection::ConnectionName,
        credential::Credential,
        draft::{DraftError, Field, IdentityDraft, IdentitySpec, Rules},
        host::PublicHost,
        identity::Identity,
        identity_state::{IdentityState, LiveCredentials},
        merge::{ContextChange, Merge},
        name::IdentityName,
        plan::{ChangePlan, Consent, PlanContext},
    },
    flow::save::{SaveStep, Settled},
    gateway::error::GatewayError,
    ui::{
        browser::secret_visibility::SecretVisibility, components::token_list::TokenList, dom::ElRef,
    },
};

mod acts;

/// What the editor is at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Phase {
    Loading,
    /// Nothing can be edited: it could not be read.
    Unloaded(GatewayError),
    Editing,
    /// A save is wanted, and waits for the lists that its plan rests on.
    Waiting,
    Saving(SaveStep),
}

/// What became of the last save, shown until the next one.
#[derive(Clone)]
pub enum Report {
    /// Nothing was sent.
    NotSent(GatewayError),
    /// What is the case after the write.
    Settled(Arc<Settled>),
    /// What the write did could not be found out so far.
    Undecided { reading: Option<GatewayError> },
}

/// Nothing was sent, because something is not what it was when it was loaded (G15).
#[derive(Clone)]
pub struct Conflict {
    /// What is the case now.
    pub now: PlanContext,
    /// What has changed besides the fields.
    pub context_changes: Arc<Vec<ContextChange>>,
    /// The fields: loaded, theirs, mine.
    pub merge: Merge,
}

/// The catalog, or why it could not be read; the form works without it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Listing {
    Loading,
    Loaded(Arc<Catalog>),
    Failed(GatewayError),
}

/// All signals of one editor. Components receive this, and call methods named after what the
/// person does.
#[derive(Clone, Copy)]
pub struct Editor {
    pub host: StoredValue<EditorHost, LocalStorage>,
    /// Distinguishes the ids of several editors on one page.
    number: u32,
    /// The heading, which takes the focus where what had it is taken away.
    pub heading: ElRef,
    pub phase: RwSignal<Phase>,
    pub baseline: RwSignal<Option<Arc<Identity>>>,
    /// The credentials of the identity; `None` where they may not be read.
    pub live: RwSignal<Option<Arc<LiveCredentials>>>,
    /// The names that are known to belong to another identity.
    pub taken: RwSignal<Arc<BTreeSet<IdentityName>>>,
    pub listing: RwSignal<Listing>,
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    pub attributes: TokenList,
    pub connection_names: TokenList,
    /// A save was asked for that would change nothing.
    pub asked_in_vain: RwSignal<bool>,
    /// How often a save was stopped by errors in the draft since the identity was loaded.
    pub refused_saves: RwSignal<u32>,
    /// The draft was found in the tab's storage.
    pub is_restored: RwSignal<bool>,
    pub report: RwSignal<Option<Report>, LocalStorage>,
    /// What has to be confirmed before a save is sent.
    pub consent: RwSignal<Option<Consent>>,
    pub conflict: RwSignal<Option<Conflict>, LocalStorage>,
    pub repairing: RwSignal<Option<Repairing>, LocalStorage>,
    /// A mend is to stop after the step that it is at.
    pub is_stopping: RwSignal<bool>,
    /// The credentials on screen that a write of this page has made.
    pub shown: RwSignal<Vec<Arc<Credential>>, LocalStorage>,
    /// Nobody has revealed, copied or put away the new ones.
    pub is_unseen: RwSignal<bool>,
    /// All credentials, while they are fetched.
    pub vault: RwSignal<CredentialList, LocalStorage>,
    /// The credential of the vault whose card is open.
    pub opened: RwSignal<Option<ConnectionName>>,
    /// The credentials of the vault that are chosen for something.
    pub chosen: RwSignal<BTreeSet<ConnectionName>>,
    pub rotating: RwSignal<Option<Rotating>, LocalStorage>,
    /// The credentials that are being handed over.
    pub exporting: RwSignal<Option<Exporting>, LocalStorage>,
    /// The host that stands in for the gateway's own in everything that is shown (G9).
    pub public_host: RwSignal<Option<PublicHost>>,
    pub secret_visibility: SecretVisibility,
    /// Counts how often the secrets were taken off the page: an answer that was on its way then is
    /// not put on it any more.
    pub wipes: StoredValue<u32>,
    /// The secrets were taken off the page because nobody was there.
    pub is_wiped: RwSignal<bool>,
    /// What was asked for could not begin: its part of the program could not be loaded.
    pub is_part_missing: RwSignal<bool>,
    pub checked: Memo<Result<IdentitySpec, Vec<DraftError>>>,
    pub is_changed: Memo<bool>,
    /// What the plan rests on.
    pub context: Memo<Option<Arc<PlanContext>>>,
    /// What saving the draft would do, as far as the draft can be read.
    pub plan: Memo<Option<Arc<ChangePlan>>>,
}

impl Editor {
    pub fn new(host: EditorHost) -> Self {
        thread_local! {
            static EDITORS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
        }
        let number = EDITORS.replace(EDITORS.get() + 1);
        let (attributes, connection_names) = (TokenList::new(), TokenList::new());
        let (name, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let baseline = RwSignal::new(None::<Arc<Identity>>);
        let listing = RwSignal::new(Listing::Loading);
        let policy = StoredValue::new_local(host.policy.clone());
        let draft = move || IdentityDraft {
            name: name.get(),
            description: description.get(),
            attributes: attributes.items().get(),
            connection_names: connection_names.items().get(),
        };
        let checked = Memo::new(move |_| {
            let (draft, baseline, catalog) = (draft(), baseline.get(), catalog(&listing.get()));
            policy.with_value(|policy| {
                let rules = Rules { baseline: baseline.as_deref(), catalog: &catalog, policy };
                draft.check(rules)
            })
        });
        let is_changed = Memo::new(move |_| {
            let is_typing = !attributes.pending().with(|text| text.trim().is_empty())
                || !connection_names.pending().with(|text| text.trim().is_empty());
            baseline.get().is_some_and(|identity| draft() != IdentityDraft::of(&identity))
                || is_typing
        });
        let live = RwSignal::new(None);
        let taken = RwSignal::new(Arc::default());
        let listeners = host.listeners;
        let public_host = RwSignal::new(host.public_host.clone());
        let context = Memo::new(move |_| {
            let identity = baseline.get()?;
            let catalog = catalog(&listing.get());
            let state = IdentityState { identity, credentials: live.get() };
            let context = PlanContext::new(state, catalog).with_taken_names(taken.get());
            Some(Arc::new(context.with_listeners(listeners)))
        });
        let plan = Memo::new(move |_| {
            let spec = checked.get().unwrap_or_else(|_| draft().as_typed());
            let context = context.get()?;
            Some(Arc::new(ChangePlan::new(&context, &spec)))
        });
        Self {
            host: StoredValue::new_local(host),
            number,
            heading: ElRef::new(),
            phase: RwSignal::new(Phase::Loading),
            baseline,
            live,
            taken,
            listing,
            name,
            description,
            attributes,
            connection_names,
            asked_in_vain: RwSignal::new(false),
            refused_saves: RwSignal::new(0),
            is_restored: RwSignal::new(false),
            report: RwSignal::new_local(None),
            consent: RwSignal::new(None),
            conflict: RwSignal::new_local(None),
            repairing: RwSignal::new_local(None),
            is_stopping: RwSignal::new(false),
            shown: RwSignal::new_local(Vec::new()),
            is_unseen: RwSignal::new(false),
            vault: RwSignal::new_local(CredentialList::Closed),
            opened: RwSignal::new(None),
            chosen: RwSignal::new(BTreeSet::new()),
            rotating: RwSignal::new_local(None),
            exporting: RwSignal::new_local(None),
            public_host,
            secret_visibility: SecretVisibility::new(),
            wipes: StoredValue::new(0),
            is_wiped: RwSignal::new(false),
            is_part_missing: RwSignal::new(false),
            checked,
            is_changed,
            context,
            plan,
        }
    }

    /// What the person may do.
    pub fn rights(&self) -> Rights {
        self.host.with_value(|host| host.rights).get()
    }

    /// The editor was taken off the page, and its signals with it.
    pub fn is_gone(&self) -> bool {
        self.phase.try_get_untracked().is_none()
    }

    /// The id of an element of this editor.
    pub fn id(&self, part: &str) -> String {
        format!("identity-{}-{part}", self.number)
    }

    pub fn field_id(&self, field: Field) -> String {
        self.id(match field {
            Field::Name => "name",
            Field::Description => "description",
            Field::Attributes => "attributes",
            Field::ConnectionNames => "connections",
        })
    }

    pub fn draft(&self) -> IdentityDraft {
        IdentityDraft {
            name: self.name.get(),
            description: self.description.get(),
            attributes: self.attributes.items().get(),
            connection_names: self.connection_names.items().get(),
        }
    }

    pub fn catalog(&self) -> Arc<Catalog> {
        catalog(&self.listing.get())
    }

    /// The catalog, once it has been read.
    pub fn loaded_catalog(&self) -> Option<Arc<Catalog>> {
        match self.listing.get() {
            Listing::Loaded(catalog) => Some(catalog),
            Listing::Loading | Listing::Failed(_) => None,
        }
    }

    /// Nothing can be typed: it is not loaded, being saved, or the person may not change it.
    pub fn is_locked(&self) -> Signal<bool> {
        let (phase, rights) = (self.phase, self.host.with_value(|host| host.rights));
        let report = self.report;
        Signal::derive(move || {
            // A write whose end is not known must not be followed by another (G16).
            let is_undecided =
                report.with(|report| matches!(report, Some(Report::Undecided { .. })));
            !rights.get().can_write || is_undecided || phase.get() != Phase::Editing
        })
    }

    /// What is wrong, as far as it is to be shown: an entered token and what the gateway would
    /// refuse at once, everything else after a save that it stopped.
    pub fn shown_problems(&self) -> Vec<Problem> {
        let is_refused = self.refused_saves.get() > 0;
        let errors = self.checked.get().err().unwrap_or_default();
        let mut problems: Vec<Problem> = errors
            .into_iter()
            .filter(|error| is_refused || error.index().is_some())
            .map(Problem::Draft)
            .collect();
        if self.loaded_catalog().is_some()
            && let Some(plan) = self.plan.get()
        {
            problems.extend(plan.obstacles.iter().cloned().map(Problem::Obstacle));
        }
        // The form of an entry comes before what the gateway would make of it.
        let place = |problem: &Problem| (problem.field(), problem.index());
        sort(&mut problems, |left, right| place(left).cmp(&place(right)));
        problems.dedup_by_key(|problem| (problem.field(), problem.index()));
        problems
    }

    /// The places of one field's list that have a problem.
    pub fn wrong_entries(&self, field: Field) -> BTreeSet<usize> {
        let problems = self.shown_problems().into_iter();
        problems.filter(|it| it.field() == field).filter_map(|it| it.index()).collect()
    }

    /// The sentences for what is wrong with a field, one for each entry.
    pub fn field_errors(&self, field: Field) -> Vec<String> {
        let problems = self.shown_problems().into_iter();
        problems.filter(|it| it.field() == field).map(|it| it.text()).collect()
    }

    /// The new attributes among those entered: the gateway lists none of that name (G12).
    pub fn new_attributes(&self) -> Vec<Attribute> {
        let Some(catalog) = self.loaded_catalog() else { return Vec::new() };
        let entered = self.attributes.items().get().into_iter().map(Attribute::received);
        let held = self.baseline.get();
        let is_held = |name: &Attribute| {
            held.as_ref().is_some_and(|identity| identity.attributes.contains(name))
        };
        entered.filter(|name| catalog.attribute(name).is_none() && !is_held(name)).collect()
    }

    /// Whether it is to be created; `false` while nothing is loaded.
    pub fn is_new(&self) -> bool {
        self.baseline.get().is_some_and(|identity| !identity.is_stored())
    }

    /// Whether a field is not what was loaded.
    pub fn is_field_changed(&self, field: Field) -> bool {
        let Some(identity) = self.baseline.get() else { return false };
        let loaded = IdentityDraft::of(&identity);
        match field {
            Field::Name => self.name.with(|name| *name != loaded.name),
            Field::Description => self.description.with(|text| *text != loaded.description),
            Field::Attributes => self.attributes.items().with(|list| *list != loaded.attributes),
            Field::ConnectionNames => {
                self.connection_names.items().with(|list| *list != loaded.connection_names)
            }
        }
    }
}

fn catalog(listing: &Listing) -> Arc<Catalog> {
    match listing {
        Listing::Loaded(catalog) => catalog.clone(),
        Listing::Loading | Listing::Failed(_) => Arc::default(),
    }
}
