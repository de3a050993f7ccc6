//! One gateway: its client, who is signed in, and the editor of the identity.

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};

use super::{
    events::{self, DirtyDetail, IdentityDetail, RenamedDetail, SavedDetail, StateDetail},
    hooks::PageToken,
    page::{Page, Target},
};
use crate::{
    domain::{listeners::Listeners, name::IdentityName},
    flow::connect,
    gateway::{
        base::ApiBase, client::Client, error::GatewayError, loaded::Loaded, receipts::Receipts,
        token_provider::TokenProvider,
    },
    ui::{
        components::{
            button::{ButtonKind, button},
            notice::{NoticeKind, notice},
        },
        diagnosis::diagnosed,
        dom::{View, live, p},
        editor::{
            EditorHost, Rights, Saved, Subject, Unsettled, Views,
            control::{Control, EditorState},
            editor,
        },
        messages::{draft::base_error, failure::During},
        options::{PageOptions, Settings},
        place::Place,
    },
};

/// How far the sign-in is.
#[derive(Clone)]
enum Stage {
    /// The page has given no token; with what is wrong with its `getToken`, if anything.
    SignInNeeded(Option<String>),
    Connecting,
    Failed(GatewayError),
    Ready {
        listeners: Listeners,
    },
}

/// The element's content for one gateway.
pub fn session(page: Page, gateway: String, shown: Memo<Option<Target>>) -> View {
    let (place, options) = match settings(page, &gateway) {
        Ok(settings) => settings,
        Err(text) => return notice(NoticeKind::Error, p().child(text)).into_any(),
    };
    let stage = RwSignal::new_local(Stage::Connecting);
    let (base, transport) = place.connection();
    let hooks = page.hooks.get_value();
    let transport = transport
        .with_prefetched(Rc::new(move |url, authorization| hooks.take(url, authorization)));
    let origin = match base.origin() {
        "" => window().location().origin().unwrap_or_default(),
        origin => origin.to_owned(),
    };
    let fault = StoredValue::new_local(None::<String>);
    let provider = match &place {
        // It needs no token of the page.
        Place::Sandbox(sandbox) => sandbox.provider(),
        Place::ThisSite | Place::Address(_) => provider(page, origin, fault),
    };
    let is_off = page.options.with_untracked(|options| options.receipts.as_deref() == Some("off"));
    let receipts = if is_off { Receipts::off() } else { Receipts::from_browser() };
    let (deadlines, token) = (options.deadlines, page.token());
    let client = Client::new(base, transport, deadlines, token, Some(provider), receipts);
    page.use_client(gateway, client.clone());
    let session = Session {
        page,
        client: StoredValue::new_local(client),
        stage,
        rights: RwSignal::new(Rights::default()),
        is_signed_out: RwSignal::new(false),
        fault,
    };
    Effect::new(move |_| {
        page.token_changes.track();
        session.token_changed();
    });
    session.announce();
    let options = StoredValue::new_local(options);
    live(move || match stage.get() {
        Stage::SignInNeeded(fault) => sign_in_needed(fault),
        Stage::Connecting => {
            p().class("waiting").role("status").child("Connecting to the gateway…").into_any()
        }
        Stage::Failed(error) => diagnosed(
            &session.client.get_value(),
            During::SigningIn,
            &error,
            button(ButtonKind::Secondary, None, "Try again", move || session.connect()),
        )
        .into_any(),
        Stage::Ready { listeners } => live(move || {
            let target = shown.get()?;
            let host = session.host(&options.get_value(), listeners, &target.identity);
            Some(editor(host, Subject::Stored(target.identity)))
        }),
    })
}

fn sign_in_needed(fault: Option<String>) -> View {
    match fault {
        None => p()
            .class("waiting")
            .role("status")
            .child("Sign in needed. The editor continues when this page provides an access token.")
            .into_any(),
        Some(fault) => notice(
            NoticeKind::Error,
            p().child(format!("Sign in failed: this page’s getToken {fault}")),
        )
        .into_any(),
    }
}

/// The gateway and the options of the page; the error is a sentence for the page's author.
fn settings(page: Page, gateway: &str) -> Result<(Place, PageOptions), String> {
    let options = page.options.get_untracked();
    let options = PageOptions::read(&Settings {
        attribute_policy: options.attribute_policy,
        timeout: options.timeout,
        public_host: options.public_host,
        idle_minutes: options.idle_minutes,
        receipts: None,
    })
    .map_err(|option| format!("The attribute {} must be {}.", option.name, option.expected))?;
    let place = match gateway {
        "" => Place::ThisSite,
        "sandbox" => {
            Place::Sandbox(Loaded::by(page.hooks.with_value(|hooks| hooks.load_sandbox())))
        }
        address => Place::Address(ApiBase::parse(address).map_err(|error| base_error(&error))?),
    };
    Ok((place, options))
}

/// Asks the page, and remembers what is wrong with its answer.
fn provider(
    page: Page,
    origin: String,
    fault: StoredValue<Option<String>, LocalStorage>,
) -> TokenProvider {
    Rc::new(move |_| {
        let origin = origin.clone();
        Box::pin(async move {
            let hooks = page.hooks.try_get_value()?;
            let answer = hooks.token(&origin, "token-needed").await;
            let (token, found) = match answer {
                PageToken::Token(token) => (Some(token), None),
                PageToken::None => (None, None),
                PageToken::Fault(text) => (None, Some(text)),
            };
            fault.try_set_value(found);
            token
        })
    })
}

#[derive(Clone, Copy)]
struct Session {
    page: Page,
    client: StoredValue<Client, LocalStorage>,
    stage: RwSignal<Stage, LocalStorage>,
    rights: RwSignal<Rights>,
    is_signed_out: RwSignal<bool>,
    fault: StoredValue<Option<String>, LocalStorage>,
}

impl Session {
    /// Connects, or keeps the open editor and looks at who the new token belongs to.
    fn token_changed(self) {
        self.is_signed_out.set(false);
        if self.stage.with_untracked(|stage| matches!(stage, Stage::Ready { .. })) {
            let client = self.client.get_value();
            spawn_local(async move {
                // What isn't known isn't allowed.
                let welcome = connect::connect(&client).await;
                let rights = welcome.map(|it| Rights::of(&it.caller, &it.facts));
                self.rights.try_set(rights.unwrap_or_default());
            });
        } else {
            self.connect();
        }
    }

    fn connect(self) {
        self.stage.set(Stage::Connecting);
        let client = self.client.get_value();
        spawn_local(async move {
            // Without a token nothing is sent.
            let next = match client.has_token().await {
                false => {
                    self.sign_out();
                    Stage::SignInNeeded(self.fault.try_get_value().flatten())
                }
                true => match connect::connect(&client).await {
                    Ok(welcome) => {
                        self.rights.try_set(Rights::of(&welcome.caller, &welcome.facts));
                        Stage::Ready { listeners: welcome.facts.listeners }
                    }
                    Err(error) => {
                        if matches!(error, GatewayError::SignedOut { .. }) {
                            self.sign_out();
                        }
                        Stage::Failed(error)
                    }
                },
            };
            self.stage.try_set(next);
        });
    }

    /// The gateway doesn't accept the token, or there is none.
    fn sign_out(self) {
        // The element may be gone by now, and its signals with it.
        if self.is_signed_out.try_set(true).is_none() {
            self.fire("auth-needed", &());
        }
    }

    fn fire(self, name: &str, detail: &impl serde::Serialize) -> bool {
        let fired = self.page.hooks.try_with_value(|hooks| events::fire(hooks, name, detail));
        fired.unwrap_or(true)
    }

    /// Tells the page of every change of state.
    fn announce(self) {
        let state = Memo::new(move |_| match self.stage.get() {
            Stage::SignInNeeded(_) => "waiting",
            Stage::Connecting => "loading",
            Stage::Failed(_) => "error",
            Stage::Ready { .. } => match self.page.control.get().map(Control::state) {
                None | Some(EditorState::Loading) => "loading",
                Some(EditorState::Failed) => "error",
                Some(EditorState::Ready) => "ready",
                Some(EditorState::Saving) => "saving",
                Some(EditorState::Unconfirmed) => "unconfirmed",
            },
        });
        Effect::new(move |before: Option<&'static str>| {
            let state = state.get();
            self.fire("state-change", &StateDetail { state });
            if state == "ready" && before == Some("loading") {
                let wanted = untrack(|| self.page.wanted());
                let identity = wanted.map(|target| target.identity.to_string()).unwrap_or_default();
                self.fire("ready", &IdentityDetail { identity: &identity });
            }
            state
        });
        let is_dirty = Memo::new(move |_| self.page.unsettled.get() == Unsettled::Draft);
        Effect::new(move |before: Option<bool>| {
            let dirty = is_dirty.get();
            if before.unwrap_or_default() != dirty {
                self.fire("dirty-change", &DirtyDetail { dirty });
            }
            dirty
        });
    }

    /// What the editor needs of the page.
    fn host(
        self,
        options: &PageOptions,
        listeners: Listeners,
        identity: &IdentityName,
    ) -> EditorHost {
        let from = identity.clone();
        let page = self.page;
        EditorHost {
            on_mounted: Callback::new(move |control| page.control.set(Some(control))),
            may_save: Callback::new(move |name: IdentityName| {
                self.fire("before-save", &IdentityDetail { identity: name.as_str() })
            }),
            client: self.client.get_value(),
            rights: self.rights.into(),
            public_host: options.public_host.clone(),
            idle_minutes: options.idle_minutes,
            listeners,
            views: Views::in_memory(),
            policy: options.policy.clone(),
            is_signed_out: self.is_signed_out.into(),
            on_signed_out: Callback::new(move |()| self.sign_out()),
            on_saved: Callback::new(move |saved: Saved| {
                let detail = SavedDetail {
                    identity: saved.identity.as_str(),
                    new_credentials: saved.new_credentials,
                };
                self.fire("saved", &detail);
            }),
            on_renamed: Callback::new(move |to: IdentityName| {
                let detail = RenamedDetail { from: from.as_str(), to: to.as_str() };
                self.fire("renamed", &detail);
            }),
            unsettled: self.page.unsettled,
        }
    }
}
