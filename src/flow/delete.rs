//! Deleting an identity.
//!
//! Follows the rules of a save: compare, write once, read again, report what was read.

pub use super::write_result::Deleted;

use super::{
    load,
    pending::{PendingWrite, Progress, SaveStep, WriteOutcome},
    usage,
    write::write,
};
use crate::{
    domain::{
        connection::ConnectionName, identity_state::IdentityState, plan::PlanContext, usage::Usage,
        write::WriteRequest,
    },
    gateway::client::Client,
};

/// How a deletion ended.
pub type DeleteOutcome = WriteOutcome<Deleted>;

/// Deletes an identity if it is still as the user reviewed it: the user agreed to revoke these
/// credentials and no others.
pub async fn delete(client: &Client, shown: &IdentityState, step: Progress<'_>) -> DeleteOutcome {
    let client = &client.bound();
    let _ = step(SaveStep::Comparing, None);
    let before = match load::reading(client, &shown.identity.name).await {
        Ok(before) => before,
        Err(error) => return DeleteOutcome::NotSent(error),
    };
    let context = PlanContext::new(before.state.clone(), std::sync::Arc::default());
    if before.state != *shown {
        let context_changes = Vec::new();
        return DeleteOutcome::ContextChange { now: Box::new(context), context_changes };
    }
    let receipt_id = client.receipts().next_id();
    let pending = PendingWrite::new(WriteRequest::Delete, context, &before, receipt_id);
    let outcome = write(client, pending, &before, step).await;
    outcome.map(|seen| Deleted::new(&seen.pending, seen.now.as_ref()))
}

/// What became of the credentials of an identity that was deleted. The gateway only logs a failed
/// revocation, so its sessions are read (contract §16).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Revocation {
    /// Each of them has an end: how many there were.
    Verified(usize),
    /// These have none.
    NotRevoked(Vec<ConnectionName>),
    /// The sessions couldn't be read, or not all of them.
    Unknown,
}

/// Verifies that the credentials of a deleted identity were revoked; `before` is what its sessions
/// said while it was there.
pub async fn verify_revoked(
    client: &Client,
    deleted: &IdentityState,
    before: Option<&Usage>,
) -> Revocation {
    let live = match (&deleted.credentials, before) {
        (Some(live), _) if live.is_empty() => return Revocation::Verified(0),
        (Some(live), Some(before)) if before.is_complete() => (live, before),
        _ => return Revocation::Unknown,
    };
    let (live, before) = live;
    match usage::all(client, &deleted.identity).await {
        Ok(after) if after.is_complete() => match before.not_revoked(&after, live) {
            left if left.is_empty() => Revocation::Verified(live.len()),
            left => Revocation::NotRevoked(left),
        },
        _ => Revocation::Unknown,
    }
}
