//! Addresses of HTTP services.

use std::fmt;

use super::{
    ValueError,
    values::{Port, check},
};
use crate::domain::host::Host;

/// The address of an HTTP service: scheme, host, perhaps a port, and a path without query.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HttpUrl {
    /// Whether the scheme is `https`; otherwise it is `http`.
    pub is_tls: bool,
    /// Never has a user name: a URL with one is refused.
    pub host: Host,
    /// `None` stands for the scheme's default.
    pub port: Option<Port>,
    /// Empty, or segments of unreserved characters, each after a `/`; perhaps a `/` at the end.
    path: String,
}

impl HttpUrl {
    /// Reads a URL exactly as written: no trimming, no scheme but `http` and `https`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let (is_tls, rest) = if let Some(rest) = text.strip_prefix("https://") {
            (true, rest)
        } else if let Some(rest) = text.strip_prefix("http://") {
            (false, rest)
        } else {
            return Err(ValueError::Shape);
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        check(path, 1024, |it| it.is_ascii_alphanumeric() || "/-._~".contains(it))?;
        // A URL parser would resolve these.
        if path.contains("//") || path.split('/').any(|segment| segment == "." || segment == "..") {
            return Err(ValueError::Shape);
        }
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => rest.split_once(']').ok_or(ValueError::Shape)?,
            None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
        };
        if authority.starts_with('[') != host.contains(':') {
            return Err(ValueError::Shape);
        }
        let port = match port {
            "" => None,
            port => Some(Port::parse(port.strip_prefix(':').ok_or(ValueError::Shape)?)?),
        };
        let host = Host::parse(host).map_err(ValueError::Host)?;
        Ok(Self { is_tls, host, port, path: path.to_owned() })
    }

    /// The same address at another host.
    #[must_use]
    pub fn at(&self, host: &Host) -> Self {
        Self { host: host.clone(), ..self.clone() }
    }

    /// Empty, or what follows the origin, with the `/` at its beginning.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Scheme, host and port, without a `/` at the end.
    pub fn origin(&self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{}{port}", self.host.in_url())
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}
