//! Reading a long list without blocking the page.

use super::{
    call::Call,
    error::{GatewayError, is_json},
    pause::give_way,
};
use crate::wire::{
    exchange::RawResponse,
    json::Unreadable,
    list::{Elements, LONGEST_ELEMENT},
};

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
/// As [`Call::receive`], [`GatewayError::TooLarge`] for an entry that is too long, and
/// [`GatewayError::TooMany`] as soon as the list turns out to be longer than it may be.
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
        let part = call.read_more(&mut list);
        all.extend(part.map_err(|unreadable| match list.is_too_long() {
            true => GatewayError::TooLarge { megabytes: LONGEST_ELEMENT >> 20 },
            false => GatewayError::Unreadable(unreadable),
        })?);
        if all.len() > MOST_ENTRIES {
            return Err(GatewayError::TooMany { entries: MOST_ENTRIES });
        }
        if list.is_left() {
            give_way().await;
        }
    }
    Ok(all)
}
