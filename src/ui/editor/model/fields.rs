//! The four fields as they're typed, and their checks.

use std::sync::Arc;

use leptos::prelude::*;

use super::{input::Input, loaded::Loaded, typed_secrets::TypedSecrets};
use crate::{
    domain::{
        attribute::Attribute,
        connection::ConnectionName,
        draft::{CheckedLists, DraftError, Field, IdentityDraft, IdentitySpec, ResolvedId, Rules},
        identity::Identity,
    },
    ui::{components::token_list::TokenList, messages::draft::field_label, options::PageOptions},
};

/// One signal per field, and what is derived from them.
#[derive(Clone, Copy)]
pub struct Fields {
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    pub attributes: TokenList,
    pub connection_names: TokenList,
    /// The edits were found in the tab's storage.
    pub is_restored: RwSignal<bool>,
    /// The two lists, which typing a name or a description doesn't check again.
    pub lists: Memo<CheckedLists>,
    /// What a save would send, or everything that is wrong with it.
    pub checked: Memo<Result<IdentitySpec, Vec<DraftError>>>,
    /// The typed ids of connections, which are sent by name (contract §8).
    pub resolved_ids: Memo<Vec<ResolvedId>>,
    /// What among the edits looks like a secret.
    pub secrets: TypedSecrets,
    /// There are unsaved edits, or text that wasn't entered yet.
    pub is_changed: Memo<bool>,
    /// "Name: backend-prod" for each field. Shared: a key in one field doesn't copy a long list.
    readable_fields: [Memo<Arc<str>>; Field::ALL.len()],
}

impl Fields {
    pub fn new(loaded: Loaded, options: Signal<PageOptions>) -> Self {
        let (name, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let (attributes, connection_names) = (TokenList::new(), TokenList::new());
        let lists = with_rules(loaded, options, move |rules| {
            let (attributes, names) = (attributes.items(), connection_names.items());
            attributes
                .with(|attributes| names.with(|names| CheckedLists::new(attributes, names, rules)))
        });
        let checked = with_rules(loaded, options, move |rules| {
            lists.with(|lists| {
                name.with(|name| description.with(|text| lists.check(name, text, rules)))
            })
        });
        let resolved_ids = Memo::new(move |_| lists.with(|lists| lists.resolved_ids.clone()));
        let are_lists_edited = Memo::new(move |_| {
            let stored = loaded.identity();
            stored.is_some_and(|stored| {
                is_edited(attributes, &stored.attributes, Attribute::as_str)
                    || is_edited(connection_names, &stored.connection_names, ConnectionName::as_str)
            })
        });
        let is_changed = Memo::new(move |_| {
            let is_typing = [attributes, connection_names]
                .iter()
                .any(|list| list.pending().with(|text| !text.trim().is_empty()));
            loaded.identity().is_some_and(|stored| {
                let is_edited = |field| match field {
                    Field::Name => name.with(|name| name != stored.name.as_str()),
                    Field::Description => description.with(|text| *text != stored.description),
                    Field::Attributes | Field::ConnectionNames => are_lists_edited.get(),
                };
                is_typing || Field::ALL.into_iter().any(is_edited)
            })
        });
        let input = move |field| match field {
            Field::Name => Input::Text(name),
            Field::Description => Input::Text(description),
            Field::Attributes => Input::List(attributes),
            Field::ConnectionNames => Input::List(connection_names),
        };
        let secrets = TypedSecrets::new(loaded, input);
        let readable_fields = Field::ALL.map(|field| {
            let texts = move || input(field).with(|texts| texts.join(", "));
            Memo::new(move |_| format!("{}: {}", field_label(field), texts()).into())
        });
        Self {
            readable_fields,
            name,
            description,
            attributes,
            connection_names,
            is_restored: RwSignal::new(false),
            lists,
            checked,
            resolved_ids,
            secrets,
            is_changed,
        }
    }

    /// What is typed.
    pub fn draft(&self) -> IdentityDraft {
        IdentityDraft {
            name: self.name.get(),
            description: self.description.get(),
            attributes: self.attributes.items().get(),
            connection_names: self.connection_names.items().get(),
        }
    }

    /// What is typed, as text to copy from: a line for each field.
    pub fn readable(&self) -> Vec<Arc<str>> {
        self.readable_fields.map(|field| field.get()).into()
    }

    /// The direct connections as they are sent: a typed id stands for its connection's name.
    pub fn direct_connections(&self) -> Vec<String> {
        let mut names = self.connection_names.items().get();
        for ResolvedId { index, name, .. } in self.resolved_ids.get() {
            if let Some(entry) = names.get_mut(index) {
                name.as_str().clone_into(entry);
            }
        }
        names
    }

    /// Whether one field differs from another draft.
    pub fn differs(&self, field: Field, from: &IdentityDraft) -> bool {
        match field {
            Field::Name => self.name.with(|name| *name != from.name),
            Field::Description => self.description.with(|text| *text != from.description),
            Field::Attributes => self.attributes.items().with(|list| *list != from.attributes),
            Field::ConnectionNames => {
                self.connection_names.items().with(|list| *list != from.connection_names)
            }
        }
    }

    /// Whether one field differs from what is stored.
    pub fn is_edited(&self, field: Field, stored: &Identity) -> bool {
        match field {
            Field::Name => self.name.with(|name| name != stored.name.as_str()),
            Field::Description => self.description.with(|text| *text != stored.description),
            Field::Attributes => is_edited(self.attributes, &stored.attributes, Attribute::as_str),
            Field::ConnectionNames => {
                let stored = &stored.connection_names;
                is_edited(self.connection_names, stored, ConnectionName::as_str)
            }
        }
    }

    /// Starts over from a draft: nothing is being typed, and there is nothing to undo.
    pub fn load(&self, draft: &IdentityDraft) {
        // No `..`: a field that is added is loaded too.
        let IdentityDraft { name, description, attributes, connection_names } = draft;
        self.name.try_set(name.clone());
        self.description.try_set(description.clone());
        self.attributes.load(attributes.clone());
        self.connection_names.load(connection_names.clone());
    }

    /// Takes one field from another draft; a list can be undone.
    pub fn take(&self, field: Field, from: &IdentityDraft) {
        match field {
            Field::Name => self.name.set(from.name.clone()),
            Field::Description => self.description.set(from.description.clone()),
            Field::Attributes => self.attributes.replace(from.attributes.clone()),
            Field::ConnectionNames => self.connection_names.replace(from.connection_names.clone()),
        }
    }

    /// Enters what is still being typed into the lists.
    pub fn enter_pending(&self) {
        self.attributes.enter_pending();
        self.connection_names.enter_pending();
    }
}

fn is_edited<T>(list: TokenList, stored: &[T], text: fn(&T) -> &str) -> bool {
    list.items().with(|items| !items.iter().map(String::as_str).eq(stored.iter().map(text)))
}

/// What the domain says of the draft, by the rules of the moment.
fn with_rules<T: PartialEq + Send + Sync + 'static>(
    loaded: Loaded,
    options: Signal<PageOptions>,
    ask: impl Fn(Rules<'_>) -> T + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |_| {
        let (identity, catalog) = (loaded.identity(), loaded.catalog());
        options.with(|PageOptions { policy, .. }| {
            ask(Rules { baseline: identity.as_deref(), catalog: &catalog, policy })
        })
    })
}
