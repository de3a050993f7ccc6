//! Rotating a credential: the old secret dies first, and a failure leaves none (G7).
//!
//! So everything that can be known is looked at before, it is sent once, and what came of it is
//! read back, whatever the answer was.

use super::{
    context,
    load::{self, Reading},
    save::{Progress, SaveStep, WriteEnd},
};
use crate::{
    domain::{
        connection::ConnectionName,
        credential::Credential,
        draft::IdentitySpec,
        plan::{PlanContext, ProvisionError},
        save_result::Answer,
    },
    gateway::{calls::RotateCredential, client::Client, error::GatewayError, pause::pause},
};

/// How a rotation ended.
pub enum RotateOutcome {
    /// Nothing was sent: something could not be read before.
    NotSent(GatewayError),
    /// Nothing was sent: whoever asked for it is gone.
    Abandoned,
    /// Nothing was sent: the old secret would have died, and no new one been made.
    Unfit(Unfit),
    /// It was sent, and this is what is the case now.
    Known { end: WriteEnd, result: RotationResult, now: Box<PlanContext> },
    /// It was sent, and what it did could not be read back.
    Undecided { end: WriteEnd, reading: GatewayError },
}

/// Why a credential cannot be rotated.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unfit {
    /// The identity has no credential for the connection: there is nothing to rotate (G6).
    NoCredential,
    /// No new one could be made.
    CannotProvision(ProvisionError),
}

/// What became of the credential.
pub enum RotationResult {
    /// It has another secret.
    Rotated(Box<Credential>),
    /// It has the secret that it had.
    Untouched,
    /// It is gone: the old secret was revoked and no new one made (G7).
    Destroyed,
}

/// The pauses between the looks at what it did, in milliseconds.
const PAUSES: [u32; 4] = [1_000, 2_000, 4_000, 8_000];

/// Why rotating would destroy the credential, as far as can be known beforehand (G7).
pub fn unfit(context: &PlanContext, connection_name: &ConnectionName) -> Option<Unfit> {
    if context.credentials().is_some_and(|live| !live.contains(connection_name)) {
        return Some(Unfit::NoCredential);
    }
    // Rotating checks neither the type nor the access mode (contract §4); the proxy does.
    context.check_provisioning(connection_name).err().map(Unfit::CannotProvision)
}

/// Rotates the credential for one connection.
pub async fn rotate(
    client: &Client,
    known: &PlanContext,
    connection_name: &ConnectionName,
    step: Progress<'_>,
) -> RotateOutcome {
    let _ = step(SaveStep::Comparing);
    let spec = IdentitySpec::of(known.identity());
    let (now, before) = match context::read(client, known, &spec).await {
        Ok(read) => read,
        Err(error) => return RotateOutcome::NotSent(error),
    };
    if let Some(unfit) = unfit(&now, connection_name) {
        return RotateOutcome::Unfit(unfit);
    }
    if step(SaveStep::Writing).is_break() {
        return RotateOutcome::Abandoned;
    }
    let call = RotateCredential { name: &now.identity().name, connection_name };
    let end = match client.send(&call).await {
        Ok(_) => WriteEnd::Done,
        Err(error) => WriteEnd::Failed(error),
    };
    let old = before.credentials.iter().find(|it| it.connection_name == *connection_name);
    let old = old.and_then(|old| old.secret_key.clone());
    let is_old = |credential: &Credential| credential.secret_key == old;
    find_out(client, &now, connection_name, &is_old, end, step).await
}

/// What a tab keeps of a rotation that was sent; it tells nothing of the secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptRotation {
    pub connection_name: ConnectionName,
    /// The mark of the secret that was to die.
    pub mark: u32,
}

/// Finds out what a rotation of this tab has done, such as after a reload of the page.
pub async fn look_up(
    client: &Client,
    context: &PlanContext,
    kept: &KeptRotation,
    step: Progress<'_>,
) -> RotateOutcome {
    let is_old = |credential: &Credential| {
        credential.secret_key.as_ref().is_some_and(|secret| secret.mark() == kept.mark)
    };
    find_out(client, context, &kept.connection_name, &is_old, WriteEnd::PageLeft, step).await
}

async fn find_out(
    client: &Client,
    context: &PlanContext,
    connection_name: &ConnectionName,
    is_old: &dyn Fn(&Credential) -> bool,
    end: WriteEnd,
    step: Progress<'_>,
) -> RotateOutcome {
    let is_lost = end.answer() == Answer::Lost;
    let mut pauses = PAUSES.into_iter();
    for attempt in 1.. {
        let _ = step(SaveStep::ReadingBack { attempt });
        let pause_left = pauses.next();
        match load::reading(client, &context.identity().name).await {
            Ok(reading) => {
                let result = result(&reading, connection_name, is_old);
                // A gateway that is still at it has revoked and not yet made, or done nothing yet.
                let is_settled = matches!(result, RotationResult::Rotated(_));
                if is_settled || !is_lost || pause_left.is_none() {
                    let now = Box::new(context.with_state(reading.state.clone()));
                    return RotateOutcome::Known { end, result, now };
                }
            }
            Err(reading) => {
                let is_final = matches!(reading, GatewayError::SignedOut { .. });
                if pause_left.is_none() || is_final {
                    return RotateOutcome::Undecided { end, reading };
                }
            }
        }
        pause(pause_left.unwrap_or_default()).await;
    }
    unreachable!("the attempts have no end but a return")
}

fn result(
    now: &Reading,
    name: &ConnectionName,
    is_old: &dyn Fn(&Credential) -> bool,
) -> RotationResult {
    match now.credentials.iter().find(|it| it.connection_name == *name) {
        None => RotationResult::Destroyed,
        Some(credential) if is_old(credential) => RotationResult::Untouched,
        Some(credential) => RotationResult::Rotated(Box::new(credential.clone())),
    }
}
