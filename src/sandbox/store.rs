//! The gateway's tables, as far as an editor can see them.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

/// The organisation that everything belongs to.
pub const ORGANISATION: &str = "11111111-1111-4111-8111-111111111111";

/// A row of identities.
#[derive(Clone, Debug)]
pub struct IdentityRow {
    pub id: Uuid,
    pub name: String,
    pub description: String,
    pub connection_names: Vec<String>,
    pub attributes: BTreeSet<String>,
    /// Microseconds since 1970.
    pub created_at: u64,
    pub updated_at: u64,
    /// The credentials, by the text under which they were asked for: a connection's name, or its
    /// id, which the gateway takes as well and then keeps as such (contract §8).
    pub links: BTreeMap<String, Link>,
}

/// A credential of an identity: the secret, and what was drawn with it.
#[derive(Clone, Debug)]
pub struct Link {
    pub secret: String,
    pub aws_key: Option<(String, String)>,
}

/// A row of connections (contract §10).
#[derive(Clone, Debug)]
pub struct ConnectionRow {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub subtype: String,
    pub connect: String,
    pub status: String,
    /// Only for databases; empty for the default.
    pub database: String,
    pub attributes: BTreeSet<String>,
}

/// A row of attributes (contract §10).
#[derive(Clone, Debug)]
pub struct AttributeRow {
    pub id: Uuid,
    pub name: String,
    pub description: Option<String>,
    pub owner: AttributeOwner,
    pub created_at: u64,
}

/// Who made an attribute.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AttributeOwner {
    People,
    /// Managed by hoop.dev: listed, cannot be changed.
    Hoop,
    /// Owned by a rulepack: matches, and is in no list (G10).
    Rulepack,
}

/// Which proxies listen, and where (contract §7).
#[derive(Clone, Debug)]
pub struct Listeners {
    pub postgres: Option<String>,
    pub ssh: Option<String>,
    pub rdp: Option<String>,
    pub http: Option<String>,
}

/// All tables.
#[derive(Clone, Debug)]
pub struct Store {
    /// By id. Ids are derived from the name at creation and keep it from being used again while
    /// the identity lives, also under another name (G19).
    pub identities: BTreeMap<Uuid, IdentityRow>,
    pub names: BTreeMap<String, Uuid>,
    pub connections: BTreeMap<String, ConnectionRow>,
    pub connection_ids: BTreeMap<Uuid, String>,
    pub attributes: BTreeMap<String, AttributeRow>,
    /// Which connections carry an attribute.
    pub carriers: BTreeMap<String, BTreeSet<String>>,
    pub listeners: Listeners,
}

impl Store {
    pub fn new(listeners: Listeners) -> Self {
        Self {
            identities: BTreeMap::new(),
            names: BTreeMap::new(),
            connections: BTreeMap::new(),
            connection_ids: BTreeMap::new(),
            attributes: BTreeMap::new(),
            carriers: BTreeMap::new(),
            listeners,
        }
    }

    /// The id of an identity created with this name (contract §3).
    pub fn identity_id(name: &str) -> Uuid {
        derived("machineidentity", name)
    }

    pub fn identity(&self, name: &str) -> Option<&IdentityRow> {
        self.identities.get(self.names.get(name)?)
    }

    pub fn identity_mut(&mut self, name: &str) -> Option<&mut IdentityRow> {
        self.identities.get_mut(self.names.get(name)?)
    }

    /// A connection by name or id.
    pub fn connection(&self, name_or_id: &str) -> Option<&ConnectionRow> {
        self.connections.get(name_or_id).or_else(|| {
            let id = Uuid::try_parse(name_or_id).ok()?;
            self.connections.get(self.connection_ids.get(&id)?)
        })
    }

    pub fn add_connection(&mut self, row: ConnectionRow) {
        for attribute in &row.attributes {
            self.carriers.entry(attribute.clone()).or_default().insert(row.name.clone());
        }
        self.connection_ids.insert(row.id, row.name.clone());
        self.connections.insert(row.name.clone(), row);
    }

    /// Creates a plain attribute unless there is one (G12).
    pub fn ensure_attribute(&mut self, name: &str, now: u64) {
        self.attributes.entry(name.to_owned()).or_insert_with(|| AttributeRow {
            id: derived("attribute", name),
            name: name.to_owned(),
            description: None,
            owner: AttributeOwner::People,
            created_at: now,
        });
    }

    /// Sets the connections that carry an attribute.
    pub fn set_carriers(&mut self, attribute: &str, connections: BTreeSet<String>) {
        let before = self.carriers.remove(attribute).unwrap_or_default();
        for name in before.difference(&connections) {
            if let Some(connection) = self.connections.get_mut(name) {
                connection.attributes.remove(attribute);
            }
        }
        for name in &connections {
            if let Some(connection) = self.connections.get_mut(name) {
                connection.attributes.insert(attribute.to_owned());
            }
        }
        self.carriers.insert(attribute.to_owned(), connections);
    }

    /// The connections that share at least one of the attributes (contract §6).
    pub fn matched<'a>(
        &self,
        attributes: impl IntoIterator<Item = &'a String>,
    ) -> BTreeSet<String> {
        attributes
            .into_iter()
            .filter_map(|attribute| self.carriers.get(attribute))
            .flatten()
            .cloned()
            .collect()
    }
}

/// An id made from a name, as the gateway makes those of identities.
pub fn derived(table: &str, name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{ORGANISATION}:{table}:{name}").as_bytes())
}
