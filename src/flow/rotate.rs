//! Rotating a credential: the gateway revokes the old secret first, and a failure leaves none (G7).
//!
//! So everything is checked in advance, the rotation is sent once, and its effect is read, whatever
//! the answer.

pub use super::write_result::{Rotated, RotationResult};

use super::{
    context,
    pending::{PendingWrite, Progress, SaveStep, WriteOutcome},
    write::write,
};
use crate::{
    domain::{
        collect::HashedSet,
        connection::ConnectionName,
        draft::IdentitySpec,
        identity_state::LiveCredentials,
        plan::{PlanContext, ProvisionError},
        usage::Usage,
        write::WriteRequest,
    },
    gateway::{client::Client, error::GatewayError},
};

/// How a rotation ended.
pub type RotateOutcome = WriteOutcome<Rotated>;

/// Why a credential can't be rotated.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unfit {
    /// The identity has no credential for the connection: there is nothing to rotate (G6).
    NoCredential,
    /// The only one is stored under the connection's id: the gateway finds none under the name
    /// (contract §8).
    StoredById,
    /// No new one could be created.
    CannotProvision(ProvisionError),
}

/// Why a rotation would destroy the credential, as far as can be known in advance (G7).
pub fn unfit(context: &PlanContext, connection_name: &ConnectionName) -> Option<Unfit> {
    let live = context.credentials().map(|live| live.count(connection_name));
    if live == Some(0) {
        return Some(Unfit::NoCredential);
    }
    if live == Some(1) && context.is_stored_by_id(connection_name) {
        return Some(Unfit::StoredById);
    }
    context.check_rotation(connection_name).err().map(Unfit::CannotProvision)
}

/// The connections to rotate: each once, although one can have two credentials, of which only the one
/// under its name is rotated (contract §8). The oldest come first, as far as their age is known.
pub fn in_turn(
    names: impl IntoIterator<Item = ConnectionName>,
    usage: Option<&Usage>,
    live: Option<&LiveCredentials>,
) -> Vec<ConnectionName> {
    let mut known = HashedSet::default();
    let mut names: Vec<_> = names.into_iter().filter(|it| known.insert(it.clone())).collect();
    if let Some(usage) = usage {
        usage.sort_by_age(&mut names, live);
    }
    names
}

/// Rotates the credential for one connection: the one that is stored under its name.
///
/// # Errors
///
/// Why nothing was sent: the old secret would have been revoked, and no new one created.
pub async fn rotate(
    client: &Client,
    known: &PlanContext,
    connection_name: &ConnectionName,
    step: Progress<'_>,
) -> Result<RotateOutcome, Unfit> {
    let client = &client.bound();
    let _ = step(SaveStep::Comparing, None);
    let spec = IdentitySpec::of(known.identity());
    let (now, before) = match context::read(client, known, &spec, &[connection_name]).await {
        Ok(read) => read,
        Err(error) => return Ok(RotateOutcome::NotSent(error)),
    };
    // Without the secret from before, nothing could tell later whether it was rotated.
    if before.state.credentials.is_none() {
        return Ok(RotateOutcome::NotSent(GatewayError::Forbidden { message: None }));
    }
    if let Some(unfit) = unfit(&now, connection_name) {
        return Err(unfit);
    }
    let request = WriteRequest::Rotate { connection_name: connection_name.clone() };
    let pending = PendingWrite::new(request, now, &before, client.receipts().next_id());
    let outcome = write(client, pending, &before, step).await;
    Ok(outcome.map(|seen| Rotated::new(&seen.pending, connection_name, seen.now.as_ref())))
}
