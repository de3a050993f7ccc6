//! The URL of the gateway's API, and the paths below it.

use std::fmt::{self, Write};

use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    name::{IdentityName, Unaddressable},
    percent::percent_encoded,
};

/// The URL of an API: `{API_URL}/api` (contract §1).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApiBase {
    /// Scheme, host and port; empty for the page's own origin.
    origin: String,
    /// The prefix of every path, without a `/` at its end.
    prefix: String,
}

impl ApiBase {
    /// `/api` of the page's own origin.
    pub fn same_origin() -> Self {
        Self { origin: String::new(), prefix: "/api".to_owned() }
    }

    /// Reads a gateway's URL as the user types it: with or without `/api`, with or without a path
    /// prefix, which is kept.
    pub fn parse(text: &str) -> Result<Self, BaseError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BaseError::Empty);
        }
        let (scheme, rest) = text.split_once("://").ok_or(BaseError::NoScheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(BaseError::Scheme { scheme });
        }
        if rest.contains(['?', '#']) {
            return Err(BaseError::QueryOrFragment);
        }
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if host.is_empty() || host.starts_with(':') {
            return Err(BaseError::NoHost);
        }
        if host.contains('@') {
            return Err(BaseError::UserInfo);
        }
        if rest.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
            return Err(BaseError::Character);
        }
        let path = path.trim_end_matches('/');
        let prefix = if path.ends_with("/api") { path.to_owned() } else { format!("{path}/api") };
        Ok(Self { origin: format!("{scheme}://{host}"), prefix })
    }

    /// Scheme, host and port; empty for the page's own origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The prefix of every path, without a `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl fmt::Display for ApiBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)?;
        f.write_str(&self.prefix)
    }
}

/// Why a text isn't a gateway's URL.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum BaseError {
    /// Nothing was entered.
    Empty,
    /// There is no `://`.
    NoScheme,
    /// Neither `http` nor `https`.
    Scheme {
        /// The text before `://`, in lower case.
        scheme: String,
    },
    /// Nothing between `://` and the path or port.
    NoHost,
    /// It has a user name or password; requests never carry one in the URL.
    UserInfo,
    /// A `?` or `#`, which can't be in a path.
    QueryOrFragment,
    /// White space, a control character or a `\`.
    Character,
}

impl fmt::Display for BaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the address is empty"),
            Self::NoScheme => f.write_str("the address does not begin with https:// or http://"),
            Self::Scheme { scheme } => write!(f, "the address begins with {scheme}://"),
            Self::NoHost => f.write_str("the address names no host"),
            Self::UserInfo => f.write_str("the address has a user name or password"),
            Self::QueryOrFragment => f.write_str("the address has a “?” or “#”"),
            Self::Character => {
                f.write_str("the address has white space, a control character or a backslash")
            }
        }
    }
}

impl std::error::Error for BaseError {}

/// A path below the API, from segments that browsers leave unchanged.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApiPath(String);

impl ApiPath {
    /// Starts with a fixed segment, such as `machineidentities`.
    pub fn new(route: &'static str) -> Self {
        Self(format!("/{route}"))
    }

    /// Adds a fixed segment.
    #[must_use]
    pub fn then(mut self, route: &'static str) -> Self {
        self.0.push('/');
        self.0.push_str(route);
        self
    }

    /// Adds the name of an identity, unless a browser would rewrite it (G18).
    pub fn identity(self, name: &IdentityName) -> Result<Self, Unaddressable> {
        match name.unaddressable() {
            Some(reason) => Err(reason),
            None => Ok(self.encoded(name.as_str())),
        }
    }

    /// Adds the name of an attribute, unless a browser would rewrite it; it may be any text.
    pub fn attribute(self, name: &Attribute) -> Result<Self, Unaddressable> {
        self.identity(&IdentityName::received(name.as_str()))
    }

    /// Adds the name of a connection; the gateway's rule makes every name safe (contract §8).
    #[must_use]
    pub fn connection(self, name: &ConnectionName) -> Self {
        self.encoded(name.as_str())
    }

    /// Adds a query; keys are fixed, values may be any text.
    #[must_use]
    pub fn query(mut self, pairs: &[(&'static str, &str)]) -> Self {
        for (index, (key, value)) in pairs.iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            let value = percent_encoded(value);
            write!(self.0, "{separator}{key}={value}").expect("writing to a String succeeds");
        }
        self
    }

    /// The path, percent-encoded, starting with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn encoded(mut self, segment: &str) -> Self {
        self.0.push('/');
        self.0.push_str(&percent_encoded(segment));
        self
    }
}
