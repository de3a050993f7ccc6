//! The gateway's sessions, as far as issue and use of credentials need them (contract §16).

use serde::{Deserialize, de::IgnoredAny};

use super::json::{self, Unreadable, null_as_default};
use crate::domain::{
    connection::ConnectionName,
    identity::Timestamp,
    usage::{Session, SessionKind},
};

/// One answer of `GET /sessions`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SessionPage {
    /// Newest first.
    pub sessions: Vec<Session>,
    /// How many there are in all; `None` where the gateway didn't count.
    pub total: Option<usize>,
    /// A further page follows.
    pub has_next: bool,
}

#[derive(Deserialize)]
struct PageBody {
    data: Option<Vec<SessionBody>>,
    #[serde(default)]
    total: Option<usize>,
    #[serde(default, deserialize_with = "null_as_default")]
    has_next_page: bool,
}

#[derive(Deserialize)]
struct SessionBody {
    #[serde(default, deserialize_with = "null_as_default")]
    id: String,
    connection: String,
    #[serde(default, deserialize_with = "null_as_default")]
    status: String,
    #[serde(default)]
    metrics: Option<IgnoredAny>,
    #[serde(default)]
    exit_code: Option<i64>,
    start_date: String,
    #[serde(default)]
    end_date: Option<String>,
}

impl From<SessionBody> for Session {
    fn from(body: SessionBody) -> Self {
        let kind = SessionKind::of(
            &body.status,
            body.metrics.is_some(),
            body.exit_code.is_some(),
            body.end_date.is_some(),
        );
        Self {
            id: body.id,
            connection: ConnectionName::received(body.connection),
            start: Timestamp::received(body.start_date),
            end: body.end_date.map(Timestamp::received),
            kind,
        }
    }
}

/// Reads the answer to `GET /sessions`.
///
/// # Errors
///
/// When the body is not a list of sessions.
pub fn read_sessions(body: &[u8]) -> Result<SessionPage, Unreadable> {
    let page: PageBody = json::read(body, "a list of sessions")?;
    Ok(SessionPage {
        sessions: page.data.into_iter().flatten().map(Session::from).collect(),
        total: page.total,
        has_next: page.has_next_page,
    })
}

#[cfg(test)]
mod tests {
    use super::read_sessions;
    use crate::domain::usage::SessionKind;

    /// Recorded at a live gateway: use with and without a target, and the issue itself.
    const RECORDED: &str = r#"{"data":[
        {"id":"9387ca09","metrics":{"event_size":215},"connection":"eks","status":"done","exit_code":254,
         "start_date":"2026-11-25T17:05:39.586531Z","end_date":"2026-11-25T17:05:39.626435Z"},
        {"metrics":null,"connection":"pg","status":"open","exit_code":null,
         "start_date":"2026-11-25T17:05:38Z","end_date":null},
        {"metrics":null,"connection":"pg","status":"done","exit_code":null,
         "start_date":"2026-11-25T17:05:37Z","end_date":null}],
        "total":3,"total_is_capped":false,"has_next_page":false}
"#;

    #[test]
    fn issue_is_told_from_use() {
        let page = read_sessions(RECORDED.as_bytes()).expect("it is a list");
        let kinds: Vec<_> = page.sessions.iter().map(|session| session.kind).collect();
        let use_of = |is_open| SessionKind::Use { is_open };
        assert_eq!(kinds, [use_of(false), use_of(true), SessionKind::Issue]);
        assert_eq!((page.total, page.has_next), (Some(3), false));
        assert_eq!((&*page.sessions[0].id, &*page.sessions[1].id), ("9387ca09", ""));
    }

    #[test]
    fn an_uncounted_list_and_an_empty_one_are_read() {
        let page = read_sessions(br#"{"data":null,"total":null,"has_next_page":false}"#);
        assert_eq!(page.map(|page| (page.sessions.len(), page.total)), Ok((0, None)));
        assert!(read_sessions(b"<html>").is_err());
    }
}
