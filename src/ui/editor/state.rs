//! The editor's state: what was loaded, what is being typed, and how far a save is.
//!
//! Three things are stored: the loaded identity, the draft, and the phase. Everything else is
//! derived from them.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;

use super::{EditorHost, actions};
use crate::{
    domain::{
        catalog::Catalog,
        credential::Credential,
        draft::{DraftError, Field, IdentityDraft, IdentitySpec, Rules},
        identity::Identity,
        name::IdentityName,
    },
    flow::save::{SaveStep, Settled},
    gateway::error::GatewayError,
    ui::components::token_list::TokenList,
};

/// What the editor is at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Phase {
    Loading,
    /// Nothing can be edited: it could not be read.
    Unloaded(GatewayError),
    Editing,
    Saving(SaveStep),
}

/// What became of the last save, shown until the next one.
#[derive(Clone)]
pub enum Report {
    /// Nothing was sent.
    NotSent(GatewayError),
    /// Nothing was sent, because somebody else has changed the identity; it has been loaded anew
    /// under the draft.
    Moved,
    /// What is the case after the write.
    Settled(Arc<Settled>),
    /// What the write did could not be found out.
    Undecided { reading: GatewayError },
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
    pub phase: RwSignal<Phase>,
    pub baseline: RwSignal<Option<Arc<Identity>>>,
    pub listing: RwSignal<Listing>,
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    pub attributes: TokenList,
    pub connection_names: TokenList,
    /// How often a save was stopped by errors in the draft since the identity was loaded.
    pub refused_saves: RwSignal<u32>,
    /// The draft was found in the tab's storage.
    pub is_restored: RwSignal<bool>,
    pub report: RwSignal<Option<Report>, LocalStorage>,
    /// The credentials on screen.
    pub shown: RwSignal<Vec<Arc<Credential>>, LocalStorage>,
    pub checked: Memo<Result<IdentitySpec, Vec<DraftError>>>,
    pub is_changed: Memo<bool>,
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
        Self {
            host: StoredValue::new_local(host),
            number,
            phase: RwSignal::new(Phase::Loading),
            baseline,
            listing,
            name,
            description,
            attributes,
            connection_names,
            refused_saves: RwSignal::new(0),
            is_restored: RwSignal::new(false),
            report: RwSignal::new_local(None),
            shown: RwSignal::new_local(Vec::new()),
            checked,
            is_changed,
        }
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
        let (phase, can_write) = (self.phase, self.host.with_value(|host| host.can_write));
        Signal::derive(move || !can_write || phase.get() != Phase::Editing)
    }

    /// What is wrong, as far as it is to be shown: an entered token at once, everything else after
    /// a save that it stopped.
    pub fn shown_errors(&self) -> Vec<DraftError> {
        let is_refused = self.refused_saves.get() > 0;
        match self.checked.get() {
            Ok(_) => Vec::new(),
            Err(errors) => {
                errors.into_iter().filter(|error| is_refused || error.index().is_some()).collect()
            }
        }
    }

    /// The shown errors of one field, by their place in its list.
    pub fn wrong_entries(&self, field: Field) -> BTreeMap<usize, DraftError> {
        self.shown_errors()
            .into_iter()
            .filter(|error| error.field() == field)
            .filter_map(|error| Some((error.index()?, error)))
            .collect()
    }

    /// Puts one field back to what was loaded.
    pub fn reset_field(&self, field: Field) {
        let Some(identity) = self.baseline.get_untracked() else { return };
        let loaded = IdentityDraft::of(&identity);
        match field {
            Field::Name => self.name.set(loaded.name),
            Field::Description => self.description.set(loaded.description),
            Field::Attributes => self.attributes.replace(loaded.attributes),
            Field::ConnectionNames => self.connection_names.replace(loaded.connection_names),
        }
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

    /// Puts every field back to what was loaded.
    pub fn discard(&self) {
        if let Some(identity) = self.baseline.get_untracked() {
            self.fill(&IdentityDraft::of(&identity));
        }
        self.refused_saves.set(0);
        self.is_restored.set(false);
    }

    /// Fills the form.
    pub fn fill(&self, draft: &IdentityDraft) {
        self.name.set(draft.name.clone());
        self.description.set(draft.description.clone());
        self.attributes.load(draft.attributes.clone());
        self.connection_names.load(draft.connection_names.clone());
    }

    pub fn load(&self, name: IdentityName) {
        actions::load(*self, name);
    }

    /// Saves, unless something is wrong or a save is under way already.
    pub fn save(&self) {
        if self.is_locked().get_untracked() {
            return;
        }
        // What is still in the inputs is meant to be saved as well.
        self.attributes.enter_pending();
        self.connection_names.enter_pending();
        match self.checked.get_untracked() {
            Ok(spec) => actions::save(*self, spec),
            Err(_) => self.refused_saves.update(|count| *count += 1),
        }
    }
}

fn catalog(listing: &Listing) -> Arc<Catalog> {
    match listing {
        Listing::Loaded(catalog) => catalog.clone(),
        Listing::Loading | Listing::Failed(_) => Arc::default(),
    }
}
