//! Who changed each identity in view, from the audit log.
//!
//! Acceptance: the log is queried only for rows in view, three at a time and once each; if it can't
//! be read, no further query is sent.

use std::{pin::Pin, sync::Arc, time::Duration};

use leptos::task::spawn_local;

use crate::ui::reactive::*;
use crate::{
    domain::{collect::HashedMap, history::AuditEntry, identity::Identity},
    flow::history,
    gateway::{client::Client, error::GatewayError},
    ui::{lazy_part::lazy_part, messages::history as words},
};

/// The most queries at a time.
const AT_ONCE: usize = 3;

/// How long the rows in view have to stay before they are queried: sending a query takes
/// milliseconds that scrolling and typing need.
const SETTLED: Duration = Duration::from_millis(150);

/// The query for the last change of an identity, to be awaited.
type LastChange = Pin<Box<dyn Future<Output = Result<Option<AuditEntry>, GatewayError>>>>;

lazy_part!(history: last_change_lazily(client: Client, identity: Identity) -> LastChange
    = last_change);

fn last_change(client: Client, identity: Identity) -> LastChange {
    Box::pin(async move { history::last_change(&client, &identity).await })
}

/// `None` until it is queried, empty while the query runs and when the log has no author.
type Author = RwSignal<Option<String>>;

/// The known authors.
#[derive(Clone, Copy)]
pub struct ChangedBy {
    client: StoredValue<Client>,
    /// By id and time of the change. Each row follows its own: an answer updates one cell, and not those
    /// of all rows in the page.
    authors: StoredValue<HashedMap<String, Author>>,
    /// The page, which owns the authors: a row that leaves it may come back.
    owner: StoredValue<Owner>,
    /// Rows that came into view and aren't queried yet.
    wanted: StoredValue<Vec<Arc<Identity>>>,
    /// Increases each time the rows in view change.
    changes: StoredValue<u32>,
    running: StoredValue<usize>,
    is_off: StoredValue<bool>,
}

impl ChangedBy {
    /// Sends no query unless the user `can_read` the audit log.
    pub fn new(client: Client, can_read: bool) -> Self {
        Self {
            client: StoredValue::new(client),
            authors: StoredValue::new(HashedMap::default()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            wanted: StoredValue::new(Vec::new()),
            changes: StoredValue::new(0),
            running: StoredValue::new(0),
            is_off: StoredValue::new(!can_read),
        }
    }

    /// The author of the last change.
    pub fn of(self, identity: &Identity) -> Author {
        let change = format!("{} {}", identity.id, identity.updated_at.as_str());
        if let Some(author) = self.authors.with_value(|authors| authors.get(&change).copied()) {
            return author;
        }
        let author = self.owner.with_value(|owner| owner.with(|| RwSignal::new(None)));
        self.authors.update_value(|authors| {
            authors.insert(change, author);
        });
        author
    }

    /// Queries the rows in view, once they stay; rows that were scrolled away are skipped.
    pub fn ask(self, rows: Vec<Arc<Identity>>) {
        self.wanted.set_value(Vec::new());
        self.changes.update_value(|changes| *changes = changes.wrapping_add(1));
        let change = self.changes.get_value();
        let ask = move || {
            if self.changes.try_get_value() == Some(change) {
                let is_new = |it: &Arc<Identity>| self.of(it).with_untracked(Option::is_none);
                self.wanted.set_value(rows.into_iter().rev().filter(is_new).collect());
                self.go_on();
            }
        };
        set_timeout(ask, SETTLED);
    }

    fn go_on(self) {
        while self.running.try_get_value().is_some_and(|running| running < AT_ONCE) {
            let next = self.wanted.try_update_value(Vec::pop).flatten();
            let Some(identity) = next.filter(|_| !self.is_off.get_value()) else { return };
            let author = self.of(&identity);
            author.set(Some(String::new()));
            self.running.update_value(|running| *running += 1);
            let client = self.client.get_value();
            spawn_local(async move {
                let answer = match last_change_lazily(client, Identity::clone(&identity)).await {
                    Ok(asked) => asked.await.ok(),
                    Err(_) => None,
                };
                // Forbidden or failed: the column stays empty.
                if answer.is_none() {
                    self.is_off.try_set_value(true);
                }
                if let Some(entry) = answer.flatten() {
                    author.try_set(Some(words::actor(&entry)));
                }
                self.running.try_update_value(|running| *running -= 1);
                self.go_on();
            });
        }
    }
}
