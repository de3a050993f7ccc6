//! Which page is shown, and whether it may be left.

use leptos::{ev, prelude::*};

use crate::{
    domain::name::IdentityName,
    ui::{
        browser::{leave_guard, scroll},
        editor::{IdentityView, Unsettled, Views, control::Control},
        list_query::ListQuery,
        routes::Route,
    },
};

/// The current route. It follows the fragment of the address bar, except that a page with unsaved
/// edits is left only once the user agrees.
#[derive(Clone, Copy)]
pub struct Router {
    route: RwSignal<Route>,
    /// Counts the pages that were entered. A page that changes its own address stays the same one.
    visits: RwSignal<u32>,
    /// Where the user wanted to go while something was unsaved.
    wanted: RwSignal<Option<Route>>,
    /// The editor of the page that is shown, if it has one.
    editor: RwSignal<Option<Control>>,
    last_list: StoredValue<Route>,
}

impl Router {
    /// Starts with the page that the address bar names.
    pub fn start() -> Self {
        let router = Self {
            route: RwSignal::new(Route::parse(&fragment())),
            visits: RwSignal::new(0),
            wanted: RwSignal::new(None),
            editor: RwSignal::new(None),
            last_list: StoredValue::new(Route::list()),
        };
        scroll::take_over();
        let listener = window_event_listener(ev::hashchange, move |_| router.follow());
        on_cleanup(move || listener.remove());
        leave_guard::guard_unload(Signal::derive(move || router.unsettled() != Unsettled::Nothing));
        router
    }

    /// The route that is shown; it also changes when the page changes its own address.
    pub fn route(&self) -> Signal<Route> {
        self.route.into()
    }

    /// The route by which the page was entered; it changes only when another page is entered.
    pub fn page(&self) -> Route {
        self.visits.track();
        self.route.get_untracked()
    }

    /// The views of the identity that is shown.
    pub fn views(&self) -> Views {
        let (router, route) = (*self, self.route);
        let named = move |view| match route.get() {
            Route::Identity(name, _) => Some(Route::Identity(name, view)),
            _ => None,
        };
        Views {
            shown: Signal::derive(move || match route.get() {
                Route::Identity(_, view) => view,
                _ => IdentityView::default(),
            }),
            href: Callback::new(move |view| named(view).map(|route| route.href())),
            show: Callback::new(move |view| {
                if let Some(route) = named(view) {
                    router.open(&route);
                }
            }),
        }
    }

    /// Goes to a route as a link to it does.
    pub fn open(&self, route: &Route) {
        // It fails for nothing but a document that is being left.
        let _ = window().location().set_hash(&route.href());
    }

    /// Whether the user is being asked if the page may be left.
    pub fn is_asking(&self) -> Signal<bool> {
        let wanted = self.wanted;
        Signal::derive(move || wanted.with(Option::is_some))
    }

    /// The place for the handle of the page's editor.
    pub fn editor(&self) -> RwSignal<Option<Control>> {
        self.editor
    }

    /// What leaving the page would lose; tracked.
    pub fn unsettled(&self) -> Unsettled {
        self.editor.get().map(Control::unsettled).unwrap_or_default()
    }

    /// Changes the address without leaving the page, for an identity that got another name.
    pub fn rename(&self, name: IdentityName) {
        let view = match self.route.get_untracked() {
            Route::Identity(_, view) => view,
            _ => IdentityView::default(),
        };
        let route = Route::Identity(name, view);
        replace_fragment(&route.href());
        self.route.set(route);
    }

    /// Shows another search of the list without leaving it. The entry of the history stays the same.
    pub fn search(&self, query: ListQuery) {
        let route = Route::Identities(query);
        replace_fragment(&route.href());
        self.route.set(route);
    }

    /// What is searched for in the list.
    pub fn query(&self) -> Signal<ListQuery> {
        let route = self.route;
        Signal::derive(move || match route.get() {
            Route::Identities(query) => query,
            _ => ListQuery::default(),
        })
    }

    /// The list as it was last seen, for the way back to it.
    pub fn way_back(&self) -> Route {
        self.last_list.get_value()
    }

    /// Keeps the page that is shown.
    pub fn stay(self) {
        self.wanted.set(None);
    }

    /// Leaves the page for the one that was wanted.
    pub fn leave(self) {
        if let Some(route) = self.wanted.get_untracked() {
            self.wanted.set(None);
            replace_fragment(&route.href());
            self.go(route);
        }
    }

    fn follow(self) {
        let route = Route::parse(&fragment());
        let is_unsettled = untrack(|| self.unsettled()) != Unsettled::Nothing;
        if is_unsettled && !route.is_same_page(&self.route.get_untracked()) {
            // The address bar has changed already: it goes back until the user has decided.
            replace_fragment(&self.route.get_untracked().href());
            self.wanted.set(Some(route));
        } else {
            self.go(route);
        }
    }

    fn go(self, route: Route) {
        let left = self.route.get_untracked();
        if matches!(left, Route::Identities(_)) {
            self.last_list.set_value(left);
        }
        let is_same_page = route.is_same_page(&self.route.get_untracked());
        self.route.set(route);
        if !is_same_page {
            self.visits.update(|visits| *visits = visits.wrapping_add(1));
        }
    }
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

fn replace_fragment(href: &str) {
    // It fails only where history is forbidden; then only the address bar is behind.
    let _ = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&scroll::state(), "", Some(href)));
}
