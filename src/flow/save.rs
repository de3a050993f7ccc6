//! Saving: compare, write once, confirm.
//!
//! The gateway has no versions; its writes aren't atomic and continue after the client has gone; a
//! refusal doesn't mean that nothing changed (G4, G15, G16). So a save reads before and after it
//! writes, whatever the answer, and reports only what it read.

pub use super::{
    pending::{Progress, SaveStep, WriteEnd, WriteOutcome, unwatched},
    write_result::Settled,
};

use super::{context, pending::PendingWrite, write::write};
use crate::{
    domain::{draft::IdentitySpec, merge::context_changes, plan::PlanContext, write::WriteRequest},
    gateway::client::Client,
};

/// How a save ended.
pub type SaveOutcome = WriteOutcome<Settled>;

/// Saves `spec` over the identity, provided that `known` is still the context. Over one that isn't
/// stored it creates, with the same comparison and the same care for the answer.
///
/// The gateway's audit log keeps the reason. Where the gateway refuses to take one, the save ends
/// with that refusal ([`crate::gateway::receipts::Receipts::is_field_refused`]).
pub async fn save(
    client: &Client,
    known: &PlanContext,
    spec: &IdentitySpec,
    reason: Option<&str>,
    step: Progress<'_>,
) -> SaveOutcome {
    let client = &client.bound();
    let _ = step(SaveStep::Comparing, None);
    let (now, before) = match context::read(client, known, spec, &[]).await {
        Ok(read) => read,
        Err(error) => return SaveOutcome::NotSent(error),
    };
    let context_changes = context_changes(known, &now, spec);
    if now.identity() != known.identity() || !context_changes.is_empty() {
        return SaveOutcome::ContextChange { now: Box::new(now), context_changes };
    }
    let request = match known.identity().is_stored() {
        true => WriteRequest::Save { spec: spec.clone() },
        false => WriteRequest::Create { spec: spec.clone() },
    };
    let pending = PendingWrite::new(request, now, &before, client.receipts().next_id());
    let pending = pending.because(reason);
    let outcome = write(client, pending, &before, step).await;
    outcome.map(|seen| Settled::new(&seen.pending, spec, seen.now.as_ref()))
}
