//! An identity as last read.

use super::{attribute::Attribute, connection::ConnectionName, name::IdentityName};

/// How far apart the two times of a creation may be, in nanoseconds: the gateway takes each from its
/// clock, so they can differ by a microsecond (contract §3).
const CREATION: i64 = 1_000_000;

/// A machine identity as the gateway last answered it to a GET.
///
/// Never built from the answer to a PUT, whose timestamps are zero and whose lists are an echo of
/// the request (G13).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identity {
    /// A UUID derived from the name at creation; a rename leaves it (contract §3).
    pub id: String,
    /// Unique among identities; a rename changes it.
    pub name: IdentityName,
    /// Empty when there is none.
    pub description: String,
    /// In the gateway's order.
    pub connection_names: Vec<ConnectionName>,
    /// Sorted: the gateway's order is not defined (contract §3).
    pub attributes: Vec<Attribute>,
    /// Distinguishes an identity from one that was deleted and created again: both have the same
    /// id.
    pub created_at: Timestamp,
    /// Changes with every save that reaches the row, even when no field changes.
    pub updated_at: Timestamp,
}

impl Identity {
    /// The baseline of an identity that is being created: nothing stored, nothing listed.
    pub fn unsaved() -> Self {
        let never = || Timestamp::received("");
        Self {
            id: String::new(),
            name: IdentityName::received(""),
            description: String::new(),
            connection_names: Vec::new(),
            attributes: Vec::new(),
            created_at: never(),
            updated_at: never(),
        }
    }

    /// Whether nothing was saved since it was created: no save can follow within [`CREATION`].
    pub fn is_as_created(&self) -> bool {
        let moments = self.created_at.nanoseconds().zip(self.updated_at.nanoseconds());
        moments.is_some_and(|(created, updated)| updated.saturating_sub(created) < CREATION)
    }

    /// Whether it is stored on the gateway; every stored identity has an id (contract §3).
    pub fn is_stored(&self) -> bool {
        !self.id.is_empty()
    }
}

/// A point in time as the gateway wrote it (RFC 3339).
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(String);

impl Timestamp {
    /// Takes the gateway's text as it is.
    pub fn received(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as the gateway wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
