//! Reading a long list without blocking the page.

use super::{
    call::Call,
    error::{GatewayError, is_json},
    pause::give_way,
};
use crate::wire::{
    exchange::RawResponse,
    slices::{LONGEST_SLICE, SLICE_BYTES, Slices},
};

/// The most entries of a list. Five times what the gateway was seen to list in one answer (contract
/// §4).
pub const MOST_ENTRIES: usize = 50_000;

/// [`Call::receive`] for a list: long ones are read in slices, with a pause after each in which the
/// page can act.
///
/// # Errors
///
/// As [`Call::receive`], and [`GatewayError::TooMany`] as soon as the list turns out to be longer than
/// it may be.
pub(super) async fn receive_list<T, C: Call<Output = Vec<T>>>(
    call: &C,
    response: &RawResponse,
) -> Result<Vec<T>, GatewayError> {
    let is_short = response.body.len() <= SLICE_BYTES;
    let is_success = (200..300).contains(&response.status) && is_json(response);
    let slices = Slices::of(&response.body).filter(|_| is_success && !is_short);
    // What is not a list is refused by its call.
    let Some(slices) = slices else { return call.receive(response) };
    let mut all = Vec::new();
    for slice in slices {
        if slice.elements.len() > LONGEST_SLICE {
            return Err(GatewayError::TooLarge { megabytes: LONGEST_SLICE >> 20 });
        }
        let mut text = Vec::with_capacity(slice.elements.len() + 2);
        text.push(b'[');
        text.extend_from_slice(slice.elements);
        text.push(b']');
        let read = call.read(&text).map_err(|mut unreadable| {
            // The list is on one line.
            unreadable.column += slice.start - 1;
            GatewayError::Unreadable(unreadable)
        });
        all.extend(read?);
        if all.len() > MOST_ENTRIES {
            return Err(GatewayError::TooMany { entries: MOST_ENTRIES });
        }
        give_way().await;
    }
    Ok(all)
}
