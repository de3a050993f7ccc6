//! One gateway: its client, who is signed in, and the editor of the identity.

mod connection;
mod report;

use std::rc::Rc;

use super::{
    hooks::PageToken,
    page::{Page, Target},
};
use crate::ui::reactive::*;
use crate::{
    domain::listeners::Listeners,
    gateway::{
        base::ApiBase, call::Deadlines, client::Client, error::GatewayError, loaded::Loaded,
        receipts::Receipts, token_provider::TokenProvider,
    },
    ui::{
        components::{
            button::{ButtonKind, button},
            notice::{NoticeKind, notice},
        },
        diagnosis::diagnosed,
        dom::{Content, View, div, live, p},
        editor::{Rights, Subject, editor},
        messages::{draft::base_error, failure::During, sign_in::SANDBOX_MISSING},
        options::PageOptions,
        place::Place,
        sandbox_drawer::{DrawerActions, SandboxDrawer},
    },
};

/// The state of the sign-in.
#[derive(Clone)]
enum Stage {
    /// The page gave no token; with the problem of its `getToken`, if any.
    SignInNeeded(Option<String>),
    /// The sandbox's program is missing, or isn't the one that was built with the element.
    SandboxMissing,
    Connecting,
    Failed(GatewayError),
    Ready {
        listeners: Listeners,
    },
}

/// The state of one gateway. Cheap to copy.
#[derive(Clone, Copy)]
struct Session {
    page: Page,
    client: StoredValue<Client>,
    stage: RwSignal<Stage>,
    /// What the gateway allows the user, whatever the page wants.
    rights: RwSignal<Rights>,
    is_signed_out: RwSignal<bool>,
    /// How often a sign-in was tried: the answer to an earlier one says nothing about the token now.
    attempts: StoredValue<u32>,
    is_sandbox: bool,
    /// What was wrong with the last answer of the page's `getToken`.
    fault: StoredValue<Option<String>>,
}

/// The element's content for one gateway.
pub fn session(
    page: Page,
    options: Signal<PageOptions>,
    gateway: String,
    shown: Memo<Option<Target>>,
) -> View {
    let place = match place(page, &gateway) {
        Ok(place) => place,
        Err(text) => return notice(NoticeKind::Error, p().child(text)).into_any(),
    };
    let stage = RwSignal::new(Stage::Connecting);
    let (base, transport) = place.connection();
    let hooks = page.hooks.get_value();
    let transport = transport
        .with_prefetched(Rc::new(move |url, authorization| hooks.take(url, authorization)));
    let origin = match base.origin() {
        "" => window().location().origin().unwrap_or_default(),
        origin => origin.to_owned(),
    };
    let fault = StoredValue::new(None::<String>);
    let provider = match &place {
        // It needs no token from the page.
        Place::Sandbox(sandbox) => sandbox.provider(),
        Place::ThisSite | Place::Address(_) => provider(page, origin, fault),
    };
    let receipts = Receipts::from_browser();
    let (deadlines, token) = (Deadlines::default(), page.token());
    let client = Client::new(base, transport, deadlines, token, Some(provider), receipts);
    Effect::new({
        let client = client.clone();
        move || {
            options.with(|options| {
                client.set_deadlines(options.deadlines);
                client.receipts().switch(options.has_receipts);
            });
        }
    });
    page.use_client(gateway, client.clone());
    let session = Session {
        page,
        client: StoredValue::new(client),
        stage,
        rights: RwSignal::new(Rights::default()),
        is_signed_out: RwSignal::new(false),
        attempts: StoredValue::new(0),
        is_sandbox: matches!(place, Place::Sandbox(_)),
        fault,
    };
    page.on_token(Callback::new(move |()| session.token_changed()));
    session.begin();
    session.announce();
    session.follow_cache();
    let sandbox = match place {
        Place::Sandbox(sandbox) => Some(StoredValue::new(sandbox)),
        Place::ThisSite | Place::Address(_) => None,
    };
    let drawer = SandboxDrawer::new();
    let actions =
        DrawerActions { on_reset: Some(Callback::new(move |()| session.restart())), connect: None };
    let controls = move || {
        let sandbox = sandbox.filter(|_| !options.with(|it| it.hidden.sandbox))?;
        Some(
            div()
                .class("sandbox")
                .child((drawer.button(), drawer.panel(sandbox.get_value(), actions))),
        )
    };
    (live(controls), live(move || content(session, options, shown))).view()
}

/// The editor, or what it waits for.
fn content(session: Session, options: Signal<PageOptions>, shown: Memo<Option<Target>>) -> View {
    match session.stage.get() {
        Stage::SignInNeeded(fault) => sign_in_needed(fault),
        Stage::SandboxMissing => notice(NoticeKind::Error, p().child(SANDBOX_MISSING)).into_any(),
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
        Stage::Ready { listeners } => (
            live(move || {
                session.is_signed_out.get().then(|| sign_in_needed(session.fault.get_value()))
            }),
            live(move || {
                let target = shown.get()?;
                let host = session.host(options, listeners);
                Some(editor(host, Subject::Stored(target.identity)))
            }),
        )
            .view(),
    }
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

/// The gateway that the attribute names; the error is a sentence for the page's author.
fn place(page: Page, gateway: &str) -> Result<Place, String> {
    match gateway {
        "" => Ok(Place::ThisSite),
        "sandbox" => {
            Ok(Place::Sandbox(Loaded::by(page.hooks.with_value(|hooks| hooks.load_sandbox()))))
        }
        address => ApiBase::parse(address).map(Place::Address).map_err(|error| base_error(&error)),
    }
}

/// Asks the page, and keeps the problem with its answer.
fn provider(page: Page, origin: String, fault: StoredValue<Option<String>>) -> TokenProvider {
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
