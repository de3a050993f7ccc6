//! The fields as they're typed, and their checks.

use std::sync::Arc;

use super::{input::Inputs, loaded::Loaded, typed_secrets::TypedSecrets};
use crate::ui::reactive::*;
use crate::{
    domain::{
        catalog::Catalog,
        collect::Collect,
        draft::{
            CheckedLists, DraftError, Field, IdentityDraft, IdentitySpec, PerField, ResolvedId,
            Rules, TextOrList, Texts,
        },
        identity::Identity,
    },
    ui::{components::token_list::TokenList, messages::draft::field_label, options::PageOptions},
};

/// One input per field, and what is derived from them.
#[derive(Clone, Copy)]
pub struct Fields {
    pub inputs: Inputs,
    /// The edits were found in the tab's storage.
    pub is_restored: RwSignal<bool>,
    /// The two lists, which typing a text doesn't check again.
    pub lists: Memo<CheckedLists>,
    /// What a save would send, or everything that is wrong with it.
    pub checked: Memo<Result<IdentitySpec, Vec<DraftError>>>,
    /// The typed ids of connections, which are sent by name (contract §8).
    pub resolved_ids: Memo<Vec<ResolvedId>>,
    /// What among the edits looks like a secret.
    pub secrets: TypedSecrets,
    /// There are unsaved edits, or text that wasn't entered yet.
    pub is_changed: Memo<bool>,
    /// By field: it differs from what is stored.
    edited: [Memo<bool>; Field::ALL.len()],
    /// By field: "Name: backend-prod". Shared: a key in one field doesn't copy a long list.
    readable: [Memo<Arc<str>>; Field::ALL.len()],
}

impl Fields {
    pub fn new(loaded: Loaded, options: Signal<PageOptions>) -> Self {
        let inputs =
            PerField::default().map_alike(|()| RwSignal::new(String::new()), |()| TokenList::new());
        // Neither changes when more becomes known about proxies or taken names, so that long lists aren't
        // checked again.
        let identity = Memo::by_pointer(move |_| loaded.identity());
        let catalog = Memo::by_pointer(move |_| loaded.catalog());
        let lists = with_rules((identity, catalog), options, move |rules| {
            let names = inputs.connection_names.items();
            inputs
                .attributes
                .items()
                .with(|attributes| names.with(|names| CheckedLists::new(attributes, names, rules)))
        });
        let checked = with_rules((identity, catalog), options, move |rules| {
            lists.with(|lists| lists.check(typed_texts(inputs), rules))
        });
        let resolved_ids = Memo::new(move |_| lists.with(|lists| lists.resolved_ids.clone()));
        // Lists can be long: each field is compared once per change of its own.
        let edited = Field::ALL.map(|field| {
            let input = inputs.get(field).copied();
            Memo::new(move |_| {
                let is_edited = |stored: &Identity| {
                    let stored = || field.texts(stored);
                    input.with(|typed| {
                        let is_same = typed.iter().map(String::as_str).eq(stored());
                        !is_same && !is_same_set(typed, stored())
                    })
                };
                identity.get().is_some_and(|stored| is_edited(&stored))
            })
        });
        let is_changed = Memo::new(move |_| {
            let is_changed = |field: Field| {
                edited[field as usize].get()
                    || match inputs.get(field) {
                        TextOrList::Text(_) => false,
                        TextOrList::List(list) => list.is_typing(),
                    }
            };
            loaded.identity().is_some() && Field::ALL.into_iter().any(is_changed)
        });
        let secrets = TypedSecrets::new(identity, inputs);
        let readable = Field::ALL.map(|field| {
            let texts = move || inputs.get(field).copied().with(|texts| texts.join(", "));
            Memo::new(move |_| format!("{}: {}", field_label(field), texts()).into())
        });
        Self {
            inputs,
            is_restored: RwSignal::new(false),
            lists,
            checked,
            resolved_ids,
            secrets,
            is_changed,
            edited,
            readable,
        }
    }

    /// What is typed.
    pub fn draft(&self) -> IdentityDraft {
        self.inputs.map_alike(|text| text.get(), |list| list.items().get())
    }

    /// What is typed into the texts.
    pub fn texts(&self) -> Texts<String, String> {
        typed_texts(self.inputs)
    }

    /// What is typed, as text to copy from: a line for each field.
    pub fn readable(&self) -> Vec<Arc<str>> {
        self.readable.map(|field| field.get()).into()
    }

    /// The direct connections as they are sent: a typed id stands for its connection's name.
    pub fn direct_connections(&self) -> Vec<String> {
        let mut names = self.inputs.connection_names.items().get();
        for ResolvedId { index, name, .. } in self.resolved_ids.get() {
            if let Some(entry) = names.get_mut(index) {
                name.as_str().clone_into(entry);
            }
        }
        names
    }

    /// Whether one field differs from what is stored.
    pub fn is_edited(&self, field: Field) -> bool {
        self.edited[field as usize].get()
    }

    /// Starts over from a draft: nothing is being typed, and there is nothing to undo.
    pub fn load(&self, draft: &IdentityDraft) {
        self.inputs.zip(draft.as_ref()).map_alike(
            |(text, typed)| _ = text.try_set(typed.clone()),
            |(list, typed)| list.load(typed.clone()),
        );
    }

    /// Takes one field from another draft; a list can be undone.
    pub fn take(&self, field: Field, from: &IdentityDraft) {
        match self.inputs.zip(from.as_ref()).get(field) {
            TextOrList::Text((text, from)) => text.set((*from).clone()),
            TextOrList::List((list, from)) => list.replace((*from).clone()),
        }
    }

    /// Takes one field from a merge with what someone else stored. What is being typed stays. A list can't
    /// be undone: the states before lack what the merge added.
    pub fn follow(&self, field: Field, from: &IdentityDraft) {
        match self.inputs.zip(from.as_ref()).get(field) {
            TextOrList::Text((text, from)) => {
                if text.with_untracked(|text| text != *from) {
                    text.set((*from).clone());
                }
            }
            TextOrList::List((list, from)) => list.follow(from),
        }
    }

    /// Enters what is still being typed into the lists.
    pub fn enter_pending(&self) {
        self.inputs.map_alike(|_| (), |list| list.enter_pending());
    }
}

/// The gateway keeps lists in an order of its own.
fn is_same_set(typed: &[String], stored: Vec<&str>) -> bool {
    typed.len() == stored.len()
        && typed.iter().map(String::as_str).into_hashed_set()
            == stored.into_iter().into_hashed_set()
}

fn typed_texts(inputs: Inputs) -> Texts<String, String> {
    inputs.texts().map_alike(|text| text.get(), |()| ())
}

/// What the domain says of the draft, by the rules of the moment.
fn with_rules<T: PartialEq + Send + Sync + 'static>(
    (identity, catalog): (Memo<Option<Arc<Identity>>>, Memo<Arc<Catalog>>),
    options: Signal<PageOptions>,
    ask: impl Fn(Rules<'_>) -> T + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |_| {
        let (identity, catalog) = (identity.get(), catalog.get());
        options.with(|PageOptions { policy, .. }| {
            ask(Rules { baseline: identity.as_deref(), catalog: &catalog, policy })
        })
    })
}
