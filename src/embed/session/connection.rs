//! Signing in with the page's token, and staying signed in.

use leptos::{ev, task::spawn_local};

use super::{Session, Stage};
use crate::ui::reactive::*;
use crate::{flow::connect, gateway::error::GatewayError, ui::editor::Rights};

impl Session {
    /// Connects, or keeps the open editor and looks at who the new token belongs to.
    pub(super) fn token_changed(self) {
        let was_signed_out = self.is_signed_out.get_untracked();
        self.is_signed_out.set(false);
        if self.stage.with_untracked(|stage| matches!(stage, Stage::Ready { .. })) {
            if was_signed_out && let Some(editor) = self.page.control.get_untracked() {
                editor.resume();
            }
            let (client, attempt) = (self.client.get_value(), self.new_attempt());
            spawn_local(async move {
                let welcome = connect::connect(&client).await;
                if !self.is_latest(attempt) {
                    return;
                }
                if matches!(welcome, Err(GatewayError::SignedOut { .. })) {
                    self.sign_out();
                }
                // Without an answer the rights stay as they were: the gateway refuses what this user
                // may not do.
                if let Ok(welcome) = welcome {
                    self.rights.try_set(Rights::of(&welcome.caller, &welcome.facts));
                }
            });
        } else {
            self.connect();
        }
    }

    pub(super) fn connect(self) {
        self.stage.set(Stage::Connecting);
        self.begin();
    }

    /// Connects a new session, whose stage is [`Stage::Connecting`].
    pub(super) fn begin(self) {
        let (client, attempt) = (self.client.get_value(), self.new_attempt());
        spawn_local(async move {
            // Without a token nothing is sent.
            let answer = match client.has_token().await {
                true => Some(connect::connect(&client).await),
                false => None,
            };
            // The page may have set another token meanwhile.
            if !self.is_latest(attempt) {
                return;
            }
            let next = match answer {
                // The sandbox provides its own token.
                None if self.is_sandbox => Stage::SandboxMissing,
                None => {
                    self.sign_out();
                    Stage::SignInNeeded(self.fault.try_get_value().flatten())
                }
                Some(Ok(welcome)) => {
                    self.rights.try_set(Rights::of(&welcome.caller, &welcome.facts));
                    Stage::Ready { listeners: welcome.facts.listeners }
                }
                Some(Err(error)) => {
                    if matches!(error, GatewayError::SignedOut { .. }) {
                        self.sign_out();
                    }
                    Stage::Failed(error)
                }
            };
            self.stage.try_set(next);
        });
    }

    /// Counts another attempt to sign in.
    fn new_attempt(self) -> u32 {
        self.attempts.update_value(|attempts| *attempts += 1);
        self.attempts.get_value()
    }

    /// Whether no attempt began after this one; false once the element is gone.
    fn is_latest(self, attempt: u32) -> bool {
        self.attempts.try_get_value() == Some(attempt)
    }

    /// The gateway doesn't accept the token, or there is none.
    pub(super) fn sign_out(self) {
        // The element may be gone by now, and its signals with it.
        if self.is_signed_out.try_set(true) {
            self.fire("auth-needed", &());
        }
    }

    /// Starts over with what the gateway has now; edits are discarded.
    pub(super) fn restart(self) {
        if let Some(control) = self.page.control.get_untracked() {
            control.discard();
        }
        self.page.restarts.update(|count| *count += 1);
    }

    /// In the back-forward cache the page keeps no token; when it comes back, it is asked for one.
    pub(super) fn follow_cache(self) {
        let page = self.page;
        let hidden = window_event_listener(ev::pagehide, move |event| {
            if event.persisted() {
                page.forget_token();
            }
        });
        let shown = window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                page.token_changed();
            }
        });
        on_cleanup(move || {
            hidden.remove();
            shown.remove();
        });
    }
}
