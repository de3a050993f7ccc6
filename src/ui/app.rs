//! The console: session, routes, pages.

use leptos::{ev, prelude::*};

use crate::ui::dom::{Content, ElRef, View, div, main as main_, p};

use crate::ui::{
    browser::{focus, leave_guard},
    components::{
        button::{ButtonKind, button},
        dialog::dialog,
    },
    editor::{Subject, Unsettled},
    options::PageOptions,
    pages,
    routes::Route,
    session::{Session, SessionState},
};

/// Where the console is, and whether it may go elsewhere.
#[derive(Clone, Copy)]
pub struct Router {
    route: RwSignal<Route>,
    /// Where the person wanted to go with something unsaved.
    wanted: RwSignal<Option<Route>>,
    unsettled: RwSignal<Unsettled>,
}

impl Router {
    fn start() -> Self {
        let router = Self {
            route: RwSignal::new(Route::parse(&fragment())),
            wanted: RwSignal::new(None),
            unsettled: RwSignal::new(Unsettled::Nothing),
        };
        let listener = window_event_listener(ev::hashchange, move |_| router.context_changes());
        on_cleanup(move || listener.remove());
        let unsettled = router.unsettled;
        leave_guard::guard_unload(Signal::derive(move || unsettled.get() != Unsettled::Nothing));
        router
    }

    /// Set by a page that leaving would take something from; it then asks first.
    pub fn unsettled(&self) -> RwSignal<Unsettled> {
        self.unsettled
    }

    /// Changes the address without leaving the page: what is shown has got another name.
    pub fn replace(&self, route: &Route) {
        replace_fragment(&route.href());
    }

    fn context_changes(self) {
        let route = Route::parse(&fragment());
        if self.unsettled.get_untracked() != Unsettled::Nothing
            && route != self.route.get_untracked()
        {
            // The address bar has changed on already: put it back until the person has decided.
            replace_fragment(&self.route.get_untracked().href());
            self.wanted.set(Some(route));
        } else {
            self.go(route);
        }
    }

    fn go(self, route: Route) {
        if self.route.get_untracked() != route {
            self.route.set(route);
        }
    }

    fn stay(self) {
        self.wanted.set(None);
    }

    fn leave(self) {
        if let Some(route) = self.wanted.get_untracked() {
            self.wanted.set(None);
            self.unsettled.set(Unsettled::Nothing);
            replace_fragment(&route.href());
            self.go(route);
        }
    }
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

fn replace_fragment(href: &str) {
    // It fails only where history is forbidden; the address bar is then behind, and nothing else.
    let _ = window().history().and_then(|history| {
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(href))
    });
}

/// The whole console.
pub fn app(options: PageOptions) -> View {
    let session = Session::start(options);
    let router = Router::start();
    let is_asking = Signal::derive(move || router.wanted.with(Option::is_some));
    let leave = dialog(
        "leave".to_owned(),
        Signal::derive(move || {
            match router.unsettled.get() {
                Unsettled::Writing => "Leave while it is being saved?",
                Unsettled::Credentials => "Leave without the new credentials?",
                Unsettled::Draft | Unsettled::Nothing => "Leave without saving?",
            }
            .to_owned()
        }),
        is_asking,
        move || router.stay(),
        move || {
            (
                p().child(match router.unsettled.get_untracked() {
                    Unsettled::Writing => {
                        "What has not been sent yet is not sent then. What has been sent goes on \
                         without this page; this tab finds out what became of it when you come \
                         back to this identity."
                    }
                    Unsettled::Credentials => {
                        "Nobody has revealed or copied them. They are not lost: the gateway keeps \
                         them, and an administrator can fetch them again on the identity’s page, \
                         under “All credentials”."
                    }
                    Unsettled::Draft | Unsettled::Nothing => {
                        "The changes on this page are not saved. They are kept in this tab, and \
                         offered again when you come back to this identity."
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
        session.is_expired(),
        || {},
        move || pages::connect::sign_in_again(session),
    );
    let main = ElRef::new();
    // A page that changes without being loaded says so itself: in its title, and by the focus.
    Effect::new(move |was: Option<(bool, Route)>| {
        let now = (session.connected().is_some(), router.route.get());
        document().set_title(&title(&now));
        if was.is_some_and(|was| was != now)
            && let Some(main) = main.get_untracked()
        {
            focus::give_back(main);
        }
        now
    });
    (
        pages::shell::top_bar(session),
        pages::sandbox_banner::sandbox_banner(session),
        main_()
            .node_ref(main)
            .class("main")
            .attr("tabindex", "-1")
            .child(move || page(session, router)),
        leave,
        expired,
    )
        .view()
}

fn title((is_signed_in, route): &(bool, Route)) -> String {
    const SITE: &str = "Machine identities";
    match route {
        _ if !is_signed_in => format!("Sign in · {SITE}"),
        Route::Identities => SITE.to_owned(),
        Route::Identity(name) => format!("{name} · {SITE}"),
        Route::New => format!("New · {SITE}"),
        Route::NotFound => format!("Not found · {SITE}"),
    }
}

fn page(session: Session, router: Router) -> AnyView {
    match session.state() {
        SessionState::Probing => {
            p().class("waiting").role("status").child("Looking for a gateway…").into_any()
        }
        SessionState::SignedOut { this_site } => {
            pages::connect::connect(session, this_site).into_any()
        }
        SessionState::SignedIn(connected) => match router.route.get() {
            Route::Identities => pages::identities::identities(session, connected).into_any(),
            Route::Identity(name) => {
                let subject = Subject::Stored(name);
                pages::identity::identity(session, connected, router, subject).into_any()
            }
            Route::New => {
                pages::identity::identity(session, connected, router, Subject::New).into_any()
            }
            Route::NotFound => pages::not_found::not_found().into_any(),
        },
    }
}
