//! Deletions whose outcome is unknown: kept for this tab, and checked at a falling rate.
//!
//! Acceptance: a reload forgets none; nothing is claimed before it was read; no other write to the
//! identity starts meanwhile; "Forget this deletion" stops the checks and sends nothing.

use std::sync::Arc;

use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::reactive::*;
use crate::{
    domain::{identity_state::IdentityState, name::IdentityName, plan::PlanContext},
    flow::{
        confirm::{self, Confirmed, pause_before_check},
        delete::Revocation,
        pending::{PendingWrite, WriteEnd, WriteOutcome},
        write_result::WriteResult,
    },
    gateway::{client::Client, error::GatewayError, pause::pause},
    ui::{
        browser::{focus, storage},
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            lazy::{lazy, when},
            notice::{NoticeKind, notice},
        },
        dom::{Content, El, View, div, live, p, strong},
        lazy_part::lazy_part,
        messages::{deletion as words, failure::Message},
    },
    wire::pending::{read_pending, write_pending},
};

/// The id of the element with the notices.
const NOTICES: &str = "deletions";

/// Moves the focus to the notices.
pub fn focus_notices() {
    let notices = document().get_element_by_id(NOTICES);
    if let Some(notices) = notices.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        focus::focus(&notices);
    }
}

/// The deletions of this tab whose outcome is unknown, and what became of the last ones.
#[derive(Clone, Copy)]
pub struct UnconfirmedDeletions {
    client: StoredValue<Client>,
    list: RwSignal<Vec<PendingWrite>>,
    /// The tab kept some that aren't in the list yet.
    is_any_kept: RwSignal<bool>,
    /// What to say of one that turned out not to have happened.
    failed: RwSignal<Option<Message>>,
    pub deleted: RwSignal<Option<(IdentityName, Revocation)>>,
    pub on_deleted: StoredValue<Option<Callback<IdentityName>>>,
    on_signed_out: Callback<()>,
}

impl UnconfirmedDeletions {
    /// Takes up what the tab kept, once the notices are shown.
    pub fn resume(client: Client, on_signed_out: Callback<()>) -> Self {
        let is_any_kept = !storage::kept_below(&prefix(&client)).is_empty();
        Self {
            client: StoredValue::new(client),
            list: RwSignal::new(Vec::new()),
            is_any_kept: RwSignal::new(is_any_kept),
            failed: RwSignal::new(None),
            deleted: RwSignal::new(None),
            on_deleted: StoredValue::new(None),
            on_signed_out,
        }
    }

    /// Says that an identity was deleted, and lets the page that shows it follow.
    pub fn tell(self, name: IdentityName, revocation: Revocation) {
        self.deleted.try_set(Some((name.clone(), revocation)));
        if let Some(on_deleted) = self.on_deleted.try_get_value().flatten() {
            // The page may be gone.
            on_deleted.try_run(name);
        }
    }

    /// Keeps a deletion that is about to be sent.
    pub fn keep(self, pending: &PendingWrite) {
        storage::keep(
            &self.key(&pending.context.identity().id),
            &write_pending(&pending.to_stored()),
        );
    }

    /// Forgets a deletion: its outcome is known, or it was never sent.
    pub fn forget(self, pending: &PendingWrite) {
        let id = &pending.context.identity().id;
        storage::forget(&self.key(id));
        self.list.try_update(|list| list.retain(|it| it.context.identity().id != *id));
    }

    /// Whether a deletion of the identity is unconfirmed.
    pub fn has(self, name: &IdentityName) -> bool {
        self.list.with_untracked(|list| list.iter().any(|it| name_of(it) == name))
    }

    /// Whether a deletion of the identity may be unconfirmed; tracked. Until those that the tab kept are
    /// taken up, each may be.
    pub fn blocks(self, name: &IdentityName) -> bool {
        self.is_any_kept.get() || self.list.with(|list| list.iter().any(|it| name_of(it) == name))
    }

    /// Whether any is unconfirmed.
    pub fn is_any(self) -> bool {
        self.list.with_untracked(|list| !list.is_empty())
    }

    /// Checks all of them now.
    pub fn check_all(self) {
        for pending in self.list.get_untracked() {
            spawn_local(async move {
                self.check(&pending).await;
            });
        }
    }

    /// Checks a deletion until its outcome is known, the first time after a pause for `checks`.
    pub fn track(self, pending: PendingWrite, checks: usize) {
        self.list.update(|list| list.push(pending.clone()));
        spawn_local(async move {
            let mut checks = checks;
            if checks == 0 && self.check(&pending).await {
                return;
            }
            loop {
                pause(pause_before_check(checks)).await;
                if !self.is_tracked(&pending) || self.check(&pending).await {
                    return;
                }
                checks += 1;
            }
        });
    }

    fn is_tracked(self, pending: &PendingWrite) -> bool {
        let name = name_of(pending);
        let list = self.list.try_with_untracked(|list| list.iter().any(|it| name_of(it) == name));
        list == Some(true)
    }

    /// Looks once. Whether there is nothing more to look for.
    async fn check(self, pending: &PendingWrite) -> bool {
        let Some(client) = self.client.try_get_value() else { return true };
        let confirmed = match confirm::check(&client, pending.clone()).await {
            WriteOutcome::Known(confirmed) => confirmed,
            WriteOutcome::Unconfirmed { reading: Some(GatewayError::SignedOut { .. }), .. } => {
                self.on_signed_out.try_run(());
                return false;
            }
            _ => return false,
        };
        if !self.is_tracked(pending) {
            return true;
        }
        let Confirmed { pending, result } = *confirmed;
        self.forget(&pending);
        let WriteResult::Deleted(deleted) = &result else { return true };
        match (&deleted.now, &pending.end) {
            (None, _) => self.tell(name_of(&pending).clone(), Revocation::Unknown),
            (Some(now), WriteEnd::Failed(error)) => {
                let message = words::failed(pending.context.state(), now.state(), error);
                self.failed.set(Some(message));
            }
            (Some(_), WriteEnd::Done | WriteEnd::PageLeft) => {}
        }
        true
    }

    fn key(self, id: &str) -> String {
        let prefix = self.client.with_value(prefix);
        format!("{prefix}{id}")
    }

    /// What the user is told of them.
    pub fn notices(self) -> View {
        let is_any = move || self.is_any_kept.get() || self.list.with(|list| !list.is_empty());
        when(
            move || is_any() || self.failed.with(Option::is_some),
            move || {
                let notices = lazy(move || shown_lazily(self));
                div()
                    .id(NOTICES)
                    .class("deletions")
                    .attr("tabindex", "-1")
                    .child(notices)
                    .into_any()
            },
        )
    }

    fn shown(self) -> View {
        live(move || {
            let waiting: Vec<El> =
                self.list.get().into_iter().map(|pending| self.waiting(pending)).collect();
            let failed = self.failed.get().map(|message| {
                let close =
                    button(ButtonKind::Secondary, None, "Close", move || self.failed.set(None));
                failure_notice(message, close)
            });
            (waiting, failed).view()
        })
    }

    fn waiting(self, pending: PendingWrite) -> El {
        let title = words::unconfirmed(name_of(&pending));
        let (checked, forgotten) = (pending.clone(), pending);
        let check = move || {
            let pending = checked.clone();
            spawn_local(async move {
                self.check(&pending).await;
            });
        };
        notice(
            NoticeKind::Warning,
            (
                p().child(strong().child(title)),
                p().child(words::UNCONFIRMED),
                div().class("form__actions").child((
                    button(ButtonKind::Secondary, None, "Check again", check),
                    button(ButtonKind::Quiet, None, "Forget this deletion", move || {
                        self.forget(&forgotten);
                    }),
                )),
            ),
        )
    }
}

lazy_part!(writing: shown_lazily(deletions: UnconfirmedDeletions) -> View = shown);

fn shown(deletions: UnconfirmedDeletions) -> View {
    if deletions.is_any_kept.get_untracked() {
        track_kept(deletions);
        deletions.is_any_kept.set(false);
    }
    deletions.shown()
}

fn track_kept(deletions: UnconfirmedDeletions) {
    for text in storage::kept_below(&deletions.client.with_value(prefix)) {
        // What can't be read, such as of another version, can't be confirmed, and blocks nothing.
        if let Some(stored) = read_pending(&text) {
            let before = IdentityState::new(stored.before.clone(), None);
            let known = PlanContext::new(before, Arc::default());
            deletions.track(PendingWrite::from_stored(stored, &known), 0);
        }
    }
}

fn name_of(pending: &PendingWrite) -> &IdentityName {
    &pending.context.identity().name
}

fn prefix(client: &Client) -> String {
    format!("deletion:{}:", client.base())
}
