//! A transport outside a browser.

use std::rc::Rc;

use super::{limits::Limits, no_answer::NoAnswer};
use crate::wire::exchange::{RawRequest, RawResponse};

type Send = dyn Fn(&RawRequest, Limits) -> Result<RawResponse, NoAnswer>;

/// Sends requests through the caller's client, such as a blocking HTTP library.
#[derive(Clone)]
pub struct Native {
    send: Rc<Send>,
}

impl Native {
    /// `send` sends a request once and waits for the whole answer, within the limits.
    pub fn new(
        send: impl Fn(&RawRequest, Limits) -> Result<RawResponse, NoAnswer> + 'static,
    ) -> Self {
        Self { send: Rc::new(send) }
    }

    pub(super) fn send(
        &self,
        request: &RawRequest,
        limits: Limits,
    ) -> Result<RawResponse, NoAnswer> {
        (self.send)(request, limits)
    }
}
