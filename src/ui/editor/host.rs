//! What the page around the editor provides, and what the editor reports back to it.

use super::{control::Control, views::Views};
use crate::ui::reactive::*;
use crate::{
    domain::{listeners::Listeners, name::IdentityName},
    gateway::client::Client,
    ui::options::PageOptions,
    wire::session::{Caller, Role, ServerFacts},
};

/// The identity to edit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Subject {
    Stored(IdentityName),
    /// A new identity, not stored yet.
    New,
    /// A new identity that starts with everything but the name of a stored one.
    CopyOf(IdentityName),
}

/// What the editor needs from the page around it.
#[derive(Clone)]
pub struct EditorHost {
    pub client: Client,
    /// Changes when another user signs in while the editor is open.
    pub rights: Signal<Rights>,
    /// Which proxies of the gateway are on, as far as the page knows.
    pub listeners: Listeners,
    /// What the page has set; it may change at any time.
    pub options: Signal<PageOptions>,
    /// Called when the gateway rejects the token. Once there is another, the page calls
    /// [`Control::resume`].
    pub on_signed_out: Callback<()>,
    /// Holds what the page can ask of the editor, while it is mounted.
    pub control: RwSignal<Option<Control>>,
    /// Called right before a save is sent; false cancels it.
    pub may_save: Callback<IdentityName, bool>,
    /// Called when a save is known to have taken effect.
    pub on_saved: Callback<Saved>,
    /// Called when the identity has a new name, or its first one.
    pub on_renamed: Callback<Renamed>,
    /// Which view is shown, and where the tabs lead.
    pub views: Views,
    /// A deletion of the identity is unconfirmed, which blocks every other write (G16).
    pub is_deleting: Signal<bool>,
    /// What the page adds to the menu of the identity.
    pub menu: IdentityMenu,
    /// The URL of the list that the identity is in; `None` in the custom element.
    pub list: Option<String>,
    /// The URL of an identity's page; `None` in the custom element.
    pub page_of: Option<Callback<IdentityName, Option<String>>>,
}

/// What a page with other identities adds to the menu of one; nothing in the custom element.
#[derive(Clone, Copy, Default)]
pub struct IdentityMenu {
    /// The URL of a new identity that starts as a copy of this one.
    pub duplicate: Option<Callback<IdentityName, Option<String>>>,
    /// Asks whether to delete the identity.
    pub delete: Option<Callback<IdentityName>>,
}

/// What the signed-in user may do.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Rights {
    /// Change identities and load credentials (contract §2).
    pub can_write: bool,
    /// False where the organization forbids copying (G28).
    pub can_copy: bool,
    /// Read the audit log (contract §2).
    pub can_read_log: bool,
}

impl Rights {
    /// The rights of a caller, as the gateway reports them.
    pub fn of(caller: &Caller, facts: &ServerFacts) -> Self {
        let can_write = caller.role == Role::Admin;
        let can_read_log = caller.role.may_read_server_config();
        Self { can_write, can_copy: !facts.clipboard_forbidden, can_read_log }
    }
}

/// What a page is told about a rename.
pub struct Renamed {
    /// Empty for an identity that wasn't stored before.
    pub from: IdentityName,
    pub to: IdentityName,
}

/// What a page is told about a save; never a secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Saved {
    pub identity: IdentityName,
    pub new_credentials: usize,
}
