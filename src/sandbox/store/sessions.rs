//! `sessions`: an entry for each credential that was issued, and for each use (contract §16).

use super::Store;

/// A row of `sessions`.
#[derive(Clone)]
pub struct Session {
    pub id: String,
    /// The identity's id; the row outlives the identity (contract §16).
    pub identity_id: String,
    /// The identity's name when it was written.
    pub identity_name: String,
    pub connection: String,
    pub kind: String,
    pub subtype: String,
    /// Nanoseconds since 1970, like `ended_at`.
    pub started_at: i64,
    pub ended_at: Option<i64>,
    pub record: Record,
}

/// What a session records.
#[derive(Clone)]
pub enum Record {
    /// A credential was issued; with an end, it was revoked. Looks like a finished session (G31).
    Issue,
    /// A credential was used.
    Use {
        /// `done`, `open` or `ready`.
        status: &'static str,
        /// Set once it ended; 254 when the target could not be reached.
        exit_code: Option<i64>,
        /// Bytes.
        event_size: u64,
    },
}

impl Store {
    /// Every session, newest first.
    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().rev()
    }

    /// Adds a session, in the order of time.
    pub fn insert_session(&mut self, session: Session) {
        let place = self.sessions.partition_point(|other| other.started_at <= session.started_at);
        self.sessions.insert(place, session);
    }

    /// Ends the entry of an issued credential.
    pub(super) fn end_issue(&mut self, session: &str, ended_at: i64) {
        // Most credentials are revoked long after others were issued, so an index wouldn't help.
        if let Some(session) = self.sessions.iter_mut().rev().find(|row| row.id == session) {
            session.ended_at = Some(ended_at);
        }
    }
}
