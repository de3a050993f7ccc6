//! Re-saving a connection unchanged, which revokes leftover credentials (contract §5, G3).
//!
//! Follows the rules of a save: compare, write once, read again, report what was read.

pub use super::write_result::Resaved;

use super::{
    context,
    pending::{PendingWrite, Progress, SaveStep, WriteOutcome},
    write::write,
};
use crate::{
    domain::{
        connection::ConnectionName, draft::IdentitySpec, merge::context_changes, plan::PlanContext,
        repair::Reconciliation, write::WriteRequest,
    },
    gateway::{calls::GetCarried, client::Client},
};

/// How a re-save ended.
pub type ResaveOutcome = WriteOutcome<Resaved>;

/// Re-saves a connection, if `known` is still the context.
pub async fn resave(
    client: &Client,
    known: &PlanContext,
    connection_name: &ConnectionName,
    planned: &Reconciliation,
    step: Progress<'_>,
) -> ResaveOutcome {
    let client = &client.bound();
    let _ = step(SaveStep::Comparing, None);
    let spec = IdentitySpec::of(known.identity());
    let (now, before) = match context::read(client, known, &spec, &[]).await {
        Ok(read) => read,
        Err(error) => return ResaveOutcome::NotSent(error),
    };
    if now.state() != known.state() {
        let context_changes = context_changes(known, &now, &spec);
        return ResaveOutcome::ContextChange { now: Box::new(now), context_changes };
    }
    // Read immediately before the write, or it would undo what someone else sets meanwhile (G34).
    let attributes = match client.send(&GetCarried { connection_name }).await {
        Ok(attributes) => attributes,
        Err(error) => return ResaveOutcome::NotSent(error),
    };
    let request = WriteRequest::Resave {
        connection_name: connection_name.clone(),
        attributes,
        planned: planned.clone(),
    };
    let pending = PendingWrite::new(request, now, &before, client.receipts().next_id());
    let outcome = write(client, pending, &before, step).await;
    outcome.map(|seen| Resaved::new(&seen.pending, planned, seen.now.as_ref()))
}
