//! Why the gateway creates no credential for a connection (contract §6, §9).

use std::fmt;

use crate::domain::{
    connection::{Ineligible, Proxy},
    name::IdentityName,
    text,
};

/// The longest name of an identity for which the gateway can create credentials, in characters
/// (contract §9).
pub const CREDENTIALS_NAME_LIMIT: usize = 255;

/// Why no credential can be created for a connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ProvisionError {
    /// It doesn't exist, or no longer (G23).
    NoSuchConnection,
    /// The connection can't have credentials.
    Ineligible(Ineligible),
    /// The gateway's proxy for its type is off.
    NotListening(Proxy),
    /// The identity's name is longer than [`CREDENTIALS_NAME_LIMIT`]; on a rename the old name
    /// counts (contract §9).
    IdentityNameTooLong {
        /// The length of the name, in characters.
        characters: usize,
    },
}

impl ProvisionError {
    /// Whether the identity's name is too long to create credentials for.
    pub(super) fn check_identity_name(name: &IdentityName) -> Result<(), Self> {
        match text::characters(name.as_str()) {
            characters if characters > CREDENTIALS_NAME_LIMIT => {
                Err(Self::IdentityNameTooLong { characters })
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for ProvisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchConnection => f.write_str("there is no such connection"),
            Self::Ineligible(reason) => reason.fmt(f),
            Self::NotListening(proxy) => write!(f, "the gateway's {proxy} proxy is off"),
            Self::IdentityNameTooLong { characters } => write!(
                f,
                "the identity's name has {characters} characters, over {CREDENTIALS_NAME_LIMIT}"
            ),
        }
    }
}
