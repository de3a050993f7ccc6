//! Connections, and which of them an identity can have.

use std::{fmt, sync::Arc};

use super::text::{self, InvalidCharacter};

/// The longest connection name that the gateway stores, in characters (contract §8).
pub const CONNECTION_NAME_LIMIT: usize = 254;

/// The longest connection name for which the gateway can create a credential, in characters
/// (contract §9).
pub const PROVISION_NAME_LIMIT: usize = 128;

/// The name of a connection, unique within the gateway and immutable (contract §10).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ConnectionName(Arc<str>);

impl ConnectionName {
    /// Checks a name that the user typed. Whether such a connection exists is checked by the plan.
    pub fn parse(text: &str) -> Result<Self, ConnectionNameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ConnectionNameError::Empty);
        }
        let characters = text::characters(text);
        if characters > CONNECTION_NAME_LIMIT {
            return Err(ConnectionNameError::TooLong { characters });
        }
        let fits = |character: char| {
            character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.')
        };
        if let Some(invalid) = text::first_invalid(text, fits) {
            return Err(ConnectionNameError::Character(invalid));
        }
        Ok(Self(text.into()))
    }

    /// Takes a name that the gateway sent, whatever its shape.
    pub fn received(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same text, without a copy.
    pub fn shared(&self) -> Arc<str> {
        self.0.clone()
    }
}

impl fmt::Display for ConnectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for ConnectionName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Why a typed text can't be the name of a connection (contract §8).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ConnectionNameError {
    /// Nothing was typed.
    Empty,
    /// Longer than [`CONNECTION_NAME_LIMIT`].
    TooLong {
        /// Its length, in characters.
        characters: usize,
    },
    /// A character that isn't allowed in connection names.
    Character(InvalidCharacter),
}

impl fmt::Display for ConnectionNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the connection name is empty"),
            Self::TooLong { characters } => write!(
                f,
                "{characters} characters, {} more than {CONNECTION_NAME_LIMIT}",
                characters - CONNECTION_NAME_LIMIT
            ),
            Self::Character(invalid) => write!(f, "the name has {invalid}"),
        }
    }
}

impl std::error::Error for ConnectionNameError {}

/// A connection as the gateway lists it; only the fields that the editor uses (contract §10).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Connection {
    /// The gateway's id. An identity may list the connection by it (contract §8), so it has the
    /// type of a list entry.
    pub id: ConnectionName,
    /// Unique on the gateway.
    pub name: ConnectionName,
    /// The gateway's `type`, such as `database`.
    pub kind: String,
    /// Empty when there is none.
    pub subtype: String,
    /// Whether its connect access allows credentials (contract §6).
    pub connect: ConnectAccess,
    /// The gateway's word, `online` or `offline`; it has no effect on credentials.
    pub status: String,
    /// Whether it has a `managed_by`: only its agent may change it (contract §10).
    pub is_managed: bool,
}

/// The connection's `access_mode_connect`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ConnectAccess {
    /// `enabled`.
    Enabled,
    /// `disabled`, or empty on old rows: the gateway treats everything but `enabled` alike.
    Disabled,
}

impl Connection {
    /// The proxy for credentials of this connection, or why there can be none (contract §6).
    /// Whether the proxy is on is decided by [`Listeners`](super::listeners::Listeners).
    pub fn eligibility(&self) -> Result<Proxy, Ineligible> {
        let proxy = self.supported_proxy()?;
        self.check_name().map(|()| proxy)
    }

    /// The same, limited to what the gateway checks before the listener.
    pub fn supported_proxy(&self) -> Result<Proxy, Ineligible> {
        let proxy = self.proxy()?;
        match self.connect {
            ConnectAccess::Enabled => Ok(proxy),
            ConnectAccess::Disabled => Err(Ineligible::ConnectDisabled),
        }
    }

    /// The proxy that serves its type, whether or not connect access is on.
    pub fn proxy(&self) -> Result<Proxy, Ineligible> {
        Proxy::of_subtype(&self.subtype)
            .ok_or_else(|| Ineligible::UnsupportedType { subtype: self.subtype.clone() })
    }

    /// Whether its name is too long for a credential.
    pub fn check_name(&self) -> Result<(), Ineligible> {
        match text::characters(self.name.as_str()) {
            characters if characters > PROVISION_NAME_LIMIT => {
                Err(Ineligible::NameTooLong { characters })
            }
            _ => Ok(()),
        }
    }

    /// Whether there can be a credential of this connection: [`Connection::eligibility`] without the
    /// reason, for thousands of connections at a time.
    pub fn is_eligible(&self) -> bool {
        Proxy::of_subtype(&self.subtype).is_some()
            && self.connect == ConnectAccess::Enabled
            && text::characters(self.name.as_str()) <= PROVISION_NAME_LIMIT
    }
}

/// The gateway's proxies that accept credentials of identities (contract §6).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Proxy {
    /// `postgres`.
    Postgres,
    /// `ssh`; serves `git` and `github` too.
    Ssh,
    /// `rdp`.
    Rdp,
    /// `aws-ssm`; needs no listener (contract §6).
    AwsSsm,
    /// `httpproxy`; serves Grafana, Kibana and token-based Kubernetes too.
    HttpProxy,
    /// `kubernetes`, on the HTTP proxy's address.
    Kubernetes,
    /// `claude-code`, on the HTTP proxy's address.
    ClaudeCode,
}

impl Proxy {
    /// The proxy for a connection subtype; `None` for an unsupported one.
    pub fn of_subtype(subtype: &str) -> Option<Self> {
        Some(match subtype {
            "postgres" => Self::Postgres,
            "ssh" | "git" | "github" => Self::Ssh,
            "rdp" => Self::Rdp,
            "aws-ssm" => Self::AwsSsm,
            "httpproxy" | "grafana" | "kibana" | "kubernetes-token" => Self::HttpProxy,
            "kubernetes" | "kubernetes-eks" => Self::Kubernetes,
            "claude-code" => Self::ClaudeCode,
            _ => return None,
        })
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "postgres",
            Self::Ssh => "ssh",
            Self::Rdp => "rdp",
            Self::AwsSsm => "aws-ssm",
            Self::HttpProxy => "httpproxy",
            Self::Kubernetes => "kubernetes",
            Self::ClaudeCode => "claude-code",
        })
    }
}

/// Why a connection can't have credentials.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Ineligible {
    /// No proxy serves its subtype.
    UnsupportedType {
        /// The gateway's subtype; may be empty.
        subtype: String,
    },
    /// Connect access is off.
    ConnectDisabled,
    /// Its name is longer than [`PROVISION_NAME_LIMIT`].
    NameTooLong {
        /// The length of the name, in characters.
        characters: usize,
    },
}

impl fmt::Display for Ineligible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnsupportedType { subtype } if subtype.is_empty() => {
                f.write_str("a connection without a subtype is not supported")
            }
            Self::UnsupportedType { subtype } => write!(f, "type {subtype} is not supported"),
            Self::ConnectDisabled => f.write_str("connect access is not enabled"),
            Self::NameTooLong { characters } => write!(
                f,
                "the name has {characters} characters, {} more than {PROVISION_NAME_LIMIT}",
                characters - PROVISION_NAME_LIMIT
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ConnectAccess, Connection, ConnectionName, PROVISION_NAME_LIMIT};

    #[test]
    fn a_connection_is_eligible_unless_there_is_a_reason_why_not() {
        for subtype in ["postgres", "claude-code", "mysql", ""] {
            for connect in [ConnectAccess::Enabled, ConnectAccess::Disabled] {
                for letter in ["a", "ä"] {
                    for length in [1, PROVISION_NAME_LIMIT, PROVISION_NAME_LIMIT + 1] {
                        let name = ConnectionName::received(letter.repeat(length));
                        let connection = Connection {
                            id: ConnectionName::received("1".to_owned()),
                            name,
                            kind: "database".to_owned(),
                            subtype: subtype.to_owned(),
                            connect,
                            status: "online".to_owned(),
                            is_managed: false,
                        };
                        let reason = connection.eligibility().err();
                        assert_eq!(connection.is_eligible(), reason.is_none(), "{reason:?}");
                    }
                }
            }
        }
    }
}
