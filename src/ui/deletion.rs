//! The dialog that deletes an identity.
//!
//! Acceptance: it lists what stops working, then asks for the name; an unconfirmed deletion is
//! never reported as a result, and no other write is sent meanwhile.

use std::{cell::Cell, ops::ControlFlow};

use leptos::{ev, task::spawn_local};

use crate::ui::reactive::*;
use crate::{
    domain::{
        connection::ConnectionName, identity_state::IdentityState, name::IdentityName, usage::Usage,
    },
    flow::{
        delete::{DeleteOutcome, Revocation, delete, verify_revoked},
        load,
        pending::{PendingWrite, WriteEnd},
        usage,
    },
    gateway::{client::Client, error::GatewayError},
    ui::{
        browser::write_lock,
        components::{
            button::{ButtonKind, button},
            dialog::dialog,
            failure::failure_notice,
            field::FieldText,
            lazy::lazy,
            notice::{NoticeKind, notice},
            text_field::{TextKind, text_field},
        },
        dom::{self, Content, El, View, div, form, li, live, p, span, ul},
        editor::has_write_to,
        lazy_part::lazy_part,
        messages::{deletion as words, failure::Message, plan::and_more},
    },
};

mod unconfirmed;

use unconfirmed::UnconfirmedDeletions;

lazy_part!(writing: content_lazily(deletion: Deletion) -> View = content);
lazy_part!(writing: resume_lazily(deletion: Deletion) -> () = resume);

/// Reads what the opened dialog is about, and shows how far the deletion is.
fn content(deletion: Deletion) -> View {
    if let Some(name) = deletion.name.get_untracked() {
        deletion.read(name);
    }
    live(move || deletion.content())
}

/// Reads again what couldn't be read without a valid token.
fn resume(deletion: Deletion) {
    let is_refused = deletion
        .step
        .with_untracked(|step| matches!(step, Step::Failed(GatewayError::SignedOut { .. })));
    if let Some(name) = deletion.name.get_untracked().filter(|_| is_refused) {
        deletion.read(name);
    }
    deletion.unconfirmed.check_all();
}

/// How many connections the dialog names.
const NAMED: usize = 8;

/// The state of a deletion.
#[derive(Clone)]
enum Step {
    Reading,
    /// Shows what stops working; the user hasn't confirmed yet.
    Asking(IdentityState, Option<Usage>),
    /// A save or a rotation of this tab is unconfirmed (G16).
    Blocked,
    Deleting,
    Failed(GatewayError),
    /// The gateway failed, and the identity is still there.
    NotDeleted(Message),
    /// Someone changed the identity while the dialog was open.
    Changed,
}

/// Deleting identities of one gateway: a dialog for one at a time, and the deletions whose outcome is
/// unknown. Exists once while a user is signed in, so that no page change loses what it has to say.
#[derive(Clone, Copy)]
pub struct Deletion {
    client: StoredValue<Client>,
    name: RwSignal<Option<IdentityName>>,
    /// Counts how often the dialog was opened and closed: what was read for an earlier one is dropped.
    opened: StoredValue<u32>,
    step: RwSignal<Step>,
    typed: RwSignal<String>,
    is_checked: RwSignal<bool>,
    unconfirmed: UnconfirmedDeletions,
    /// Called when the gateway rejects the token.
    on_signed_out: Callback<()>,
}

impl Deletion {
    pub fn new(client: Client, on_signed_out: Callback<()>) -> Self {
        Self {
            unconfirmed: UnconfirmedDeletions::resume(client.clone(), on_signed_out),
            client: StoredValue::new(client),
            name: RwSignal::new(None),
            opened: StoredValue::new(0),
            step: RwSignal::new(Step::Reading),
            typed: RwSignal::new(String::new()),
            is_checked: RwSignal::new(false),
            on_signed_out,
        }
    }

    /// Opens the dialog for an identity. If an earlier deletion of it is unconfirmed, moves the focus to
    /// the notice about that.
    pub fn ask(self, name: IdentityName) {
        if self.unconfirmed.has(&name) {
            return unconfirmed::focus_notices();
        }
        self.typed.set(String::new());
        self.is_checked.set(false);
        self.step.set(Step::Reading);
        self.opened.update_value(|opened| *opened += 1);
        self.name.set(Some(name));
    }

    /// The notices about unconfirmed and failed deletions.
    pub fn notices(self) -> View {
        self.unconfirmed.notices()
    }

    /// The identity that was deleted last, and whether its credentials are known to be revoked; tracked.
    pub fn deleted(self) -> Option<(IdentityName, Revocation)> {
        self.unconfirmed.deleted.get()
    }

    /// Drops what there was to say of the last deletion: the user has seen it.
    pub fn dismiss(self) {
        self.unconfirmed.deleted.try_set(None);
    }

    /// What the current page does once an identity is verified to be gone. A page that was left meanwhile
    /// does nothing.
    pub fn on_deleted(self, run: Callback<IdentityName>) {
        self.unconfirmed.on_deleted.set_value(Some(run));
    }

    /// Whether the outcome of a deletion of this identity is unknown, which blocks every other write to it
    /// (G16); tracked.
    pub fn blocks(self, name: &IdentityName) -> bool {
        self.unconfirmed.blocks(name)
    }

    /// Continues after the user signed in again.
    pub fn resume(self) {
        if self.name.get_untracked().is_some() || self.unconfirmed.is_any() {
            spawn_local(async move {
                // What couldn't be loaded is checked later, or read again by a button.
                let _ = resume_lazily(self).await;
            });
        }
    }

    /// The dialog, to be placed on the page once.
    pub fn dialog(self) -> View {
        let title = Signal::derive(move || {
            self.name.with(|name| name.as_ref().map(words::title).unwrap_or_default())
        });
        let is_open = Signal::derive(move || self.name.with(Option::is_some));
        dialog(
            "delete".to_owned(),
            title,
            is_open,
            move || self.close(),
            move || lazy(move || content_lazily(self)),
        )
    }

    fn read(self, name: IdentityName) {
        self.step.set(Step::Reading);
        let (client, opened) = (self.client.get_value(), self.opened.get_value());
        spawn_local(async move {
            let step = match load::state(&client, &name).await {
                Ok(state) if has_write_to(&client, &state.identity.id) => Step::Blocked,
                Ok(state) => {
                    // Without them the deletion is possible, but can't be verified.
                    let usage = usage::all(&client, &state.identity).await.ok();
                    Step::Asking(state, usage)
                }
                Err(error) => Step::Failed(error),
            };
            if self.opened.try_get_value() == Some(opened) {
                self.show(step);
            }
        });
    }

    fn show(self, step: Step) {
        if let Step::Failed(GatewayError::SignedOut { .. }) = &step {
            self.on_signed_out.try_run(());
        }
        self.step.try_set(step);
    }

    /// A running write can't be cancelled, so the dialog stays.
    fn close(self) {
        if !matches!(self.step.get_untracked(), Step::Deleting) {
            self.end();
        }
    }

    fn end(self) {
        self.opened.try_update_value(|opened| *opened += 1);
        self.name.try_set(None);
    }

    fn content(self) -> View {
        let close = move |label: &'static str| {
            button(ButtonKind::Secondary, None, label, move || self.close())
        };
        let again = move || {
            button(ButtonKind::Primary, None, "Load it again", move || {
                if let Some(name) = self.name.get_untracked() {
                    self.read(name);
                }
            })
        };
        let told = move |said: El| {
            (said, div().class("form__actions").child((close("Cancel"), again()))).view()
        };
        match self.step.get() {
            Step::Reading => (
                p().role("status").child("Reading what stops working…"),
                div().class("form__actions").child(close("Cancel")),
            )
                .view(),
            Step::Asking(state, usage) => self.question(state, usage).into_any(),
            Step::Deleting => p().role("status").child("Deleting…").into_any(),
            Step::Blocked => told(notice(NoticeKind::Warning, p().child(words::BLOCKED))),
            Step::Failed(error) => told(failure_notice(words::failure(&error), ())),
            Step::NotDeleted(message) => told(failure_notice(message, ())),
            Step::Changed => told(notice(NoticeKind::Warning, p().child(words::CHANGED))),
        }
    }

    fn question(self, state: IdentityState, usage: Option<Usage>) -> El {
        let name = state.identity.name.clone();
        let label = words::button(state.credentials.as_ref().map(|live| live.len()));
        let expected = name.to_string();
        let wanted = expected.clone();
        let is_named = Memo::new(move |_| self.typed.with(|typed| *typed == wanted));
        let errors = Signal::derive(move || {
            let is_wrong = self.is_checked.get() && !is_named.get();
            is_wrong.then(|| words::type_name(&expected)).into_iter().collect::<Vec<_>>()
        });
        let stops = stops(&state, usage.as_ref());
        let shown = StoredValue::new((state, usage));
        form()
            .class("form")
            .attr("novalidate", "")
            .on(ev::submit, move |event| {
                event.prevent_default();
                let (shown, usage) = shown.get_value();
                match self.typed.with_untracked(|typed| *typed == shown.identity.name.as_str()) {
                    true => self.send(shown, usage),
                    false => {
                        self.is_checked.set(true);
                        crate::ui::browser::focus::focus_first_invalid();
                    }
                }
            })
            .child((
                stops,
                p().child(words::NAME_BECOMES_FREE),
                text_field(
                    FieldText {
                        id: "delete-name".to_owned(),
                        label: "Name of the identity",
                        hint: words::type_name(name.as_str()),
                        errors,
                    },
                    TextKind::Plain,
                    self.typed.into(),
                    Signal::stored(false),
                    (),
                    move |typed| self.typed.set(typed),
                ),
                div().class("form__actions").child((
                    button(ButtonKind::Secondary, None, "Cancel", move || self.close()),
                    dom::button()
                        .r#type("submit")
                        .class("button")
                        .class(("button--danger", move || is_named.get()))
                        .child(label),
                )),
            ))
    }

    fn send(self, shown: IdentityState, usage: Option<Usage>) {
        self.step.set(Step::Deleting);
        let client = self.client.get_value().bound();
        spawn_local(async move {
            let _lock = write_lock::hold(client.base(), &shown.identity.id).await;
            if has_write_to(&client, &shown.identity.id) {
                return self.show(Step::Blocked);
            }
            let unconfirmed = self.unconfirmed;
            let sent = Cell::new(None);
            let keep = |_, pending: Option<&PendingWrite>| {
                if let Some(pending) = pending {
                    unconfirmed.keep(pending);
                    sent.set(Some(pending.clone()));
                }
                ControlFlow::Continue(())
            };
            let outcome = delete(&client, &shown, &keep).await;
            if let (Some(sent), false) =
                (sent.take(), matches!(outcome, DeleteOutcome::Unconfirmed { .. }))
            {
                unconfirmed.forget(&sent);
            }
            self.show(match outcome {
                DeleteOutcome::NotSent(error) => Step::Failed(error),
                DeleteOutcome::Abandoned => return,
                DeleteOutcome::ContextChange { .. } => Step::Changed,
                DeleteOutcome::Known(deleted) => match (deleted.now, deleted.end) {
                    (None, _) => {
                        let revocation = verify_revoked(&client, &shown, usage.as_ref()).await;
                        self.end();
                        return unconfirmed.tell(shown.identity.name.clone(), revocation);
                    }
                    (Some(now), WriteEnd::Failed(error)) => {
                        Step::NotDeleted(words::failed(&shown, now.state(), &error))
                    }
                    (Some(_), WriteEnd::Done | WriteEnd::PageLeft) => Step::Changed,
                },
                DeleteOutcome::Unconfirmed { pending, .. } => {
                    // The page says it from now on, also after a reload.
                    self.end();
                    return unconfirmed.track(*pending, 1);
                }
            });
        });
    }
}

/// What stops working, and what is open through it.
fn stops(state: &IdentityState, usage: Option<&Usage>) -> View {
    let Some(live) = &state.credentials else {
        return p().child(words::UNKNOWN_CREDENTIALS).into_any();
    };
    let open = usage.map(|usage| usage.open(live.connections())).unwrap_or_default();
    let line = |name: &ConnectionName| {
        let open = open.get(name).map(|open| words::open_sessions(*open));
        let name = dom::code().attr("translate", "no").child(name.to_string());
        li().child((name, open.map(|open| span().child(open))))
    };
    let lines: Vec<El> = live.connections().take(NAMED).map(line).collect();
    let more = live.connections().count().saturating_sub(NAMED);
    (
        p().child(words::stops(live.len())),
        (!lines.is_empty()).then(|| {
            ul().class("deletion__list")
                .child((lines, (more > 0).then(|| li().child(and_more(more)))))
        }),
    )
        .view()
}
