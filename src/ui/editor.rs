//! The editor of one identity: free of routes and pages, shared by console and embed.

use leptos::prelude::*;

use crate::{
    domain::{
        attribute::AttributePolicy, host::PublicHost, listeners::Listeners, name::IdentityName,
    },
    gateway::client::Client,
    wire::session::{Caller, Role, ServerFacts},
};

mod actions;
mod attributes;
mod conflict;
mod consent;
mod credentials;
mod display;
mod export;
mod form;
mod options;
mod parts;
mod plan;
mod problem;
mod repair;
mod report;
mod rotation;
mod state;
mod vault;
mod view;
mod views;

pub use parts::whole as editor_part;
pub use view::editor;
pub use views::{IdentityView, Views};

/// What is being edited.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Subject {
    Stored(IdentityName),
    /// One that is to be created.
    New,
}

/// What the editor needs of the page that it is on.
#[derive(Clone)]
pub struct EditorHost {
    pub client: Client,
    /// It changes when somebody else signs in while the editor is open.
    pub rights: Signal<Rights>,
    pub policy: AttributePolicy,
    /// Which proxies of the gateway are on, as far as the page knows.
    pub listeners: Listeners,
    /// The host that stands in for the gateway's own, as the page sets it (G9).
    pub public_host: Option<PublicHost>,
    /// After how many idle minutes secrets are taken off the page.
    pub idle_minutes: u32,
    /// Set while the gateway does not accept the token and the page asks for another.
    pub is_signed_out: Signal<bool>,
    /// Called when the gateway does not accept the token.
    pub on_signed_out: Callback<()>,
    /// Called when a save is known to have taken effect.
    pub on_saved: Callback<Saved>,
    /// Called when the identity has got another name, or its first one.
    pub on_renamed: Callback<IdentityName>,
    /// Which view is shown, and where the tabs lead.
    pub views: Views,
    /// The editor sets it while leaving would lose something.
    pub unsettled: RwSignal<Unsettled>,
}

/// What the person may do.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Rights {
    /// Change identities and see credentials (contract §2).
    pub can_write: bool,
    /// False where the organisation forbids copying (G28).
    pub can_copy: bool,
}

impl Rights {
    pub fn of(caller: &Caller, facts: &ServerFacts) -> Self {
        let can_write = caller.role == Role::Admin;
        Self { can_write, can_copy: !facts.clipboard_forbidden }
    }
}

/// What leaving the editor would take off the page.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Unsettled {
    #[default]
    Nothing,
    /// Something is being written; the tab keeps what finds out about it later.
    Writing,
    /// Something typed and not saved; the tab keeps it.
    Draft,
    /// New credentials that nobody has revealed, copied or put away. The gateway keeps them.
    Credentials,
}

/// What a page is told of a save; never a secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Saved {
    pub identity: IdentityName,
    pub new_credentials: usize,
}
