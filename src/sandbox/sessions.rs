//! GET /sessions: issue, revocation and use of credentials (contract §16).

use std::collections::BTreeMap;

use serde::Serialize;

use super::access::Role;
use super::call::Call;
use super::catalog::page::like;
use super::http::{Target, message, respond};
use super::json::{instant, nanoseconds, to_bytes};
use super::store::{ORGANISATION, Record, Session};
use crate::wire::exchange::RawResponse;

/// The most entries of one answer; a larger `limit` counts as this.
const MOST: usize = 100;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let filter = match Filter::parse(call.target) {
        Ok(filter) => filter,
        Err(error) => return message(422, error),
    };
    let caller = call.caller.as_deref().expect("the route asks its caller to be signed in");
    let sees_all = caller.role() != Role::Standard;
    // One that is issued slowly isn't there yet.
    let now = call.world.now();
    let found: Vec<&Session> = call
        .store
        .sessions()
        .filter(|session| sees_all || session.identity_id == caller.subject)
        .filter(|session| session.started_at <= now && filter.keeps(session))
        .collect();
    let shown = found.iter().skip(filter.offset).take(filter.limit);
    let list = List {
        data: shown.map(|session| SessionView::of(session)).collect(),
        total: filter.counts.then_some(found.len()),
        total_is_capped: false,
        has_next_page: found.len() > filter.offset.saturating_add(filter.limit),
    };
    let mut body = to_bytes(&list);
    body.push(b'\n');
    respond(200, Some("application/json; charset=utf-8"), body)
}

/// The parsed query.
struct Filter {
    /// `LIKE` patterns; an empty one filters nothing.
    user: String,
    connection: String,
    kind: String,
    /// Nanoseconds since 1970, inclusive.
    start: Option<i64>,
    end: Option<i64>,
    limit: usize,
    offset: usize,
    /// False for `count=none`.
    counts: bool,
}

impl Filter {
    fn parse(target: &Target) -> Result<Self, &'static str> {
        let asked = |name: &str| Some(target.query(name)).filter(|value| !value.is_empty());
        let moment = |name: &str| {
            asked(name).map(|text| nanoseconds(text.as_bytes())).transpose().map_err(|_| MALFORMED)
        };
        let number = |name: &str, default: usize, range: std::ops::RangeInclusive<usize>| {
            let number = asked(name).map_or(Some(default), |text| text.parse().ok());
            number.filter(|number| range.contains(number))
        };
        Ok(Self {
            user: target.query("user"),
            connection: target.query("connection"),
            kind: target.query("type"),
            start: moment("start_date")?,
            end: moment("end_date")?,
            limit: number("limit", MOST, 1..=usize::MAX).ok_or("limit must be >= 1")?.min(MOST),
            offset: number("offset", 0, 0..=10_000).ok_or("offset must be between 0 and 10000")?,
            counts: match asked("count").as_deref() {
                None | Some("exact" | "capped") => true,
                Some("none") => false,
                Some(_) => return Err("count must be one of: exact, none, capped"),
            },
        })
    }

    fn keeps(&self, session: &Session) -> bool {
        let fits = |pattern: &str, text: &str| pattern.is_empty() || like(pattern, text);
        fits(&self.user, &session.identity_id)
            && fits(&self.connection, &session.connection)
            && fits(&self.kind, &session.kind)
            && self.start.is_none_or(|start| session.started_at >= start)
            && self.end.is_none_or(|end| session.started_at <= end)
    }
}

/// The refusal of a malformed moment, in the sandbox's wording.
const MALFORMED: &str = "dates must be in RFC3339 format";

#[derive(Serialize)]
struct List<'a> {
    data: Vec<SessionView<'a>>,
    total: Option<usize>,
    total_is_capped: bool,
    has_next_page: bool,
}

/// A session's fields, in the gateway's order.
#[derive(Serialize)]
struct SessionView<'a> {
    id: &'a str,
    org_id: &'a str,
    script: Option<()>,
    script_size: usize,
    labels: Option<()>,
    integrations_metadata: Option<()>,
    metadata: Option<Metadata>,
    metrics: Option<Metrics>,
    user: &'a str,
    user_id: &'a str,
    user_name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    connection_subtype: &'a str,
    connection: &'a str,
    resource_name: &'a str,
    role_name: &'a str,
    connection_tags: BTreeMap<&'a str, &'a str>,
    review: Option<()>,
    verb: &'a str,
    status: &'a str,
    exit_code: Option<i64>,
    event_size: u64,
    start_date: String,
    end_date: Option<String>,
    ai_analysis: Option<()>,
    guardrails_info: Option<()>,
    identity_type: &'a str,
    machine_identity_id: &'a str,
}

#[derive(Serialize)]
struct Metadata {
    credentials_revoked_at: String,
}

/// The counts of a finished use.
#[derive(Serialize)]
struct Metrics {
    data_masking: DataMasking,
    event_size: u64,
    truncated: bool,
}

#[derive(Serialize)]
struct DataMasking {
    err_count: u64,
    info_types: BTreeMap<&'static str, u64>,
    total_redact_count: u64,
    transformed_bytes: u64,
}

impl<'a> SessionView<'a> {
    fn of(session: &'a Session) -> Self {
        let (status, exit_code, event_size, is_issue) = match session.record {
            Record::Issue => ("done", None, 0, true),
            Record::Use { status, exit_code, event_size } => (status, exit_code, event_size, false),
        };
        let revoked_at = session.ended_at.filter(|_| is_issue);
        // Whole seconds (contract §16).
        let metadata = revoked_at.map(|moment| Metadata {
            credentials_revoked_at: instant(moment.div_euclid(SECOND) * SECOND),
        });
        let ended_use = session.ended_at.filter(|_| !is_issue);
        let metrics = ended_use.map(|_| Metrics {
            data_masking: DataMasking {
                err_count: 0,
                info_types: BTreeMap::new(),
                total_redact_count: 0,
                transformed_bytes: 0,
            },
            event_size,
            truncated: false,
        });
        Self {
            id: &session.id,
            org_id: ORGANISATION,
            script: None,
            script_size: 0,
            labels: None,
            integrations_metadata: None,
            metadata,
            metrics,
            user: "",
            user_id: &session.identity_id,
            user_name: &session.identity_name,
            kind: &session.kind,
            connection_subtype: &session.subtype,
            connection: &session.connection,
            resource_name: &session.connection,
            role_name: &session.connection,
            connection_tags: BTreeMap::new(),
            review: None,
            verb: "connect",
            status,
            exit_code,
            event_size,
            start_date: instant(session.started_at),
            end_date: session.ended_at.map(instant),
            ai_analysis: None,
            guardrails_info: None,
            identity_type: "machine",
            machine_identity_id: &session.identity_id,
        }
    }
}

const SECOND: i64 = 1_000_000_000;
