//! One HTTP exchange as bytes: the interface of the transports and the sandbox engine.
//!
//! The typed client writes a [`RawRequest`] and reads a [`RawResponse`]. Both are the same bytes,
//! whether a network or the in-page sandbox is in between.

/// The methods that the gateway routes (contract §4, §10, §11).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Method {
    /// Deletes; the body may carry a receipt (contract §15).
    Delete,
    /// Reads.
    Get,
    /// Reads the head only; the gateway has it for every `GET` route.
    Head,
    /// A browser's preflight.
    Options,
    /// Changes the fields that the body names.
    Patch,
    /// Creates, or starts an action.
    Post,
    /// Replaces every field (G1).
    Put,
}

impl Method {
    /// The method as written in the request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }

    /// Reads the method of a request line; `None` for one that no route has.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Delete, Self::Get, Self::Head, Self::Options, Self::Patch, Self::Post, Self::Put]
            .into_iter()
            .find(|method| method.as_str() == text)
    }
}

/// A request as the client sends it.
///
/// There is no `Debug`: the headers carry the bearer token.
#[derive(Clone)]
pub struct RawRequest {
    /// The HTTP method.
    pub method: Method,
    /// Path and query in origin form, percent-encoded, prefix included:
    /// `/api/machineidentities/a%20b`.
    pub target: String,
    /// Names are case-insensitive.
    pub headers: Vec<(String, String)>,
    /// Empty for a request without a body.
    pub body: Vec<u8>,
}

impl RawRequest {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

/// An answer as the client receives it.
///
/// There is no `Debug`: the body may carry secrets.
#[derive(Clone)]
pub struct RawResponse {
    /// The HTTP status.
    pub status: u16,
    /// Names are case-insensitive.
    pub headers: Vec<(String, String)>,
    /// Decompressed; JSON from the API.
    pub body: Vec<u8>,
}

impl RawResponse {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}
