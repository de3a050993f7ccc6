//! The gateway's tables, their keys, and what the database refuses.
//!
//! Nothing is atomic across calls: handlers decide the order of steps, like the gateway's services
//! (contract §5), and whatever they leave half-done stays.

mod attributes;
mod audit;
mod connections;
mod credentials;
mod database;
mod identities;
mod sessions;

use std::collections::{BTreeMap, BTreeSet};

pub use attributes::{Attribute, AttributeChange, Owner};
pub use audit::AuditEntry;
pub use connections::Connection;
pub use credentials::Credential;
pub use database::{check_length, check_text, decoded_text};
pub use identities::{Identity, IdentityColumns, NewIdentity};

pub use sessions::{Record, Session};

use super::world::World;

/// The organization of the recorded traffic.
pub const ORGANISATION: &str = "11111111-1111-4111-8111-111111111111";

/// The row number of an identity or a credential: rows are numbered in the order of creation.
pub type Row = u64;

/// All tables of the engine.
#[derive(Default)]
pub struct Store {
    next_row: Row,
    identities: BTreeMap<Row, Identity>,
    identities_by_name: BTreeMap<String, Row>,
    /// Ids derive from the name at creation, so a rename blocks the old name (G19).
    identity_ids: BTreeSet<String>,
    /// Attribute name to the identities that hold it.
    identities_by_attribute: BTreeMap<String, BTreeSet<Row>>,
    /// Name of a connection, as it was sent, to the identities with a link row for it.
    identities_by_link: BTreeMap<String, BTreeSet<Row>>,
    credentials: BTreeMap<Row, Credential>,
    connections: BTreeMap<String, Connection>,
    connections_by_id: BTreeMap<String, String>,
    attributes: BTreeMap<String, Attribute>,
    /// Credentials that the current request has issued.
    pub(super) issued: u32,
    /// Oldest first, like the sessions.
    audit_log: Vec<AuditEntry>,
    sessions: Vec<Session>,
    /// Every secret ever drawn, for tests that search for leaks.
    drawn: Vec<String>,
}

impl Store {
    /// Every secret that the engine ever drew, revoked and leaked ones included.
    pub fn drawn_secrets(&self) -> &[String] {
        &self.drawn
    }

    /// Records a drawn secret.
    pub fn note_secret(&mut self, secret: &str) {
        self.drawn.push(secret.to_owned());
    }

    /// Empties every table but the list of drawn secrets.
    pub fn clear(&mut self) {
        let drawn = std::mem::take(&mut self.drawn);
        *self = Self { drawn, ..Self::default() };
    }

    fn row(&mut self) -> Row {
        self.next_row += 1;
        self.next_row
    }
}

/// A random UUID in text form.
pub fn random_uuid(world: &mut dyn World) -> String {
    let mut bytes = [0; 16];
    world.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().hyphenated().to_string()
}

/// What the database generates for a new row.
pub struct NewRow {
    /// A UUID.
    pub id: String,
    /// Nanoseconds since 1970.
    pub created_at: i64,
}

impl NewRow {
    /// A new id and the current moment.
    pub fn draw(world: &mut dyn World) -> Self {
        Self { id: random_uuid(world), created_at: world.now() }
    }
}

/// Bytes in lower-case hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The id of an identity that is created with this name (contract §3).
pub fn identity_id(name: &str) -> String {
    let source = format!("{ORGANISATION}:machineidentity:{name}");
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, source.as_bytes()).hyphenated().to_string()
}

/// A moment as a column stores it: microseconds, truncated (contract §3).
pub const fn stored(moment: i64) -> i64 {
    moment.div_euclid(1000) * 1000
}

fn index(map: &mut BTreeMap<String, BTreeSet<Row>>, key: &str, row: Row) {
    if let Some(rows) = map.get_mut(key) {
        rows.insert(row);
    } else {
        map.insert(key.to_owned(), BTreeSet::from([row]));
    }
}

fn unindex(map: &mut BTreeMap<String, BTreeSet<Row>>, key: &str, row: Row) {
    if let Some(rows) = map.get_mut(key) {
        rows.remove(&row);
        if rows.is_empty() {
            map.remove(key);
        }
    }
}
