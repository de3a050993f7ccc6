//! The list of identities.

use std::{sync::Arc, time::Duration};

use futures_util::future::join;
use leptos::{ev, task::spawn_local};

mod changed_by;
mod empty;
mod rows;
mod search;
mod table;

use crate::ui::reactive::*;
use crate::{
    domain::catalog::Catalog,
    flow::{gate::Gate, load},
    gateway::{client::Client, error::GatewayError, pause::pause},
    ui::{
        browser::{mark, scroll},
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
            notice::{NoticeKind, notice},
            search_field::answered,
        },
        deletion::Deletion,
        dom::{Content, El, View, a, div, h1, p, section},
        messages::{deletion as words, list as list_words},
        pages::Console,
        router::Router,
        routes::Route,
        session::{Connected, Session},
    },
};

use changed_by::ChangedBy;
use rows::{Arranged, Row, order, overviews, rows, with_overviews, without};
use search::{Search, search};
use table::{List, is_in_use, list};

pub use search::{focus_field as focus_search, has_field as has_search};

/// How long after it moved the scroll position is kept: browsers limit how often a page may write
/// to its history.
const KEPT_AFTER: Duration = Duration::from_millis(120);

/// After how many milliseconds a list has usually been drawn. Not a frame's callback: in the
/// background there are no frames.
const DRAWN_AFTER: u32 = 20;

/// How far the list is.
#[derive(Clone)]
enum Loaded {
    Loading,
    Failed(GatewayError),
    Ready,
}

/// What the page has below its head. The search stays while the list is loaded: it takes keys from
/// the beginning.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Stage {
    List,
    Nothing,
    Failed,
}

/// What the page is about.
#[derive(Clone, Copy)]
struct Page {
    session: Session,
    router: Router,
    client: StoredValue<Client>,
    loaded: RwSignal<Loaded>,
    rows: RwSignal<Arc<Vec<Row>>>,
    changed_by: ChangedBy,
    deletion: Deletion,
    /// Why connections and attributes could not be read.
    without_catalog: RwSignal<Option<GatewayError>>,
}

pub fn identities(console: Console, connected: Connected) -> El {
    let Console { session, router, deletion } = console;
    let rows = RwSignal::new(Arc::default());
    deletion.on_deleted(Callback::new(move |name| {
        rows.update(|rows: &mut Arc<Vec<Row>>| *rows = without(rows, &name));
        request_animation_frame(focus_search); // Once the dialog is gone.
    }));
    on_cleanup(move || deletion.dismiss());
    let page = Page {
        deletion,
        session,
        router,
        changed_by: ChangedBy::new(
            connected.client.clone(),
            session.rights().get_untracked().can_read_log,
        ),
        client: StoredValue::new(connected.client),
        loaded: RwSignal::new(Loaded::Loading),
        rows,
        without_catalog: RwSignal::new(None),
    };
    page.load();
    page.keep_scroll();
    // What couldn't be read without a valid token.
    session.on_renewed(Callback::new(move |()| page.load()));
    let can_write = move || session.rights().get().can_write;
    let stage = Memo::new(move |_| page.stage());
    section().class("page").child((
        div().class("page__head").child((h1().child("Machine identities"), move || {
            can_write().then(|| {
                a().class("button button--primary")
                    .href(Route::New { copy_of: None }.href())
                    .child((icon(Icon::Add), "New identity"))
            })
        })),
        deletion.notices(),
        move || match stage.get() {
            Stage::List => page.searchable(),
            Stage::Nothing => page.nothing().into_any(),
            Stage::Failed => page.failed().view(),
        },
    ))
}

impl Page {
    fn load(self) {
        self.loaded.set(Loaded::Loading);
        self.without_catalog.set(None);
        let client = self.client.get_value();
        spawn_local(async move {
            let is_there = || self.loaded.try_with_untracked(|_| ()).is_some();
            // The list doesn't wait for the catalog, of which nothing is decoded while the list is.
            let gate = Gate::default();
            let catalog = load::catalog_while(&client, &gate, &is_there);
            let list = async {
                let is_listed = self.list(&client, &gate).await;
                pause(DRAWN_AFTER).await;
                gate.open();
                is_listed
            };
            let (is_listed, catalog) = join(list, catalog).await;
            if !is_listed {
                return;
            }
            match catalog {
                Ok(catalog) => self.add_overviews(&catalog).await,
                Err(error) => {
                    self.expire(&error);
                    self.without_catalog.try_set(Some(error));
                }
            }
        });
    }

    /// Reads the identities and shows them; `false` when there is nothing to add the catalog to.
    async fn list(self, client: &Client, gate: &Gate) -> bool {
        match load::identities(client, gate).await {
            Ok(identities) => {
                let rows = rows(identities).await;
                // The page may be gone.
                if !self.rows.try_set(Arc::new(rows)) {
                    return false;
                }
                self.loaded.set(Loaded::Ready);
                request_animation_frame(scroll::restore);
                mark::ready();
                true
            }
            Err(error) => {
                self.expire(&error);
                self.loaded.try_set(Loaded::Failed(error));
                false
            }
        }
    }

    async fn add_overviews(self, catalog: &Catalog) {
        let Some(rights) = self.session.rights().try_get_untracked() else { return };
        let Some(listed) = self.rows.try_get_untracked() else { return };
        let overviews = overviews(&listed, catalog, rights.can_write).await;
        // Rows may have come and gone meanwhile.
        self.rows.try_update(|rows| *rows = with_overviews(rows, &overviews));
    }

    fn expire(self, error: &GatewayError) {
        if matches!(error, GatewayError::SignedOut { .. }) {
            self.session.expire();
        }
    }

    fn keep_scroll(self) {
        let is_due = StoredValue::new(false);
        let keep = move || {
            // A page that was left meanwhile must not write into the entry of the next one.
            if is_due.try_set_value(false)
                && matches!(self.loaded.try_get_untracked(), Some(Loaded::Ready))
            {
                scroll::keep();
            }
        };
        let listener = window_event_listener(ev::scroll, move |_| {
            if is_due.try_get_value() == Some(false) {
                is_due.set_value(true);
                set_timeout(keep, KEPT_AFTER);
            }
        });
        on_cleanup(move || listener.remove());
    }

    /// A list whose last identity was deleted stays: it has the notice of that.
    fn stage(self) -> Stage {
        self.loaded.with(|loaded| match loaded {
            Loaded::Failed(_) => Stage::Failed,
            Loaded::Ready if self.rows.with_untracked(|rows| rows.is_empty()) => Stage::Nothing,
            Loaded::Loading | Loaded::Ready => Stage::List,
        })
    }

    fn searchable(self) -> View {
        let query = self.router.query();
        let rights = self.session.rights();
        let can_write = Signal::derive(move || rights.get().can_write);
        let rows = self.rows;
        let sorted = RwSignal::new(0);
        let is_pointed = StoredValue::new(false);
        let is_in_use = move || is_in_use(is_pointed.get_value());
        let asked = answered(move || query.get());
        // Typing doesn't sort again.
        let sorting = Memo::new(move |_| asked.with(|asked| asked.sort));
        let ordered = Memo::new(move |_| rows.with(|rows| order(rows, sorting.get())));
        let arranged = Memo::new(move |before: Option<&Arranged>| {
            let (sorted, query) = (sorted.get(), asked.get());
            rows.with(|rows| {
                ordered
                    .with(|order| Arranged::after(before, rows, order, &query, sorted, is_in_use))
            })
        });
        let is_loading =
            Memo::new(move |_| self.loaded.with(|loaded| matches!(loaded, Loaded::Loading)));
        let counts = Memo::new(move |_| {
            (!is_loading.get()).then(|| arranged.with(|arranged| arranged.counts))
        });
        let found = Memo::new(move |_| arranged.with(|arranged| arranged.found.clone()));
        // Rows stay while what the catalog tells of them arrives.
        let stored = Memo::new(move |_| {
            rows.with(|rows| rows.iter().map(|row| row.identity.clone()).collect::<Vec<_>>())
        });
        let has_match = Memo::new(move |_| found.with(|found| !found.is_empty()));
        let change = Callback::new(move |query| self.router.search(query));
        let list_of = List {
            rows: rows.into(),
            found,
            query,
            change,
            deletion: self.deletion,
            changed_by: self.changed_by,
            is_pointed,
            can_write,
        };
        (
            search(Search { query, change, counts: counts.into() }),
            div().class("list__said").role("status").child(move || {
                self.deletion.deleted().map(|(name, it)| {
                    let said = p().child(words::done(&name, &it));
                    if words::is_warning(&it) { notice(NoticeKind::Warning, said) } else { said }
                })
            }),
            move || {
                arranged.with(|arranged| arranged.is_kept).then(|| {
                    div().class("list__order").child((
                        p().role("status").child(list_words::ORDER_KEPT),
                        button(ButtonKind::Quiet, None, "Sort again", move || {
                            sorted.update(|it| *it += 1)
                        }),
                    ))
                })
            },
            move || self.missing_catalog(),
            move || {
                // A memo that is only tracked is computed at its first change, and counts as changed.
                stored.with(|_| ());
                match (is_loading.get(), has_match.get()) {
                    (true, _) => self.loading().into_any(),
                    (false, false) => self.no_match().into_any(),
                    (false, true) => list(list_of),
                }
            },
            move || {
                let more = (!can_write.get()).then_some(list_words::LEGEND_READ_ONLY);
                (!is_loading.get())
                    .then(|| p().class("hint list__note").child((list_words::LEGEND, more)))
            },
        )
            .view()
    }
}
