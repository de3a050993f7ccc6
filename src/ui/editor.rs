//! The editor of one identity: free of routes and pages, shared by console and embed.

use leptos::prelude::*;

use crate::{
    domain::{attribute::AttributePolicy, name::IdentityName},
    gateway::client::Client,
};

mod actions;
mod attributes;
mod conflict;
mod consent;
mod credentials;
mod discretion;
mod form;
mod options;
mod plan;
mod problem;
mod repair;
mod report;
mod state;
mod view;

pub use view::editor;

/// What the editor needs of the page that it is on.
#[derive(Clone)]
pub struct EditorHost {
    pub client: Client,
    /// Whether the person may change identities and see credentials (contract §2).
    pub can_write: bool,
    /// False where the organisation forbids copying (G28).
    pub can_copy: bool,
    pub policy: AttributePolicy,
    /// What the gateway says of its proxy for Postgres; `None` where it says nothing.
    pub postgres_listens: Option<bool>,
    /// Set while the gateway does not accept the token and the page asks for another.
    pub is_signed_out: Signal<bool>,
    /// Called when the gateway does not accept the token.
    pub on_signed_out: Callback<()>,
    /// Called when a save is known to have taken effect.
    pub on_saved: Callback<Saved>,
    /// Called when the identity has got another name.
    pub on_renamed: Callback<IdentityName>,
    /// The editor sets it while something typed is not saved.
    pub is_unsaved: RwSignal<bool>,
}

/// What a page is told of a save; never a secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Saved {
    pub identity: IdentityName,
    pub new_credentials: usize,
}
