//! What was read from the gateway, and how far reading is.

use std::sync::Arc;

use crate::ui::reactive::*;
use crate::{
    domain::{
        access,
        catalog::Catalog,
        credential::Credential,
        draft::IdentitySpec,
        identity::Identity,
        identity_state::{Addresses, IdentityState},
        name::IdentityName,
        plan::{PlanContext, Unknown},
    },
    gateway::error::GatewayError,
};

/// How far reading the identity is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LoadState {
    Loading,
    /// Nothing can be edited: the identity couldn't be read.
    Failed(GatewayError),
    Ready,
}

/// How far reading the connections and attributes is; the form works without them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Lists {
    Loading,
    Loaded,
    Failed(GatewayError),
}

/// What was read, and how far reading is.
#[derive(Clone, Copy)]
pub struct Loaded {
    pub state: RwSignal<LoadState>,
    pub lists: RwSignal<Lists>,
    /// What every plan is computed from: the identity, its live credentials and the lists, as last
    /// read. The lists are empty until they're loaded.
    pub context: RwSignal<Option<Arc<PlanContext>>>,
    /// Where the live credentials are used, as last read with them; new ones are added as they're created.
    addresses: RwSignal<Arc<Addresses>>,
    /// The unknowns of the plan that the gateway was asked about, whatever it answered.
    asked: StoredValue<Vec<Unknown>>,
    /// The identity that a new one began as a copy of.
    pub copy_of: StoredValue<Option<IdentityName>>,
    readings: StoredValue<Readings>,
}

/// Readings of the identity, numbered in the order in which they begin: an answer can arrive after that of
/// a later one.
#[derive(Clone, Copy, Default)]
struct Readings {
    begun: u32,
    /// The latest one that was taken in.
    taken: u32,
}

impl Loaded {
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(LoadState::Loading),
            lists: RwSignal::new(Lists::Loading),
            context: RwSignal::new(None),
            addresses: RwSignal::new(Arc::default()),
            asked: StoredValue::new(Vec::new()),
            copy_of: StoredValue::new(None),
            readings: StoredValue::new(Readings::default()),
        }
    }

    /// Notes the unknowns that the gateway is asked about now; `false` when there is none that it
    /// wasn't asked about before.
    pub fn ask_about(&self, unknowns: impl Iterator<Item = Unknown>) -> bool {
        let mut is_news = false;
        self.asked.update_value(|asked| {
            for unknown in unknowns {
                if !asked.contains(&unknown) {
                    asked.push(unknown);
                    is_news = true;
                }
            }
        });
        is_news
    }

    /// Where the live credentials are used.
    pub fn addresses(&self) -> Arc<Addresses> {
        self.addresses.get()
    }

    /// Takes those of a reading, also of credentials that another client created.
    fn take_addresses(&self, context: &PlanContext) {
        let Some(read) = context.credentials().and_then(|live| live.addresses()) else { return };
        if self.addresses.try_with_untracked(|known| !Arc::ptr_eq(known, read)) == Some(true) {
            self.addresses.try_set(read.clone());
        }
    }

    /// Adds those of credentials that were created.
    pub fn learn_addresses<'a>(&self, credentials: impl IntoIterator<Item = &'a Credential>) {
        self.addresses.try_update(|addresses| {
            let all = Arc::make_mut(addresses);
            for credential in credentials {
                all.insert(credential.connection_name.clone(), access::address_of(credential));
            }
        });
    }

    /// The identity as last read.
    pub fn identity(&self) -> Option<Arc<Identity>> {
        self.context.with(|context| context.as_ref().map(|it| it.identity().clone()))
    }

    pub fn identity_untracked(&self) -> Option<Arc<Identity>> {
        self.context
            .try_with_untracked(|context| context.as_ref().map(|it| it.identity().clone()))
            .flatten()
    }

    /// The lists; empty until they're loaded.
    pub fn catalog(&self) -> Arc<Catalog> {
        self.context.with(|context| {
            context.as_ref().map_or_else(Arc::default, |context| context.catalog().clone())
        })
    }

    pub fn has_lists(&self) -> bool {
        self.lists.with(|lists| *lists == Lists::Loaded)
    }

    /// The lists, once they're loaded.
    pub fn loaded_catalog(&self) -> Option<Arc<Catalog>> {
        self.has_lists().then(|| self.catalog())
    }

    /// True for an identity that isn't stored yet; false while nothing is loaded.
    pub fn is_new(&self) -> bool {
        self.identity().is_some_and(|identity| !identity.is_stored())
    }

    /// The number of a reading that begins now.
    pub fn begin_reading(&self) -> u32 {
        let begun = self.readings.try_update_value(|readings| {
            readings.begun += 1;
            readings.begun
        });
        begun.unwrap_or_default()
    }

    /// Whether a later reading was taken in before this one.
    pub fn is_outdated(&self, reading: u32) -> bool {
        self.readings.try_get_value().is_none_or(|readings| readings.taken > reading)
    }

    /// Notes that a reading is taken in.
    pub fn note_reading(&self, reading: u32) {
        self.readings.try_update_value(|it| it.taken = it.taken.max(reading));
    }

    /// Makes every reading that has begun outdated: what a write left was read after it.
    pub fn outdate_readings(&self) {
        self.note_reading(self.begin_reading());
    }

    /// Takes the first reading.
    pub fn begin(&self, context: PlanContext) {
        self.take_addresses(&context);
        self.context.set(Some(Arc::new(context)));
    }

    /// Takes a later reading. Where it has other lists, they were read with it.
    pub fn rebase(&self, context: PlanContext) {
        let has_same_lists = |before: &Option<Arc<PlanContext>>| {
            before.as_ref().is_some_and(|it| Arc::ptr_eq(it.catalog(), context.catalog()))
        };
        let is_read = self.context.try_with_untracked(has_same_lists) == Some(false);
        self.take_addresses(&context);
        self.context.try_set(Some(Arc::new(context)));
        if is_read {
            self.lists.try_set(Lists::Loaded);
        }
    }

    /// Takes these fields for what is stored: what the form has besides is an edit.
    pub fn base_on(&self, spec: IdentitySpec) {
        self.update(|context| {
            let identity = Arc::new((**context.identity()).clone().with_fields(spec));
            context.with_state(IdentityState { identity, ..context.state().clone() })
        });
    }

    /// Changes a part of the context, such as the lists when they arrive.
    pub fn update(&self, change: impl FnOnce(&PlanContext) -> PlanContext) {
        let changed = self.context.try_update(|context| {
            let context = context.as_mut()?;
            *context = Arc::new(change(context));
            Some(context.clone())
        });
        if let Some(context) = changed.flatten() {
            self.take_addresses(&context);
        }
    }

    /// The name is known to belong to another identity.
    pub fn is_taken_untracked(&self, name: &IdentityName) -> bool {
        self.context.with_untracked(|context| {
            context.as_ref().is_some_and(|context| context.taken_names().contains(name))
        })
    }
}
