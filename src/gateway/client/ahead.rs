//! Reads that are sent before they are asked for, so that they don't wait for what is asked first.

use std::{
    future::{Future, ready},
    pin::Pin,
};

use futures_channel::oneshot::{self, Receiver};
use futures_util::future::{Either, select};

use super::{
    super::{
        base::ApiPath,
        call::{Call, Outgoing},
    },
    Client, Delivered,
};
use crate::wire::exchange::Method;

impl Client {
    /// Sends a read; the next call of the same path takes its answer. Spawn the future. Forget answers
    /// that weren't taken before a later call could take one that is out of date.
    pub fn read_ahead<C: Call>(&self, call: &C) -> Pin<Box<dyn Future<Output = ()>>> {
        match call.request() {
            Ok(outgoing) => self.clone().ask_ahead(outgoing),
            // The call itself says why.
            Err(_) => Box::pin(ready(())),
        }
    }

    fn ask_ahead(self, outgoing: Outgoing) -> Pin<Box<dyn Future<Output = ()>>> {
        let (mut answered, answer) = oneshot::channel();
        self.shared.ahead.borrow_mut().push((outgoing.path.clone(), answer));
        Box::pin(async move {
            let end = select(answered.cancellation(), self.ask(outgoing)).await;
            let Either::Right((delivered, _)) = end else { return };
            // Fails if it was forgotten meanwhile.
            let _ = answered.send(delivered);
        })
    }

    /// Forgets what was read ahead and not taken; aborts what is under way.
    pub fn forget_ahead(&self) {
        self.shared.ahead.take();
    }

    /// Where the answer to a read arrives that was sent ahead.
    pub(super) fn taken_ahead(&self, outgoing: &Outgoing) -> Option<Receiver<Delivered>> {
        let mut ahead = self.shared.ahead.borrow_mut();
        let is_it = |(path, _): &(ApiPath, Receiver<Delivered>)| *path == outgoing.path;
        let at = ahead.iter().position(is_it).filter(|_| outgoing.method == Method::Get)?;
        Some(ahead.swap_remove(at).1)
    }
}
