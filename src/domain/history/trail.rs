//! The entries that were read of an audit log, and what to read next.
//!
//! The log can be searched by the name in the path, and an identity may have had several: the one it
//! has now, the one it was created with, and those between. The creation is searched by its time;
//! each rename that is found leads to the next name.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Action, AuditEntry, HistorySubject, Start, Timeline, timeline::Read};
use crate::domain::{collect::sort, identity::Timestamp, name::IdentityName};

/// What to read next of the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wanted {
    /// A page of the entries whose path has this name; the first page is 1.
    Named {
        /// Matched again in the client.
        name: IdentityName,
        /// Counts from 1.
        page: usize,
    },
    /// A page of the creations around the identity's own.
    Creations {
        /// Counts from 1.
        page: usize,
    },
}

/// How far reading one list of entries is.
#[derive(Clone, Copy, Debug, Default)]
struct Reach {
    /// Pages read.
    pages: usize,
    /// The time of the oldest entry read, whichever identity's it is.
    oldest: Option<i64>,
    is_whole: bool,
}

/// How many creations are followed when none has the identity's name.
const CANDIDATES: usize = 5;

/// How many names are followed: an identity that was renamed more often has a history that ends
/// with an unknown name.
const NAMES: usize = 20;

/// Everything that was read of the log for one identity.
#[derive(Clone, Debug)]
pub struct AuditTrail {
    subject: HistorySubject,
    /// Newest first.
    entries: Vec<Arc<AuditEntry>>,
    ids: BTreeSet<String>,
    named: BTreeMap<IdentityName, Reach>,
    creations: Reach,
}

impl AuditTrail {
    /// Nothing was read yet.
    pub fn new(subject: HistorySubject) -> Self {
        let named = BTreeMap::from([(subject.name.clone(), Reach::default())]);
        let (entries, ids, creations) = (Vec::new(), BTreeSet::new(), Reach::default());
        Self { subject, entries, ids, named, creations }
    }

    /// The identity that it is about.
    pub fn subject(&self) -> &HistorySubject {
        &self.subject
    }

    /// What has to be read before anything can be said; `None` when that is done.
    pub fn wanted_first(&self) -> Option<Wanted> {
        let unread = self.named.iter().find(|(_, reach)| reach.pages == 0);
        if let Some((name, _)) = unread {
            return Some(Wanted::Named { name: name.clone(), page: 1 });
        }
        (self.creations.pages == 0).then_some(Wanted::Creations { page: 1 })
    }

    /// What leads further back; `None` when everything was read.
    pub fn wanted_next(&self) -> Option<Wanted> {
        if let Some(first) = self.wanted_first() {
            return Some(first);
        }
        let open = self.named.iter().filter(|(_, reach)| !reach.is_whole);
        let newest = open.max_by_key(|(_, reach)| reach.oldest);
        if let Some((name, reach)) = newest {
            return Some(Wanted::Named { name: name.clone(), page: reach.pages + 1 });
        }
        let is_found = self.timeline().start == Start::Created;
        let is_open = !self.creations.is_whole && !is_found;
        is_open.then_some(Wanted::Creations { page: self.creations.pages + 1 })
    }

    /// Whether older entries may be there to read.
    pub fn has_more(&self) -> bool {
        self.wanted_next().is_some()
    }

    /// Takes in a page. `page_oldest` is the time of its last entry, whatever that is about;
    /// `is_last` when no further page follows.
    pub fn take_in(
        &mut self,
        wanted: &Wanted,
        page: impl IntoIterator<Item = AuditEntry>,
        page_oldest: Option<&Timestamp>,
        is_last: bool,
    ) {
        let created = self.subject.created_at.nanoseconds().unwrap_or(i64::MIN);
        let oldest = page_oldest.and_then(Timestamp::nanoseconds);
        let is_past = oldest.is_none_or(|oldest| oldest < created);
        let reach = match wanted {
            Wanted::Named { name, .. } => self.named.entry(name.clone()).or_default(),
            Wanted::Creations { .. } => &mut self.creations,
        };
        reach.pages += 1;
        reach.oldest = oldest.or(reach.oldest);
        reach.is_whole = is_last || is_past;
        for entry in page {
            if self.concerns(wanted, &entry) && self.ids.insert(entry.id.clone()) {
                self.entries.push(Arc::new(entry));
            }
        }
        sort(&mut self.entries, |left, right| right.moment().cmp(&left.moment()));
        self.follow_renames();
    }

    /// The filters of the log match substrings and wildcards (contract §15).
    fn concerns(&self, wanted: &Wanted, entry: &AuditEntry) -> bool {
        match wanted {
            Wanted::Named { name, .. } => entry.action.name() == name,
            Wanted::Creations { .. } => matches!(entry.action, Action::Create(_)),
        }
    }

    /// The history as far as it can be told: down to where every list was read.
    pub fn timeline(&self) -> Timeline {
        let open = self.named.values().filter(|reach| !reach.is_whole);
        let horizon = open.filter_map(|reach| reach.oldest).max().unwrap_or(i64::MIN);
        let told = self.entries.partition_point(|entry| entry.moment() >= horizon);
        let is_whole = self.wanted_first().is_none() && self.named.values().all(|it| it.is_whole);
        let read = Read { names: is_whole, creations: self.creations.is_whole };
        Timeline::new(&self.subject, &self.entries[..told], read)
    }

    /// The creations that may be the identity's, the earliest first.
    fn creation_candidates(&self) -> impl Iterator<Item = &AuditEntry> {
        let created = self.subject.created_at.nanoseconds().unwrap_or(i64::MIN);
        let all = self.entries.iter().rev().map(|entry| &**entry);
        all.filter(move |entry| {
            matches!(entry.action, Action::Create(_)) && entry.is_done && entry.moment() >= created
        })
    }

    /// Adds the names that the identity may have had, to be read too.
    fn follow_renames(&mut self) {
        let has_own = self.creation_candidates().any(|it| *it.action.name() == self.subject.name);
        let is_read = self.creations.pages > 0 && self.named.values().all(|reach| reach.is_whole);
        // The name may have been another identity's, in the minutes around the creation.
        let is_lost = is_read && self.timeline().start != Start::Created;
        let candidates = if has_own && !is_lost { 0 } else { CANDIDATES };
        let created: Vec<IdentityName> = self
            .creation_candidates()
            .take(candidates)
            .map(|entry| entry.action.name().clone())
            .collect();
        let renamed = self.entries.iter().filter_map(|entry| entry.renamed_to()).cloned();
        for name in created.into_iter().chain(renamed.collect::<Vec<_>>()) {
            if self.named.len() < NAMES {
                self.named.entry(name).or_default();
            }
        }
    }
}
