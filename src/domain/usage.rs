//! When each credential was issued and used, from the gateway's sessions (contract §16).

use std::cmp::Reverse;

use super::{
    collect::{Collect, HashedMap},
    connection::ConnectionName,
    identity::Timestamp,
    identity_state::LiveCredentials,
};

/// One entry of `GET /sessions`, told apart: issue looks like a finished session (G31).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Session {
    /// The gateway's id; empty where it sent none.
    pub id: String,
    /// The connection that was opened, or that the credential is for.
    pub connection: ConnectionName,
    /// When it was issued, or the use began.
    pub start: Timestamp,
    /// When it was revoked, or the use ended.
    pub end: Option<Timestamp>,
    /// What the entry records.
    pub kind: SessionKind,
}

/// The largest offset of a page that the gateway takes (contract §16).
const LARGEST_OFFSET: usize = 10_000;

/// What an entry records.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SessionKind {
    /// A credential was issued; with an end, it was revoked.
    Issue,
    /// A workload connected with a credential.
    Use {
        /// It hasn't ended.
        is_open: bool,
    },
}

impl SessionKind {
    /// Tells issue from use: an issued credential is `done` without metrics and exit code.
    pub fn of(status: &str, has_metrics: bool, has_exit_code: bool, has_end: bool) -> Self {
        match status == "done" && !has_metrics && !has_exit_code {
            true => Self::Issue,
            false => Self::Use { is_open: status != "done" && !has_end },
        }
    }
}

/// What is known of the credentials of one identity.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Usage {
    /// Each once, newest first.
    sessions: Vec<Session>,
    /// How many entries the gateway has sent, repeated ones and a predecessor's included.
    received: usize,
    /// Every entry was read.
    is_complete: bool,
    /// The number of entries that there are, where the gateway says so.
    total: Option<usize>,
}

/// What is known of the credential of one connection. Nothing is claimed that isn't known.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CredentialUse {
    /// When the credential was issued.
    pub issued: Option<Timestamp>,
    /// The start of its latest use.
    pub last_used: Option<Timestamp>,
    /// Sessions that haven't ended; at least so many while not all entries were read.
    pub open: usize,
    /// No use is recorded, and every entry was read.
    pub is_never_used: bool,
}

impl Usage {
    /// What some entries tell, sorted from the newest to the oldest. Those before `created_at` are a
    /// predecessor's, whose id is the same (contract §16).
    pub fn new(
        entries: impl IntoIterator<Item = Session>,
        created_at: &Timestamp,
        total: Option<usize>,
        is_last: bool,
    ) -> Self {
        let mut usage = Self { total, ..Self::default() };
        usage.add(entries, created_at, is_last);
        usage
    }

    /// Adds the entries of a further page. A session that began since the page before shifts those after it,
    /// so that some come again: they are taken as they are now.
    pub fn add(
        &mut self,
        entries: impl IntoIterator<Item = Session>,
        created_at: &Timestamp,
        is_last: bool,
    ) {
        let created = created_at.nanoseconds();
        self.is_complete = is_last;
        let places = self.sessions.iter().enumerate().map(|(place, it)| (it.id.clone(), place));
        let oldest = self.sessions.last().and_then(|it| it.start.nanoseconds());
        let mut is_shifted = false;
        let mut places = places.filter(|(id, _)| !id.is_empty()).into_hashed_map();
        for entry in entries {
            self.received += 1;
            if entry.start.nanoseconds() < created {
                self.is_complete = true;
            } else if let Some(place) = places.get(&entry.id) {
                self.sessions[*place] = entry;
            } else {
                if !entry.id.is_empty() {
                    places.insert(entry.id.clone(), self.sessions.len());
                }
                is_shifted |= oldest.is_some() && entry.start.nanoseconds() > oldest;
                self.sessions.push(entry);
            }
        }
        // One that began since is newer than what was read before.
        if is_shifted {
            self.sessions.sort_by_cached_key(|it| Reverse(it.start.nanoseconds()));
        }
    }

    /// Whether every entry was read.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// How many entries the gateway has sent, which is where the next older ones begin.
    pub fn received(&self) -> usize {
        self.received
    }

    /// Whether there are older entries, beyond the most that the gateway gives (contract §16).
    pub fn is_at_limit(&self) -> bool {
        !self.is_complete && self.received > LARGEST_OFFSET
    }

    /// How many entries were read, a predecessor's left out.
    pub fn read(&self) -> usize {
        self.sessions.len()
    }

    /// How many entries there are, where the gateway says so.
    pub fn total(&self) -> Option<usize> {
        self.total
    }

    /// What is known of the credential for `name`, of which `live` are assigned (contract §8: one
    /// connection can have two).
    pub fn of(&self, name: &ConnectionName, live: usize) -> CredentialUse {
        let own: Vec<&Session> = self.sessions.iter().filter(|it| it.connection == *name).collect();
        let issued = self.issued(&own, live);
        // An earlier credential of the connection was used then.
        let since = issued.as_ref().and_then(Timestamp::nanoseconds).unwrap_or(i64::MIN);
        let uses = own.iter().filter_map(|session| match session.kind {
            SessionKind::Use { is_open } => Some((*session, is_open)),
            SessionKind::Issue => None,
        });
        let open = uses.clone().filter(|(_, is_open)| *is_open).count();
        let last_used = uses
            .filter(|(session, _)| session.start.nanoseconds() >= Some(since))
            .map(|(session, _)| &session.start)
            .max_by_key(|start| start.nanoseconds());
        CredentialUse {
            open,
            is_never_used: self.is_complete && live > 0 && open == 0 && last_used.is_none(),
            last_used: last_used.cloned(),
            issued,
        }
    }

    /// When the credential that works now was issued.
    ///
    /// A provisioning step that fails because a credential exists already leaves an entry without an
    /// end, for a credential that is linked to nothing (G32). So an issue counts only if no other
    /// credential of the connection was valid at that time, and only all earlier entries can show that.
    fn issued(&self, own: &[&Session], live: usize) -> Option<Timestamp> {
        let mut working: Vec<&Session> = Vec::new();
        let mut is_certain = self.is_complete;
        for session in own.iter().rev().filter(|it| it.kind == SessionKind::Issue) {
            let at = session.start.nanoseconds();
            let (ended, still): (Vec<&Session>, Vec<&Session>) = working
                .iter()
                .partition(|it| it.end.as_ref().is_some_and(|end| end.nanoseconds() <= at));
            // One that was revoked was linked, so this one took its place.
            is_certain |= !ended.is_empty();
            working = still;
            if working.len() < live.max(1) {
                working.push(session);
            }
        }
        let valid = working.iter().filter(|it| it.end.is_none());
        let newest = valid.max_by_key(|it| it.start.nanoseconds())?;
        (is_certain && live > 0).then(|| newest.start.clone())
    }

    /// Whether a credential wasn't issued or used since `cutoff` (nanoseconds since 1970); `None`
    /// when the entries that were read don't tell.
    pub fn is_unused_since(&self, name: &ConnectionName, cutoff: i64) -> Option<bool> {
        let own = self.sessions.iter().filter(|it| it.connection == *name);
        let is_recent = |it: &Session| {
            it.kind == SessionKind::Use { is_open: true } || it.start.nanoseconds() >= Some(cutoff)
        };
        if own.clone().any(is_recent) {
            return Some(false);
        }
        // Newest first: what was read reaches back as far as its last entry.
        let reaches = self.is_complete
            || self.sessions.last().is_some_and(|it| it.start.nanoseconds() < Some(cutoff));
        reaches.then_some(true)
    }

    /// The connections with a credential that works by `live` and has no end in `after`, which was read
    /// later. An entry of G32 never ends and stands for no credential that works, so ends are counted.
    pub fn not_revoked(&self, after: &Self, live: &LiveCredentials) -> Vec<ConnectionName> {
        let ended = |usage: &Self, name: &ConnectionName| {
            let is_ended = |it: &&Session| {
                it.connection == *name && it.kind == SessionKind::Issue && it.end.is_some()
            };
            usage.sessions.iter().filter(is_ended).count()
        };
        let is_left = |(name, count): &(&ConnectionName, usize)| {
            ended(after, name).saturating_sub(ended(self, name)) < *count
        };
        live.counts().filter(is_left).map(|(name, _)| name.clone()).collect()
    }

    /// The open sessions of some connections, those without one left out.
    pub fn open<'a>(
        &self,
        names: impl Iterator<Item = &'a ConnectionName>,
    ) -> HashedMap<ConnectionName, usize> {
        let open = |name: &ConnectionName| self.of(name, 0).open;
        names.map(|name| (name.clone(), open(name))).filter(|(_, open)| *open > 0).into_hashed_map()
    }

    /// Sorts connections by the age of their credentials, the oldest first; those of unknown age come
    /// last, in their order.
    pub fn sort_by_age(&self, names: &mut [ConnectionName], live: Option<&LiveCredentials>) {
        names.sort_by_cached_key(|name| {
            let live = live.map_or(1, |live| live.count(name));
            let issued = self.of(name, live).issued;
            issued.and_then(|it| it.nanoseconds()).unwrap_or(i64::MAX)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Session, SessionKind, Usage};
    use crate::domain::{
        connection::ConnectionName, identity::Timestamp, identity_state::LiveCredentials,
    };

    fn issue(name: &str, second: u32, end: Option<u32>) -> Session {
        let at = |second: u32| Timestamp::received(format!("2026-01-01T00:00:{second:02}Z"));
        Session {
            id: format!("{name} {second}"),
            connection: ConnectionName::received(name),
            start: at(second),
            end: end.map(at),
            kind: SessionKind::Issue,
        }
    }

    fn usage(entries: &[Session]) -> Usage {
        let created = Timestamp::received("2026-01-01T00:00:00Z");
        Usage::new(entries.to_vec(), &created, None, true)
    }

    /// A session began after the first page was read, and another ended.
    #[test]
    fn an_entry_that_comes_again_counts_once_and_as_it_is_now() {
        let open = |second| Session {
            kind: SessionKind::Use { is_open: true },
            ..issue("a", second, None)
        };
        let ended = |second| Session {
            kind: SessionKind::Use { is_open: false },
            ..issue("a", second, Some(second))
        };
        let created = Timestamp::received("2026-01-01T00:00:00Z");
        let mut usage = Usage::new([open(9), open(8)], &created, Some(3), false);
        usage.add([ended(8), open(7)], &created, true);
        assert_eq!((usage.read(), usage.received()), (3, 4));
        assert_eq!(usage.of(&ConnectionName::received("a"), 1).open, 2);
        // Without an id nothing tells whether it is the same.
        let nameless = || Session { id: String::new(), ..open(9) };
        let mut usage = Usage::new([nameless()], &created, None, false);
        usage.add([nameless()], &created, true);
        assert_eq!(usage.read(), 2);
    }

    /// One entry of `a` never ends (G32), an earlier credential of `b` was revoked before.
    #[test]
    fn a_credential_without_a_new_end_is_not_revoked() {
        let live: LiveCredentials =
            ["a", "b", "b"].into_iter().map(ConnectionName::received).collect();
        let before = usage(&[
            issue("b", 5, None),
            issue("b", 4, None),
            issue("a", 3, None),
            issue("a", 2, None),
            issue("b", 1, Some(3)),
        ]);
        let after = |b: Option<u32>| {
            usage(&[
                issue("b", 5, Some(9)),
                issue("b", 4, b),
                issue("a", 3, Some(9)),
                issue("a", 2, None),
                issue("b", 1, Some(3)),
            ])
        };
        assert_eq!(before.not_revoked(&after(Some(9)), &live), []);
        assert_eq!(before.not_revoked(&after(None), &live), [ConnectionName::received("b")]);
        let all = [ConnectionName::received("a"), ConnectionName::received("b")];
        assert_eq!(before.not_revoked(&before, &live), all);
    }
}
