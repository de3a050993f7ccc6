//! Reading the history of an identity from the audit log (contract §15).

use crate::{
    domain::{
        history::{AuditEntry, AuditTrail, HistorySubject, Wanted},
        identity::{Identity, Timestamp},
    },
    gateway::{
        calls::{AUDIT_PAGE, AuditFilter, ListAudit},
        client::Client,
        error::GatewayError,
    },
    wire::audit::AuditPage,
};

/// How long after a row was written its entry may follow: credentials are provisioned in between,
/// one after the other (contract §16). In nanoseconds.
const ENTRY_WITHIN: i64 = 10 * 60 * 1_000_000_000;

/// The most requests at a time. The log finds names that begin alike, whose entries fill pages.
const REQUESTS: usize = 20;

/// How many events one reading should add at least, if there are so many.
const EVENTS: usize = 20;

/// Reads the newest part of the history.
///
/// # Errors
///
/// [`GatewayError::Forbidden`] for a user who is neither administrator nor auditor.
pub async fn open(client: &Client, subject: HistorySubject) -> Result<AuditTrail, GatewayError> {
    continue_reading(client, AuditTrail::new(subject)).await
}

/// Reads an older part of the history.
///
/// # Errors
///
/// As for [`open`].
pub async fn more(client: &Client, trail: &AuditTrail) -> Result<AuditTrail, GatewayError> {
    continue_reading(client, trail.clone()).await
}

async fn continue_reading(
    client: &Client,
    mut trail: AuditTrail,
) -> Result<AuditTrail, GatewayError> {
    let before = trail.timeline().events.len();
    for _ in 0..REQUESTS {
        let is_enough = trail.timeline().events.len() >= before + EVENTS;
        let wanted = match is_enough {
            true => trail.wanted_first(),
            false => trail.wanted_next(),
        };
        let Some(wanted) = wanted else { break };
        let (page, number) = read(client, &trail, &wanted).await?;
        let is_last = page.count < AUDIT_PAGE || number * AUDIT_PAGE >= page.total;
        trail.take_in(&wanted, page.entries, page.oldest.as_ref(), is_last);
    }
    Ok(trail)
}

async fn read(
    client: &Client,
    trail: &AuditTrail,
    wanted: &Wanted,
) -> Result<(AuditPage, usize), GatewayError> {
    match wanted {
        Wanted::Named { name, page } => {
            let call = ListAudit { filter: AuditFilter::Named(name), page: *page };
            Ok((client.send(&call).await?, *page))
        }
        Wanted::Creations { page } => {
            let after = &trail.subject().created_at;
            let before = end_of_window(after);
            let filter = AuditFilter::Created { after, before: &before };
            Ok((client.send(&ListAudit { filter, page: *page }).await?, *page))
        }
    }
}

/// The latest time at which the entry of a row written at `moment` is looked for.
fn end_of_window(moment: &Timestamp) -> Timestamp {
    let end = moment.nanoseconds().unwrap_or_default().saturating_add(ENTRY_WITHIN);
    Timestamp::of_nanoseconds(end)
}

/// The write that gave an identity its current fields: who changed it, when, and why. `None` where
/// the log doesn't tell; the entry is written after the answer, on its own.
///
/// # Errors
///
/// As for [`open`].
pub async fn last_change(
    client: &Client,
    identity: &Identity,
) -> Result<Option<AuditEntry>, GatewayError> {
    let after = &identity.updated_at;
    let before = &end_of_window(after);
    let name = &identity.name;
    if identity.is_as_created() {
        let filter = AuditFilter::Created { after: &identity.created_at, before };
        let found = client.send(&ListAudit { filter, page: 1 }).await?;
        return Ok(earliest(found, |entry| entry.action.name() == name));
    }
    let filter = AuditFilter::Saved { name: Some(name), after, before };
    let found = client.send(&ListAudit { filter, page: 1 }).await?;
    let is_own = |entry: &AuditEntry| entry.version().is_some_and(|version| version.name == *name);
    if let Some(found) = earliest(found, |entry| entry.action.name() == name && is_own(entry)) {
        return Ok(Some(found));
    }
    // A rename stands under the name before it.
    let filter = AuditFilter::Saved { name: None, after, before };
    let found = client.send(&ListAudit { filter, page: 1 }).await?;
    Ok(earliest(found, |entry| entry.renamed_to() == Some(name)))
}

/// The first entry after the row was written is the writer's.
fn earliest(page: AuditPage, fits: impl Fn(&AuditEntry) -> bool) -> Option<AuditEntry> {
    page.entries.into_iter().rfind(|entry| fits(entry))
}
