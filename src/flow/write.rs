//! Sends writes: the only place that changes something on the gateway.

use super::{
    confirm::{Seen, follow, read_now},
    load::Reading,
    pending::{PendingWrite, Progress, SaveStep, WriteEnd, WriteOutcome},
};
use crate::{
    domain::write::{LogFields, WriteRequest},
    gateway::{
        calls::{
            CreateIdentity, DeleteIdentity, ResaveConnection, RotateCredential, UpdateIdentity,
        },
        client::Client,
        error::GatewayError,
    },
    wire::audit::{REASON_FIELD, RECEIPT_FIELD},
};

/// Announces a write, sends it once, and confirms it. `before` is the state that it is sent over.
pub(super) async fn write(
    client: &Client,
    mut pending: PendingWrite,
    before: &Reading,
    step: Progress<'_>,
) -> WriteOutcome<Seen> {
    if step(SaveStep::Writing, Some(&pending)).is_break() {
        return WriteOutcome::Abandoned;
    }
    let mut answer = send(client, &pending).await;
    if answer.as_ref().is_err_and(|error| refuses_field(&pending, error)) {
        client.receipts().refuse_field();
    }
    // A reason must not be dropped silently: the caller gets the refusal.
    if client.receipts().is_field_refused()
        && pending.reason.is_none()
        && pending.receipt_id.take().is_some()
    {
        // A refusal doesn't mean that nothing happened (G4), and only if nothing did may the write be
        // repeated.
        match read_now(client, &pending).await {
            Ok(now) if is_unchanged(before, now.as_ref()) => answer = send(client, &pending).await,
            Ok(_) => {}
            Err(reading) => {
                pending.end = answer.map_or_else(WriteEnd::Failed, |()| WriteEnd::Done);
                let reading = Some(reading);
                return WriteOutcome::Unconfirmed { pending: Box::new(pending), reading };
            }
        }
    }
    pending.end = answer.map_or_else(WriteEnd::Failed, |()| WriteEnd::Done);
    if let WriteEnd::Failed(error) = &pending.end
        && !error.may_have_written()
    {
        let now = before.state.identity.is_stored().then(|| before.clone());
        return WriteOutcome::Known(Box::new(Seen { pending, now }));
    }
    follow(client, pending, step).await
}

async fn send(client: &Client, pending: &PendingWrite) -> Result<(), GatewayError> {
    let name = &pending.context.identity().name;
    let log = pending.log_fields();
    match &pending.request {
        WriteRequest::Save { spec } => {
            client.send(&UpdateIdentity { name, spec, log }).await.map(|_| ())
        }
        WriteRequest::Create { spec } => client.send(&CreateIdentity { spec, log }).await,
        WriteRequest::Rotate { connection_name } => {
            client.send(&RotateCredential { name, connection_name, log }).await.map(|_| ())
        }
        WriteRequest::Resave { connection_name, attributes, .. } => {
            client.send(&ResaveConnection { connection_name, attributes, log }).await
        }
        WriteRequest::Delete => client.send(&DeleteIdentity { name, log }).await,
    }
}

/// Whether a gateway refused the write because of a field that only the log keeps, as a later version
/// might (contract §15).
fn refuses_field(pending: &PendingWrite, error: &GatewayError) -> bool {
    let names_field = |text: &str| text.contains(RECEIPT_FIELD) || text.contains(REASON_FIELD);
    pending.log_fields() != LogFields::default()
        && matches!(error, GatewayError::Rejected { message: Some(text), .. } if names_field(text))
}

/// Whether the state is exactly as before, secrets and time of the last save included.
fn is_unchanged(before: &Reading, now: Option<&Reading>) -> bool {
    match now {
        Some(now) => before.state == now.state && before.credentials == now.credentials,
        None => !before.state.identity.is_stored(),
    }
}
