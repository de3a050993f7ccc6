//! Deletions whose outcome is unknown: kept for this tab, and checked at a falling rate.
//!
//! Acceptance: a reload forgets none; nothing is claimed before it was read; "Forget this deletion"
//! stops the checks and sends nothing.

use std::sync::Arc;

use leptos::task::spawn_local;

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
        browser::storage,
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            lazy::{lazy, when},
            notice::{NoticeKind, notice},
        },
        dom::{Content, El, View, div, live, p, strong},
        lazy_part::lazy_part,
        messages::{
            deletion as words,
            failure::{During, failure},
        },
    },
    wire::pending::{read_pending, write_pending},
};

/// The deletions of this tab whose outcome is unknown.
#[derive(Clone, Copy)]
pub struct UnconfirmedDeletions {
    client: StoredValue<Client>,
    list: RwSignal<Vec<PendingWrite>>,
    /// The one that turned out not to have happened, and why.
    failed: RwSignal<Option<(IdentityName, GatewayError)>>,
    on_deleted: Callback<(IdentityName, Revocation)>,
}

impl UnconfirmedDeletions {
    /// Takes up what the tab kept.
    pub fn resume(client: Client, on_deleted: Callback<(IdentityName, Revocation)>) -> Self {
        let is_any_kept = !storage::kept_below(&prefix(&client)).is_empty();
        let deletions = Self {
            client: StoredValue::new(client),
            list: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            on_deleted,
        };
        if is_any_kept {
            spawn_local(async move {
                // The tab keeps them for the next visit if the program can't be loaded now.
                let _ = track_kept_lazily(deletions).await;
            });
        }
        deletions
    }

    /// Keeps a deletion that is about to be sent.
    pub fn keep(self, pending: &PendingWrite) {
        storage::keep(&self.key(pending), &write_pending(&pending.to_stored()));
    }

    /// Forgets a deletion: its outcome is known, or it was never sent.
    pub fn forget(self, pending: &PendingWrite) {
        storage::forget(&self.key(pending));
        let id = &pending.context.identity().id;
        self.list.try_update(|list| list.retain(|it| it.context.identity().id != *id));
    }

    /// Whether a deletion of the identity is unconfirmed.
    pub fn has(self, name: &IdentityName) -> bool {
        self.list.with_untracked(|list| list.iter().any(|it| name_of(it) == name))
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
        let WriteOutcome::Known(confirmed) = confirm::check(&client, pending.clone()).await else {
            return false;
        };
        if !self.is_tracked(pending) {
            return true;
        }
        let Confirmed { pending, result } = *confirmed;
        self.forget(&pending);
        let name = name_of(&pending).clone();
        match (&result, pending.end) {
            (WriteResult::Deleted(deleted), _) if deleted.now.is_none() => {
                self.on_deleted.run((name, Revocation::Unknown))
            }
            (_, WriteEnd::Failed(error)) => self.failed.set(Some((name, error))),
            (_, WriteEnd::Done | WriteEnd::PageLeft) => {}
        }
        true
    }

    fn key(self, pending: &PendingWrite) -> String {
        let prefix = self.client.with_value(prefix);
        format!("{prefix}{}", pending.context.identity().id)
    }

    /// What the user is told of them.
    pub fn notices(self) -> View {
        let is_any = move || self.list.with(|list| !list.is_empty());
        when(
            move || is_any() || self.failed.with(Option::is_some),
            move || lazy(move || shown_lazily(self)),
        )
    }

    fn shown(self) -> View {
        live(move || {
            let waiting: Vec<El> =
                self.list.get().into_iter().map(|pending| self.waiting(pending)).collect();
            let failed = self.failed.get().map(|(name, error)| {
                let mut message = failure(During::Saving, &error);
                message.title = words::not_deleted(&name);
                failure_notice(
                    message,
                    button(ButtonKind::Secondary, None, "Close", move || self.failed.set(None)),
                )
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

lazy_part!(writing: track_kept_lazily(deletions: UnconfirmedDeletions) -> () = track_kept);
lazy_part!(writing: shown_lazily(deletions: UnconfirmedDeletions) -> View = shown);

fn track_kept(deletions: UnconfirmedDeletions) {
    for text in storage::kept_below(&deletions.client.with_value(prefix)) {
        if let Some(stored) = read_pending(&text) {
            let before = IdentityState::new(stored.before.clone(), None);
            let known = PlanContext::new(before, Arc::default());
            deletions.track(PendingWrite::from_stored(stored, &known), 0);
        }
    }
}

fn shown(deletions: UnconfirmedDeletions) -> View {
    deletions.shown()
}

fn name_of(pending: &PendingWrite) -> &IdentityName {
    &pending.context.identity().name
}

fn prefix(client: &Client) -> String {
    format!("deletion:{}:", client.base())
}
