//! The state of one editor, composed of small groups of signals.
//!
//! Stored are what was read, what is typed, and how far a write is. Everything else is derived.

use super::host::{EditorHost, Rights};
use crate::ui::reactive::*;
use crate::{
    domain::draft::Field,
    gateway::client::Client,
    ui::{
        dom::{self, El, ElRef},
        options::{Hidden, PageOptions},
    },
};

pub mod fields;
pub mod input;
pub mod insight;
pub mod loaded;
pub mod problem;
pub mod repair;
pub mod review;
pub mod rotation;
pub mod secrets;
pub mod typed_secrets;
pub mod write;

use fields::Fields;
use insight::Insight;
use loaded::{LoadState, Loaded};
use repair::Repairing;
use review::Review;
use secrets::Secrets;
use write::{Write, WriteState};

/// All state of one editor. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Editor {
    pub host: StoredValue<EditorHost>,
    /// What the page has set.
    pub options: Signal<PageOptions>,
    /// Distinguishes the ids of several editors on one page.
    number: u32,
    /// The heading, which takes the focus when the element that had it disappears.
    pub heading: ElRef,
    /// The field to focus once the view that has it is drawn.
    pub wanted: StoredValue<Option<Field>>,
    pub loaded: Loaded,
    pub fields: Fields,
    pub review: Review,
    pub write: Write,
    pub insight: Insight,
    pub secrets: Secrets,
    pub repairing: RwSignal<Option<Repairing>>,
    /// A command couldn't start: its part of the program couldn't be loaded.
    pub is_part_missing: RwSignal<bool>,
}

impl Editor {
    pub fn new(host: EditorHost) -> Self {
        // Signing in again with the same rights rebuilds nothing: what is revealed stays revealed.
        let rights = Memo::new(move |_| host.rights.get());
        let host = EditorHost { rights: rights.into(), ..host };
        thread_local! {
            static EDITORS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
        }
        let number = EDITORS.replace(EDITORS.get() + 1);
        let loaded = Loaded::new();
        let fields = Fields::new(loaded, host.options);
        Self {
            options: host.options,
            number,
            heading: ElRef::new(),
            wanted: StoredValue::new(None),
            loaded,
            fields,
            review: Review::new(loaded, fields),
            write: Write::new(),
            insight: Insight::new(),
            secrets: Secrets::new(host.options, host.rights),
            repairing: RwSignal::new(None),
            is_part_missing: RwSignal::new(false),
            host: StoredValue::new(host),
        }
    }

    /// What the signed-in user may do.
    pub fn rights(&self) -> Rights {
        self.host.with_value(|host| host.rights).get()
    }

    /// What the page wants the editor to leave out; tracked.
    pub fn hidden(&self) -> Hidden {
        self.options.with(|options| options.hidden)
    }

    /// A heading of the editor at the level that the page has set; tracked. `depth` is 1 for the
    /// name of the identity, 2 for a section, 3 for what a section is divided into.
    pub fn heading_at(&self, depth: u8) -> El {
        let first = self.options.with(|options| options.heading_level);
        dom::heading(first + depth - 1).class(match depth {
            1 => "heading-1",
            2 => "heading-2",
            _ => "heading-3",
        })
    }

    pub fn client(&self) -> Client {
        self.host.with_value(|host| host.client.clone())
    }

    /// The editor was unmounted, and its signals with it.
    pub fn is_gone(&self) -> bool {
        self.write.state.try_with_untracked(|_| ()).is_none()
    }

    /// The id of an element of this editor.
    pub fn id(&self, part: &str) -> String {
        format!("identity-{}-{part}", self.number)
    }

    pub fn field_id(&self, field: Field) -> String {
        self.id(field.as_str())
    }

    /// Typing is refused: nothing is loaded, a write is running or about to, or the user may not change
    /// it. What is saved is what was there when the user asked for it.
    pub fn is_locked(&self) -> Signal<bool> {
        let (load, write, is_waiting) =
            (self.loaded.state, self.write.state, self.write.is_waiting);
        let rights = self.host.with_value(|host| host.rights);
        Signal::derive(move || {
            !rights.get().can_write
                || load.with(|state| *state != LoadState::Ready)
                || write.with(|state| matches!(state, WriteState::Running(_)))
                || is_waiting.get()
        })
    }

    /// A write can start now: no other one runs or is unconfirmed (G16).
    pub fn can_write(&self) -> Signal<bool> {
        let (locked, write, deleting) = (self.is_locked(), self.write.state, self.is_deleting());
        Signal::derive(move || {
            let is_idle = write.with(|state| matches!(state, WriteState::Idle));
            is_idle && !locked.get() && !deleting.get()
        })
    }

    /// A deletion of the identity is unconfirmed.
    pub fn is_deleting(&self) -> Signal<bool> {
        self.host.with_value(|host| host.is_deleting)
    }
}
