//! The history of one identity among the entries of a log.

use std::sync::Arc;

use super::{Action, AuditEntry, HistorySubject, compare};
use crate::domain::{
    connection::ConnectionName, identity::Timestamp, name::IdentityName, plan::Edits,
};

/// The history of one identity, as far as it was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Timeline {
    /// Newest first.
    pub events: Vec<Event>,
    /// What the oldest event is.
    pub start: Start,
    /// The names that the identity had, the current one first.
    pub names: Vec<IdentityName>,
    /// Every entry that could be found was read, and none is that of the last save of the fields as last
    /// read: an entry proves a write, and no entry proves nothing (contract §15).
    pub lacks_last_save: bool,
}

/// Of which lists every entry was read.
pub(super) struct Read {
    /// Those of every name that the identity is known to have had.
    pub names: bool,
    /// That of the creations.
    pub creations: bool,
}

/// What stands before the oldest event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Start {
    /// The identity was created.
    Created,
    /// Nothing that was read says how the identity came to this name.
    Unknown {
        /// The oldest name that is known.
        name: IdentityName,
    },
}

/// One write in the history of an identity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Event {
    /// What the log says.
    pub entry: Arc<AuditEntry>,
    /// What it means for the identity.
    pub kind: EventKind,
}

/// What a write means for the identity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EventKind {
    /// A version was stored.
    Version {
        /// Counted by entry from the creation, which is 1; `None` while that isn't known. A save that left
        /// no entry isn't counted.
        number: Option<usize>,
        /// What changed against the version before; `None` for the oldest one that is known.
        edits: Option<Box<Edits>>,
    },
    /// A credential was rotated.
    Rotated(ConnectionName),
    /// The identity was deleted.
    Deleted,
    /// The gateway refused, or failed; parts may be done all the same (G4).
    Failed,
}

impl Timeline {
    /// Finds the history of `subject` among entries sorted from the newest to the oldest. Entries of
    /// other identities don't matter, even where they had one of its names before or after it.
    pub(super) fn new(subject: &HistorySubject, entries: &[Arc<AuditEntry>], read: Read) -> Self {
        let mut walk = Walk {
            name: current_name(subject, entries),
            names: Vec::new(),
            read: subject.updated_at.nanoseconds().unwrap_or(i64::MAX),
            found: Vec::new(),
        };
        walk.names.push(walk.name.clone());
        let created = subject.created_at.nanoseconds().unwrap_or(i64::MIN);
        let own = entries.iter().take_while(|entry| entry.moment() >= created);
        let mut start = None;
        for entry in own {
            match walk.take(entry) {
                Step::Goes => {}
                Step::Created => {
                    start = Some(Start::Created);
                    break;
                }
                Step::Other => break,
            }
        }
        let start = start.unwrap_or(Start::Unknown { name: walk.name });
        let events = events(walk.found, start == Start::Created);
        let is_last_save = |it: &Event| it.is_version() && it.entry.moment() >= walk.read;
        // A rename stands under the name before it, which an entry that wasn't read may lead to.
        let is_all = read.names && (read.creations || start == Start::Created);
        let lacks_last_save = is_all && !events.iter().any(is_last_save);
        Self { events, start, names: walk.names, lacks_last_save }
    }

    /// The version with this entry's id.
    pub fn version(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.entry.id == id && event.is_version())
    }

    /// The versions, newest first.
    pub fn versions(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| event.is_version())
    }
}

impl Event {
    /// Whether it stored a version.
    pub fn is_version(&self) -> bool {
        matches!(self.kind, EventKind::Version { .. })
    }

    /// When it happened.
    pub fn at(&self) -> &Timestamp {
        &self.entry.at
    }
}

/// The name that the identity has now: what was read of it may be older than the entries.
fn current_name(subject: &HistorySubject, entries: &[Arc<AuditEntry>]) -> IdentityName {
    let read = subject.updated_at.nanoseconds().unwrap_or(i64::MAX);
    let later = entries.iter().take_while(|entry| entry.moment() >= read);
    let mut name = subject.name.clone();
    for entry in later.collect::<Vec<_>>().into_iter().rev() {
        if let Some(after) = entry.renamed_to().filter(|_| *entry.action.name() == name) {
            name = after.clone();
        }
    }
    name
}

/// Goes back in time, with the name that the identity had then.
struct Walk {
    name: IdentityName,
    names: Vec<IdentityName>,
    /// When the identity was last written, as last read.
    read: i64,
    found: Vec<Arc<AuditEntry>>,
}

enum Step {
    Goes,
    Created,
    /// Before this the name was another identity's.
    Other,
}

impl Walk {
    fn take(&mut self, entry: &Arc<AuditEntry>) -> Step {
        let is_addressed = *entry.action.name() == self.name;
        match (&entry.action, entry.renamed_to()) {
            // A refused creation is an attempt at another identity.
            (Action::Create(_), _) => {
                if !is_addressed || !entry.is_done {
                    return Step::Goes;
                }
                self.found.push(entry.clone());
                Step::Created
            }
            (Action::Save(before), Some(after)) if *after == self.name => {
                self.found.push(entry.clone());
                self.name = before.clone();
                if !self.names.contains(before) {
                    self.names.push(before.clone());
                }
                Step::Goes
            }
            // The one that had this name left it.
            (Action::Save(_), Some(_)) if is_addressed => Step::Other,
            // Whatever had this name before the identity was last read ended here.
            (Action::Delete(_), _)
                if is_addressed && entry.is_done && entry.moment() < self.read =>
            {
                Step::Other
            }
            _ => {
                if is_addressed {
                    self.found.push(entry.clone());
                }
                Step::Goes
            }
        }
    }
}

fn events(found: Vec<Arc<AuditEntry>>, is_complete: bool) -> Vec<Event> {
    let (mut before, mut number) = (None, 0);
    let mut events: Vec<Event> = Vec::with_capacity(found.len());
    for entry in found.into_iter().rev() {
        let kind = match (&entry.action, entry.is_done) {
            (_, false) => EventKind::Failed,
            (Action::Rotate(_, connection), true) => EventKind::Rotated(connection.clone()),
            (Action::Delete(_), true) => EventKind::Deleted,
            (Action::Create(_) | Action::Save(_), true) => {
                let after = entry.version();
                let edits = match (&before, after) {
                    (Some(before), Some(after)) => Some(Box::new(compare(before, after))),
                    _ => None,
                };
                number += 1;
                before = after.cloned().or(before);
                EventKind::Version { number: is_complete.then_some(number), edits }
            }
        };
        events.push(Event { entry, kind });
    }
    events.reverse();
    events
}
