//! The console: session, routes, pages.

use leptos::task::spawn_local;

use crate::ui::reactive::*;
use crate::{
    gateway::loaded::Loaded,
    ui::{
        browser::{focus, storage, theme::Theme},
        components::{
            button::{ButtonKind, button},
            clipboard_notice::clipboard_notice,
            dialog::dialog,
            lazy::lazy,
        },
        deletion::Deletion,
        dom::{Content, ElRef, View, div, live, main as main_, p},
        editor::{Subject, Unsettled},
        messages::sign_in,
        options::PageOptions,
        pages::{
            self, Console,
            identity::identity_lazily,
            shortcuts::{Shortcuts, shortcuts_dialog},
        },
        router::Router,
        routes::Route,
        session::{Connected, Session, SessionState},
    },
};

/// The whole console; `sandbox` if the page comes with one.
pub fn app(options: PageOptions, sandbox: Option<Loaded>) -> View {
    let session = Session::start(options, sandbox);
    let router = Router::start();
    let shortcuts = Shortcuts::start();
    Theme::kept().apply();
    let is_asking = router.is_asking();
    let leave = dialog(
        "leave".to_owned(),
        Signal::derive(move || {
            match router.unsettled() {
                Unsettled::Writing => "Leave while a save is running?",
                Unsettled::Credentials => "Leave without the new credentials?",
                Unsettled::Draft | Unsettled::Nothing => "Leave without saving?",
            }
            .to_owned()
        }),
        is_asking,
        move || router.stay(),
        move || {
            (
                p().child(match untrack(|| router.unsettled()) {
                    Unsettled::Writing => {
                        "Unsent requests are canceled. A save that was sent continues without this \
                         page; open this identity again in this tab to see its outcome."
                    }
                    Unsettled::Credentials => {
                        "You haven’t revealed or copied them. The gateway keeps them; an \
                         administrator can load them again on this identity’s page."
                    }
                    Unsettled::Draft | Unsettled::Nothing => {
                        "Your edits aren’t saved. This tab keeps them until you come back to this \
                         identity."
                    }
                }),
                div().class("form__actions").child((
                    button(ButtonKind::Primary, None, "Stay", move || router.stay()),
                    button(ButtonKind::Secondary, None, "Leave", move || router.leave()),
                )),
            )
        },
    );
    let expired = dialog(
        "expired".to_owned(),
        Signal::stored("Sign in again".to_owned()),
        session.is_asking(),
        move || session.renew(false),
        move || pages::connect::sign_in_again(session),
    );
    let sign_out = dialog(
        "sign-out".to_owned(),
        Signal::stored("Sign out?".to_owned()),
        session.is_leaving(),
        move || session.stay(),
        move || {
            let is_kept = storage::has_kind;
            (
                is_kept("write").then(|| p().child(sign_in::LEAVES_UNCONFIRMED)),
                is_kept("deletion").then(|| p().child(sign_in::LEAVES_DELETION)),
                is_kept("draft").then(|| p().child(sign_in::LEAVES_EDITS)),
                div().class("form__actions").child((
                    button(ButtonKind::Primary, None, "Stay signed in", move || session.stay()),
                    button(ButtonKind::Secondary, None, "Sign out", move || session.sign_out()),
                )),
            )
        },
    );
    let main = ElRef::new();
    // A page change without a load must announce itself: with the title, and by moving the focus.
    Effect::new(move |was: Option<(bool, Route)>| {
        let now = (session.connected().is_some(), router.page());
        document().set_title(&title((now.0, &router.route().get())));
        let is_other = |was: (bool, Route)| was.0 != now.0 || !was.1.is_same_page(&now.1);
        if was.is_some_and(is_other)
            && let Some(main) = main.get_untracked()
        {
            focus::give_back(main);
        }
        now
    });
    load_ahead(router);
    (
        pages::shell::top_bar(session, shortcuts),
        pages::expiry::expiry(session),
        pages::tour::tour(session),
        main_()
            .node_ref(main)
            .class("main")
            .attr("tabindex", "-1")
            .child(move || page(session, router)),
        leave,
        (expired, sign_out),
        shortcuts_dialog(shortcuts),
    )
        .view()
}

/// Loads the editor during discovery and sign-in if the URL names an identity. The page itself
/// reports a failed load.
fn load_ahead(router: Router) {
    if matches!(untrack(|| router.page()), Route::Identity(..) | Route::New { .. }) {
        spawn_local(async {
            let _ = pages::identity::prepare().await;
        });
    }
}

/// The console starts with the list, so the editor is loaded when an identity is opened.
fn identity(console: Console, connected: Connected, subject: Subject) -> View {
    let connected = StoredValue::new(connected);
    lazy(move || identity_lazily(console, connected.get_value(), subject.clone()))
}

fn title((is_signed_in, route): (bool, &Route)) -> String {
    const SITE: &str = "Machine identities";
    match route {
        _ if !is_signed_in => format!("Sign in · {SITE}"),
        Route::Identities(_) => SITE.to_owned(),
        Route::Identity(name, _) => format!("{name} · {SITE}"),
        Route::New { .. } => format!("New · {SITE}"),
        Route::NotFound => format!("Not found · {SITE}"),
    }
}

fn page(session: Session, router: Router) -> View {
    match session.state() {
        SessionState::Probing => {
            p().class("waiting").role("status").child("Looking for a gateway…").into_any()
        }
        SessionState::SignedOut { this_site } => {
            pages::connect::connect(session, this_site).into_any()
        }
        SessionState::SignedIn(connected) => signed_in(session, router, connected),
    }
}

/// The pages of a gateway, and the deletions that outlive each of them.
fn signed_in(session: Session, router: Router, connected: Connected) -> View {
    let deletion =
        Deletion::new(connected.client.clone(), Callback::new(move |()| session.expire()));
    session.on_renewed(Callback::new(move |()| deletion.resume()));
    let console = Console { session, router, deletion };
    let pages = live(move || {
        let connected = connected.clone();
        match router.page() {
            Route::Identities(_) => pages::identities::identities(console, connected).into_any(),
            Route::Identity(name, _) => identity(console, connected, Subject::Stored(name)),
            Route::New { copy_of } => {
                let subject = copy_of.map_or(Subject::New, Subject::CopyOf);
                identity(console, connected, subject)
            }
            Route::NotFound => pages::not_found::not_found().into_any(),
        }
    });
    (clipboard_notice(), pages, deletion.dialog()).view()
}
