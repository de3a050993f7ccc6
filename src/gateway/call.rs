//! A call: builds its request and reads its answer, without I/O.

use super::{
    base::ApiPath,
    error::{GatewayError, is_json},
    limits::{ANSWER_BYTES, LIST_BYTES},
};
use crate::wire::{
    exchange::{Method, RawResponse},
    json::Unreadable,
};

/// How long to wait for an answer, in milliseconds; set by the page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Deadlines {
    /// The gateway lists 10,000 identities in one answer, with a query for each (contract §4).
    pub read: u32,
    /// Credentials are created one after the other, several queries each (contract §9).
    pub write: u32,
    /// For the page's function that returns a token.
    pub token: u32,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { read: 30_000, write: 60_000, token: 30_000 }
    }
}

impl Deadlines {
    pub(super) fn of(self, method: Method) -> u32 {
        match method {
            Method::Get | Method::Head | Method::Options => self.read,
            Method::Delete | Method::Patch | Method::Post | Method::Put => self.write,
        }
    }
}

/// A call of one endpoint.
pub trait Call {
    /// The parsed answer.
    type Output;

    /// The request; an error when a browser can't send it.
    fn request(&self) -> Result<Outgoing, GatewayError>;

    /// Reads an answer that has the endpoint's success status and says that it is JSON.
    fn read(&self, body: &[u8]) -> Result<Self::Output, Unreadable>;

    /// Reads any answer, as the output or as an error.
    fn receive(&self, response: &RawResponse) -> Result<Self::Output, GatewayError> {
        match response.status {
            // A wrong URL answers 200 with a web page, also to a PUT (G17).
            200..300 if is_json(response) => {
                self.read(&response.body).map_err(GatewayError::Unreadable)
            }
            _ => Err(GatewayError::of(response)),
        }
    }

    /// [`Call::receive`], in as many steps as it takes not to block the page.
    fn take_in(
        &self,
        response: &RawResponse,
    ) -> impl Future<Output = Result<Self::Output, GatewayError>> {
        async { self.receive(response) }
    }
}

/// A request before URL and token are added.
pub struct Outgoing {
    /// Decides the deadline: shorter for reads than for writes.
    pub method: Method,
    /// Below the gateway's API.
    pub path: ApiPath,
    /// JSON, or empty.
    pub body: Vec<u8>,
    /// The limit of the answer's size.
    pub answer_bytes: usize,
}

impl Outgoing {
    fn new(method: Method, path: ApiPath, body: Vec<u8>) -> Self {
        Self { method, path, body, answer_bytes: ANSWER_BYTES }
    }

    /// A read of a list, whose answer may be larger.
    pub fn get_list(path: ApiPath) -> Self {
        Self { answer_bytes: LIST_BYTES, ..Self::get(path) }
    }

    /// A deletion; the body carries its receipt.
    pub fn delete(path: ApiPath, body: Vec<u8>) -> Self {
        Self::new(Method::Delete, path, body)
    }

    /// A read of a single object.
    pub fn get(path: ApiPath) -> Self {
        Self::new(Method::Get, path, Vec::new())
    }

    /// A partial write.
    pub fn patch(path: ApiPath, body: Vec<u8>) -> Self {
        Self::new(Method::Patch, path, body)
    }

    /// A creation, or an action.
    pub fn post(path: ApiPath, body: Vec<u8>) -> Self {
        Self::new(Method::Post, path, body)
    }

    /// A write that replaces every field.
    pub fn put(path: ApiPath, body: Vec<u8>) -> Self {
        Self::new(Method::Put, path, body)
    }
}
