//! What the audit log tells of an identity's past (contract §15).
//!
//! - [`AuditEntry`] is one write that reached its handler, by any client.
//! - [`AuditTrail`] collects the entries that were read, and names what to read next.
//! - [`Timeline`] is the history of one identity among them.

mod timeline;
mod trail;

pub use timeline::{Event, EventKind, Start, Timeline};
pub use trail::{AuditTrail, Wanted};

use super::{
    catalog::Catalog, connection::ConnectionName, draft::IdentitySpec, identity::Timestamp,
    name::IdentityName, plan::Edits,
};
use crate::domain::{attribute::Attribute, identity::Identity};

/// The identity whose history is asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HistorySubject {
    /// Its name as last read.
    pub name: IdentityName,
    /// Older entries belong to a predecessor of the same id (contract §16).
    pub created_at: Timestamp,
    /// When its fields were last written, as last read.
    pub updated_at: Timestamp,
}

impl HistorySubject {
    /// The history of an identity as last read.
    pub fn of(identity: &Identity) -> Self {
        Self {
            name: identity.name.clone(),
            created_at: identity.created_at.clone(),
            updated_at: identity.updated_at.clone(),
        }
    }
}

/// One write as the audit log keeps it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuditEntry {
    /// The entry's own id.
    pub id: String,
    /// When it was written, right after the handler finished (the gateway's clock).
    pub at: Timestamp,
    /// Who sent the write.
    pub actor: Actor,
    /// What was asked for.
    pub action: Action,
    /// The gateway answered with a status below 400.
    pub is_done: bool,
    /// The gateway's message without its surroundings; empty when it was done.
    pub message: String,
    /// The fields as sent, where the write sends fields: a full version when it was done.
    pub fields: Option<IdentitySpec>,
    /// The reason that was sent along (`change_note`).
    pub reason: Option<String>,
}

/// What a write asked for. Names are those of the path, the ones before the write.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Action {
    /// `POST /machineidentities`; the name is the body's.
    Create(IdentityName),
    /// `PUT /machineidentities/{name}`.
    Save(IdentityName),
    /// `DELETE /machineidentities/{name}`.
    Delete(IdentityName),
    /// `POST …/credentials/{connection}/rotate`.
    Rotate(IdentityName, ConnectionName),
}

impl Action {
    /// What a method and a decoded path ask for; `None` for what is no write of an identity.
    ///
    /// `body_name` is the name in the body, which a creation is known by.
    pub fn of(method: &str, path: &str, body_name: Option<&str>) -> Option<Self> {
        let (_, rest) = path.split_once("/api/machineidentities")?;
        let mut parts = rest.split('/');
        // Before the first slash there is nothing, or another resource whose name begins alike.
        if !parts.next()?.is_empty() {
            return None;
        }
        let parts: Vec<&str> = parts.collect();
        let name = |text: &str| IdentityName::received(text);
        match (method, parts.as_slice()) {
            ("POST", []) => body_name.map(name).map(Self::Create),
            ("PUT", [path]) => Some(Self::Save(name(path))),
            ("DELETE", [path]) => Some(Self::Delete(name(path))),
            ("POST", [path, "credentials", connection, "rotate"]) => {
                Some(Self::Rotate(name(path), ConnectionName::received(*connection)))
            }
            _ => None,
        }
    }

    /// The name that the write addressed, or gave.
    pub fn name(&self) -> &IdentityName {
        match self {
            Self::Create(name) | Self::Save(name) | Self::Delete(name) | Self::Rotate(name, _) => {
                name
            }
        }
    }
}

impl AuditEntry {
    /// When it was written, in nanoseconds since 1970; an unreadable time counts as the oldest.
    pub fn moment(&self) -> i64 {
        self.at.nanoseconds().unwrap_or(i64::MIN)
    }

    /// The name that a successful save gave the identity, when it isn't the one before.
    pub fn renamed_to(&self) -> Option<&IdentityName> {
        let Action::Save(before) = &self.action else { return None };
        let after = &self.fields.as_ref()?.name;
        (self.is_done && after != before).then_some(after)
    }

    /// The fields of a write that was done: a version.
    pub fn version(&self) -> Option<&IdentitySpec> {
        self.fields.as_ref().filter(|_| self.is_done)
    }
}

/// Who sent a write.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Actor {
    /// For display, may be empty.
    pub name: String,
    /// An API key has its name here.
    pub email: String,
    /// The gateway's id of the user.
    pub subject: String,
}

impl Actor {
    /// What to call the actor by: the e-mail address, else the name, else the id.
    pub fn label(&self) -> &str {
        [&self.email, &self.name, &self.subject]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("unknown", String::as_str)
    }

    /// Whether it is an API key, whose name stands where users have an address (contract §2).
    pub fn is_api_key(&self) -> bool {
        !self.email.is_empty() && !self.email.contains('@')
    }
}

/// How one version differs from another, in the terms of a plan.
pub fn compare(before: &IdentitySpec, after: &IdentitySpec) -> Edits {
    Edits::between(before.borrowed(), after.borrowed())
}

/// A version as an identity, to compare with and to edit.
pub fn as_stored(version: &IdentitySpec) -> Identity {
    Identity::unsaved().with_fields(version.clone())
}

/// The entries of a version that no longer exist; they can't be restored.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Gone {
    /// Connections that the gateway doesn't have.
    pub connections: Vec<ConnectionName>,
    /// Attributes that neither a list nor a question by name finds (G10). A save would create them
    /// again, without the connections that they had (G12).
    pub attributes: Vec<Attribute>,
}

impl Gone {
    /// The entries of `version` that no longer exist. Attributes that are in no list must have been
    /// looked up before; what the catalog can't tell is taken to exist.
    pub fn of(version: &IdentitySpec, catalog: &Catalog) -> Self {
        let has_every_connection = catalog.has_every_connection();
        let is_gone =
            |name: &&ConnectionName| has_every_connection && catalog.resolve(name).is_none();
        Self {
            connections: version.connection_names.iter().filter(is_gone).cloned().collect(),
            attributes: version
                .attributes
                .iter()
                .filter(|name| catalog.is_absent(name))
                .cloned()
                .collect(),
        }
    }

    /// Whether everything still exists.
    pub fn is_empty(&self) -> bool {
        self.connections.is_empty() && self.attributes.is_empty()
    }

    /// The version without what is gone.
    pub fn removed_from(&self, version: &IdentitySpec) -> IdentitySpec {
        let names = version.connection_names.iter();
        let attributes = version.attributes.iter();
        IdentitySpec {
            connection_names: names.filter(|it| !self.connections.contains(it)).cloned().collect(),
            attributes: attributes.filter(|it| !self.attributes.contains(it)).cloned().collect(),
            ..version.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Actor};
    use crate::domain::{connection::ConnectionName, name::IdentityName};

    #[test]
    fn a_path_is_read_to_its_end() {
        let name = IdentityName::received;
        let of = |method, path| Action::of(method, path, Some("new"));
        assert_eq!(of("POST", "/api/machineidentities"), Some(Action::Create(name("new"))));
        assert_eq!(of("PUT", "/hoop/api/machineidentities/a b"), Some(Action::Save(name("a b"))));
        assert_eq!(of("DELETE", "/api/machineidentities/ü"), Some(Action::Delete(name("ü"))));
        let rotated = of("POST", "/api/machineidentities/a/credentials/pg/rotate");
        assert_eq!(rotated, Some(Action::Rotate(name("a"), ConnectionName::received("pg"))));
        for path in ["/api/machineidentitiesx", "/api/connections/a", "/api/machineidentities/a/b"]
        {
            assert_eq!(of("PUT", path), None, "{path}");
        }
        assert_eq!(Action::of("POST", "/api/machineidentities", None), None);
    }

    #[test]
    fn an_api_key_is_told_from_a_user() {
        let user = Actor { email: "a@example.com".into(), ..Actor::default() };
        let key = Actor { email: "ci".into(), ..Actor::default() };
        assert!(!user.is_api_key() && key.is_api_key() && !Actor::default().is_api_key());
        assert_eq!(Actor { subject: "7".into(), ..Actor::default() }.label(), "7");
    }
}
