//! The current page, and whether it may be left.

use leptos::ev;

use crate::ui::reactive::*;
use crate::{
    domain::name::IdentityName,
    ui::{
        browser::{leave_guard, scroll},
        editor::{IdentityView, Unsettled, Views, control::Control},
        list_query::ListQuery,
        routes::Route,
    },
};

/// The current route. It follows the fragment of the URL, except that leaving a page with unsaved
/// edits needs the user's confirmation.
#[derive(Clone, Copy)]
pub struct Router {
    route: RwSignal<Route>,
    /// Counts the pages that were entered. A page that changes its own URL stays the same page.
    visits: RwSignal<u32>,
    /// The requested route while the user is asked about unsaved edits.
    wanted: RwSignal<Option<Route>>,
    /// The editor on the current page, if any.
    editor: RwSignal<Option<Control>>,
    last_list: StoredValue<Route>,
}

impl Router {
    /// Starts with the page that the URL names.
    pub fn start() -> Self {
        let router = Self {
            route: RwSignal::new(current()),
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

    /// The current route; also changes when the page changes its own URL.
    pub fn route(&self) -> Signal<Route> {
        self.route.into()
    }

    /// The route by which the page was entered; changes only with the page.
    pub fn page(&self) -> Route {
        self.visits.track();
        self.route.get_untracked()
    }

    /// The current identity's views.
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

    /// Navigates to a route as a link would.
    pub fn open(&self, route: &Route) {
        // Fails only while the document is being unloaded.
        let _ = window().location().set_hash(&route.href());
    }

    /// Whether the user is asked if the page may be left.
    pub fn is_asking(&self) -> Signal<bool> {
        let wanted = self.wanted;
        Signal::derive(move || wanted.with(Option::is_some))
    }

    /// Where the page's editor registers its handle.
    pub fn editor(&self) -> RwSignal<Option<Control>> {
        self.editor
    }

    /// What leaving the page would lose; tracked.
    pub fn unsettled(&self) -> Unsettled {
        self.editor.get().map(Control::unsettled).unwrap_or_default()
    }

    /// Changes the URL without leaving the page, after an identity was renamed.
    pub fn rename(&self, name: IdentityName) {
        let view = match self.route.get_untracked() {
            Route::Identity(_, view) => view,
            _ => IdentityView::default(),
        };
        let route = Route::Identity(name, view);
        replace_fragment(&route.href());
        self.route.set(route);
    }

    /// Changes the list's search without leaving the page or adding a history entry.
    pub fn search(&self, query: ListQuery) {
        let route = Route::Identities(query);
        replace_fragment(&route.href());
        self.route.set(route);
    }

    /// The list's search.
    pub fn query(&self) -> Signal<ListQuery> {
        let route = self.route;
        Signal::derive(move || match route.get() {
            Route::Identities(query) => query,
            _ => ListQuery::default(),
        })
    }

    /// The list with its last search, for the link back to it.
    pub fn way_back(&self) -> Route {
        self.last_list.get_value()
    }

    /// Stays on the current page.
    pub fn stay(self) {
        self.wanted.set(None);
    }

    /// Leaves the page for the requested one.
    pub fn leave(self) {
        if let Some(route) = self.wanted.get_untracked() {
            self.wanted.set(None);
            replace_fragment(&route.href());
            self.go(route);
        }
    }

    fn follow(self) {
        let route = current();
        let is_unsettled = untrack(|| self.unsettled()) != Unsettled::Nothing;
        if is_unsettled && !route.is_same_page(&self.route.get_untracked()) {
            // The URL has changed already; it is reset until the user has decided.
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

/// The page that the URL names.
pub fn current() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}

fn replace_fragment(href: &str) {
    // Fails only where history is forbidden; then only the address bar is outdated.
    let _ = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&scroll::state(), "", Some(href)));
}
