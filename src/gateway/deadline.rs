//! Waiting with a deadline.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use super::pause::pause;

/// The result of a future within `milliseconds`; `None` when it takes longer.
pub async fn within<F: Future>(milliseconds: u32, future: F) -> Option<F::Output> {
    let (mut future, mut end) = (pin!(future), pin!(pause(milliseconds)));
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        end.as_mut().poll(context).map(|()| None)
    })
    .await
}
