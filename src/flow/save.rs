//! Saving: compare, write once, and find out what is the case.
//!
//! The gateway has no versions, its write is not atomic, continues after the caller has gone, and a
//! refusal does not mean that nothing happened (G4, G15, G16). So a save reads before it writes, and
//! after it, whatever the answer was; what it reports is what it read, never what it was told.

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

/// Saves `spec` over the identity, provided that `known` is still the context. Over one that is not
/// stored it creates: the same comparing, the same care for the answer.
pub async fn save(
    client: &Client,
    known: &PlanContext,
    spec: &IdentitySpec,
    step: Progress<'_>,
) -> SaveOutcome {
    save_with_reason(client, known, spec, None, step).await
}

/// [`save`] with a reason, which the gateway's audit log keeps. Where the gateway refuses to take one,
/// the save ends with that refusal ([`crate::gateway::receipts::Receipts::is_field_refused`]).
pub async fn save_with_reason(
    client: &Client,
    known: &PlanContext,
    spec: &IdentitySpec,
    reason: Option<&str>,
    step: Progress<'_>,
) -> SaveOutcome {
    let client = &client.bound();
    let _ = step(SaveStep::Comparing, None);
    let (now, before) = match context::read(client, known, spec).await {
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
