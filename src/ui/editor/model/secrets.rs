//! The secrets in this page's memory, and which of them are on screen.

use std::sync::Arc;

use super::rotation::{Replaced, Rotating};
use crate::ui::reactive::*;
use crate::{
    domain::{
        collect::HashedSet, connection::ConnectionName, credential::Credential, host::PublicHost,
    },
    gateway::error::GatewayError,
    ui::{
        browser::{clipboard, secret_visibility::SecretVisibility},
        editor::host::Rights,
        options::PageOptions,
    },
};

/// The credentials loaded on request.
#[derive(Clone)]
pub enum CredentialList {
    Closed,
    Loading,
    Failed(GatewayError),
    Open(Arc<Vec<Arc<Credential>>>),
}

/// The credentials in the export dialog.
pub type Exporting = Arc<Vec<Arc<Credential>>>;

/// The secrets in memory. Views read them through methods that return nothing to a user who may not
/// see them.
#[derive(Clone, Copy)]
pub struct Secrets {
    rights: Signal<Rights>,
    created: RwSignal<Vec<Arc<Credential>>>,
    list: RwSignal<CredentialList>,
    exporting: RwSignal<Option<Exporting>>,
    /// The new credentials weren't revealed, copied or exported yet.
    pub is_unseen: RwSignal<bool>,
    /// The open row of the list.
    pub opened: RwSignal<Option<ConnectionName>>,
    /// The selected rows of the list.
    pub chosen: RwSignal<HashedSet<ConnectionName>>,
    pub rotating: RwSignal<Option<Rotating>>,
    /// What the last rotation replaced, told by fingerprints.
    pub replaced: RwSignal<Vec<Replaced>>,
    /// The public host that the user has set in this tab.
    pub own_public_host: RwSignal<Option<PublicHost>>,
    /// Replaces the gateway's own host in everything that is shown (G9): the user's, or the page's.
    pub public_host: Signal<Option<PublicHost>>,
    pub visibility: SecretVisibility,
    /// Counts wipes: an answer that was on its way during one isn't shown.
    wipes: StoredValue<u32>,
    /// The secrets were removed because the page was idle, or the user left it.
    pub is_wiped: RwSignal<bool>,
}

impl Secrets {
    pub fn new(options: Signal<PageOptions>, rights: Signal<Rights>) -> Self {
        let own_public_host = RwSignal::new(None);
        let public_host = Memo::new(move |_| {
            let of_page = || options.with(|options| options.public_host.clone());
            own_public_host.get().or_else(of_page)
        });
        Self {
            rights,
            created: RwSignal::new(Vec::new()),
            list: RwSignal::new(CredentialList::Closed),
            exporting: RwSignal::new(None),
            is_unseen: RwSignal::new(false),
            opened: RwSignal::new(None),
            chosen: RwSignal::new(HashedSet::default()),
            rotating: RwSignal::new(None),
            replaced: RwSignal::new(Vec::new()),
            own_public_host,
            public_host: public_host.into(),
            visibility: SecretVisibility::new(),
            wipes: StoredValue::new(0),
            is_wiped: RwSignal::new(false),
        }
    }

    fn may_see(&self) -> bool {
        self.rights.get().can_write
    }

    /// The credentials that the last writes created.
    pub fn created(&self) -> Vec<Arc<Credential>> {
        if self.may_see() { self.created.get() } else { Vec::new() }
    }

    pub fn list(&self) -> CredentialList {
        if self.may_see() { self.list.get() } else { CredentialList::Closed }
    }

    pub fn exporting(&self) -> Option<Exporting> {
        self.exporting.get().filter(|_| self.may_see())
    }

    /// Replaces the new credentials.
    pub fn set_created(&self, created: Vec<Arc<Credential>>) {
        self.is_unseen.try_set(!created.is_empty());
        self.created.try_set(created);
    }

    /// Adds what one step of a sequence created.
    pub fn add_created(&self, created: Vec<Credential>) {
        let mut all = self.created.try_get_untracked().unwrap_or_default();
        all.extend(created.into_iter().map(Arc::new));
        self.set_created(all);
    }

    pub fn set_list(&self, list: CredentialList) {
        self.list.try_set(list);
    }

    /// Takes back the choice of rows that aren't there any more.
    pub fn keep_chosen(&self, is_there: impl Fn(&ConnectionName) -> bool) {
        let is_any_gone = |chosen: &HashedSet<_>| !chosen.iter().all(&is_there);
        if self.chosen.try_with_untracked(is_any_gone) == Some(true) {
            self.chosen.update(|chosen| chosen.retain(is_there));
        }
    }

    pub fn export(&self, credentials: Vec<Arc<Credential>>) {
        if !credentials.is_empty() {
            self.exporting.set(Some(Arc::new(credentials)));
        }
    }

    pub fn end_export(&self) {
        self.visibility.mask();
        self.exporting.try_set(None);
    }

    /// The number of wipes so far.
    pub fn wipes(&self) -> u32 {
        self.wipes.try_get_value().unwrap_or_default()
    }

    /// Whether secrets that were asked for before `wipes` may still be shown.
    pub fn may_show_since(&self, wipes: u32) -> bool {
        self.wipes() == wipes
    }

    /// Closes the list.
    pub fn close_list(&self) {
        self.visibility.mask();
        self.exporting.try_set(None);
        self.opened.try_set(None);
        self.chosen.try_set(HashedSet::default());
        self.list.try_set(CredentialList::Closed);
    }

    /// Takes every secret off the page, and off the clipboard.
    pub fn wipe(&self) {
        self.wipes.try_update_value(|wipes| *wipes += 1);
        let is_open = |list: &CredentialList| matches!(list, CredentialList::Open(_));
        let has_any = self.created.try_with_untracked(|all| !all.is_empty()) == Some(true)
            || self.list.try_with_untracked(is_open) == Some(true);
        // What was copied may be all that is left.
        clipboard::forget_now();
        if has_any {
            self.close_list();
            self.set_created(Vec::new());
            self.is_wiped.try_set(true);
        }
    }

    /// Drops every secret from memory once the user may not see them. What is on screen follows the
    /// rights by itself, so no view is told.
    pub fn drop_unseen(&self) {
        self.wipes.try_update_value(|wipes| *wipes += 1);
        self.created.update_untracked(Vec::clear);
        self.list.update_untracked(|list| *list = CredentialList::Closed);
        self.exporting.update_untracked(|exporting| *exporting = None);
        clipboard::forget_now();
    }
}
