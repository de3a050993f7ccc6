//! Reads the receipt of a write from the audit log (contract §15).

use super::pending::PendingWrite;
use crate::{
    gateway::{calls::FindReceipt, client::Client, error::GatewayError},
    wire::audit::Receipt,
};

/// The receipt of a write, where it carries an id, the log can be read and the entry is there.
///
/// An entry proves. No entry proves nothing: it is written after the answer, on its own.
pub(super) async fn find(client: &Client, pending: &PendingWrite) -> Option<Receipt> {
    let id = pending.receipt_id.as_ref()?;
    if !client.receipts().can_read_log() {
        return None;
    }
    let call =
        FindReceipt { id, name: &pending.context.identity().name, request: &pending.request };
    match client.send(&call).await {
        Ok(receipt) => receipt,
        Err(
            GatewayError::Forbidden { .. }
            | GatewayError::Gone { .. }
            | GatewayError::NotTheApi { .. }
            | GatewayError::Rejected { .. }
            | GatewayError::Unreadable(_),
        ) => {
            client.receipts().give_up_log();
            None
        }
        // The network may be back by the next check.
        Err(_) => None,
    }
}
