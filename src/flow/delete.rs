//! Deleting an identity.
//!
//! Follows the rules of a save: compare, write once, read again, report what was read.

pub use super::write_result::Deleted;

use super::{
    load,
    pending::{PendingWrite, Progress, SaveStep, WriteOutcome},
    write::write,
};
use crate::{
    domain::{identity_state::IdentityState, plan::PlanContext, write::WriteRequest},
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
