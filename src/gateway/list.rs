//! Reading a long list without blocking the page.

use super::{
    call::Call,
    error::{GatewayError, is_json},
    pause::give_way,
};
use crate::wire::{exchange::RawResponse, json::Unreadable, list::Elements};

/// The most entries of a list. Five times what the gateway was seen to list in one answer (contract
/// §4).
pub const MOST_ENTRIES: usize = 50_000;

/// A call whose answer is a list.
pub(super) trait ListCall: Call<Output = Vec<Self::Entry>> {
    /// An entry of the list.
    type Entry;

    /// Reads a further part of the list.
    fn read_more(&self, list: &mut Elements<'_>) -> Result<Vec<Self::Entry>, Unreadable>;
}

/// [`Call::receive`] for a list: a long one is read in parts, with a pause after each in which the
/// page can act.
///
/// # Errors
///
/// As [`Call::receive`], and [`GatewayError::TooMany`] as soon as the list turns out to be longer than
/// it may be.
pub(super) async fn receive_list<C: ListCall>(
    call: &C,
    response: &RawResponse,
) -> Result<Vec<C::Entry>, GatewayError> {
    if !(200..300).contains(&response.status) || !is_json(response) {
        return call.receive(response);
    }
    let mut list = Elements::of(&response.body);
    let mut all = Vec::new();
    while list.is_left() {
        all.extend(call.read_more(&mut list).map_err(GatewayError::Unreadable)?);
        if all.len() > MOST_ENTRIES {
            return Err(GatewayError::TooMany { entries: MOST_ENTRIES });
        }
        if list.is_left() {
            give_way().await;
        }
    }
    Ok(all)
}
