//! Confirms what a write did: one procedure for every kind of write.

use super::{
    load::{self, Reading},
    pending::{PendingWrite, Progress, SaveStep, WriteEnd, WriteOutcome},
    receipt,
    write_result::WriteResult,
};
use crate::{
    domain::{name::IdentityName, save_result::Answer, write::WriteRequest},
    gateway::{calls::ListIdentities, client::Client, error::GatewayError, pause::pause},
};

/// A write whose outcome is known.
pub struct Confirmed {
    /// What was sent, with the end and the receipt that were found.
    pub pending: PendingWrite,
    /// The state that was read after it, compared with the plan.
    pub result: WriteResult,
}

/// The pauses between the first five checks, in milliseconds.
const PAUSES: [u32; 4] = [1_000, 2_000, 4_000, 8_000];

/// The pauses between later checks, in milliseconds; the last one repeats.
const LATER: [u32; 5] = [15_000, 30_000, 60_000, 120_000, 300_000];

/// How long to wait before checking an unconfirmed write again, in milliseconds, when it was
/// checked `checks` times since [`confirm`] gave up.
///
/// A proxy can deliver a write minutes after it answered for the gateway, so the checks become
/// rarer and never end. Wait longer where the last check says so ([`GatewayError::retry_after`]).
/// When the page becomes visible, comes online or loads, check at once.
pub fn pause_before_check(checks: usize) -> u32 {
    LATER[checks.min(LATER.len() - 1)]
}

/// Checks a write until its outcome is known, five times in 15 seconds.
pub async fn confirm(
    client: &Client,
    pending: PendingWrite,
    step: Progress<'_>,
) -> WriteOutcome<Confirmed> {
    follow(client, pending, step).await.map(Seen::judged)
}

/// Checks once: for the schedule of [`pause_before_check`], and for "Check again".
pub async fn check(client: &Client, mut pending: PendingWrite) -> WriteOutcome<Confirmed> {
    match look(client, &mut pending).await {
        Ok(Some(now)) => WriteOutcome::Known(Box::new(Seen { pending, now }.judged())),
        other => WriteOutcome::Unconfirmed { pending: Box::new(pending), reading: other.err() },
    }
}

/// A write whose outcome is known, and the state that was read after it.
pub(super) struct Seen {
    pub pending: PendingWrite,
    /// `None` when the identity doesn't exist.
    pub now: Option<Reading>,
}

impl Seen {
    fn judged(self) -> Confirmed {
        let result = WriteResult::new(&self.pending, self.now.as_ref());
        Confirmed { pending: self.pending, result }
    }
}

/// [`confirm`], without the comparison with the plan.
pub(super) async fn follow(
    client: &Client,
    mut pending: PendingWrite,
    step: Progress<'_>,
) -> WriteOutcome<Seen> {
    let mut pauses = PAUSES.into_iter();
    for attempt in 1.. {
        let _ = step(SaveStep::ReadingBack { attempt }, None);
        let reading = match look(client, &mut pending).await {
            Ok(Some(now)) => return WriteOutcome::Known(Box::new(Seen { pending, now })),
            other => other.err(),
        };
        // Waiting doesn't make a token valid again.
        let is_final =
            matches!(reading, Some(GatewayError::SignedOut { .. } | GatewayError::OtherSession));
        let asked = reading.as_ref().and_then(GatewayError::retry_after).unwrap_or_default();
        match pauses.next().filter(|_| !is_final && asked <= LATER[0]) {
            Some(milliseconds) => pause(milliseconds.max(asked)).await,
            None => return WriteOutcome::Unconfirmed { pending: Box::new(pending), reading },
        }
    }
    unreachable!("the attempts end with a return")
}

/// One check: the receipt, while the answer is lost, then the state. `Ok(None)` when the outcome is
/// still unknown; `Ok(Some(None))` when it is known and the identity doesn't exist.
async fn look(
    client: &Client,
    pending: &mut PendingWrite,
) -> Result<Option<Option<Reading>>, GatewayError> {
    if pending.end.answer() == Answer::Lost
        && let Some(found) = receipt::find(client, pending).await
    {
        pending.end = match found.succeeded {
            true => WriteEnd::Done,
            false => WriteEnd::Failed(GatewayError::of_receipt(&found)),
        };
        pending.receipt = Some(found);
    }
    let now = read_now(client, pending).await?;
    let is_of_credentials =
        matches!(pending.request, WriteRequest::Rotate { .. } | WriteRequest::Resave { .. });
    // The user can't read credentials any more, so an effect that shows only there can't be
    // confirmed.
    if is_of_credentials && now.as_ref().is_some_and(|now| now.state.credentials.is_none()) {
        return Err(GatewayError::Forbidden { message: None });
    }
    let is_known =
        pending.end.answer() != Answer::Lost || WriteResult::new(pending, now.as_ref()).is_whole();
    Ok(is_known.then_some(now))
}

/// Reads the identity under each name that it may have; `None` when no read finds it.
pub(super) async fn read_now(
    client: &Client,
    pending: &PendingWrite,
) -> Result<Option<Reading>, GatewayError> {
    let identity = pending.context.identity();
    let old = Some(&identity.name).filter(|_| identity.is_stored());
    let new = pending.request.spec().map(|spec| &spec.name);
    for name in old.into_iter().chain(new.filter(|new| Some(*new) != old)) {
        match load::reading(client, name).await {
            // Another identity may have the name by now.
            Ok(reading) if is_other(pending, &reading) => {}
            Ok(reading) => return Ok(Some(reading)),
            Err(GatewayError::Gone { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    match identity.is_stored() {
        true => read_renamed(client, &identity.id).await,
        false => Ok(None),
    }
}

/// Whether an identity is certainly not the one that the write was for.
fn is_other(pending: &PendingWrite, reading: &Reading) -> bool {
    let id = &pending.context.identity().id;
    pending.request == WriteRequest::Delete && !id.is_empty() && reading.state.identity.id != *id
}

/// Someone may have renamed the identity: its id stays (contract §3).
async fn read_renamed(client: &Client, id: &str) -> Result<Option<Reading>, GatewayError> {
    let all = client.send(&ListIdentities).await?;
    let name: Option<IdentityName> =
        all.into_iter().find(|identity| identity.id == id).map(|identity| identity.name);
    match name {
        Some(name) => load::reading(client, &name).await.map(Some),
        None => Ok(None),
    }
}
