//! Connections read from the answer of a bare GET /connections.

use base64ct::{Base64, Encoding};
use serde::Deserialize;

use crate::sandbox::store::{Connection, Store, random_uuid};
use crate::sandbox::world::World;

/// A set of connections. Attributes in the list are ignored.
#[derive(Clone, Default)]
pub struct Catalogue {
    connections: Vec<Connection>,
}

/// Why a file isn't a list of connections.
pub type CatalogueError = serde_json::Error;

/// The fields that are read.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Entry {
    id: String,
    name: String,
    command: Vec<String>,
    resource_name: String,
    #[serde(rename = "type")]
    kind: String,
    subtype: String,
    secret: Secret,
    agent_id: String,
    status: String,
    reviewers: Vec<String>,
    redact_types: Vec<String>,
    managed_by: Option<String>,
    connection_tags: std::collections::BTreeMap<String, String>,
    access_mode_runbooks: String,
    access_mode_exec: String,
    access_mode_connect: String,
    access_schema: String,
}

/// The secret environment, which no list shows. A separate list of secrets supplies it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Secret {
    /// The name of the database, in base64.
    #[serde(rename = "envvar:DB")]
    database: String,
}

impl Catalogue {
    /// Adds the connections of a list. For a known one only the secret is read; an entry without a
    /// type has nothing else.
    pub fn add(&mut self, list: &str) -> Result<(), CatalogueError> {
        let entries: Vec<Entry> = serde_json::from_str(list)?;
        for entry in entries {
            let database = decode_base64(&entry.secret.database);
            let known = self.connections.iter_mut().find(|known| known.name == entry.name);
            match known {
                Some(known) => known.database = database,
                None if entry.kind.is_empty() => {}
                None => self.connections.push(Connection {
                    id: entry.id,
                    name: entry.name,
                    command: entry.command,
                    resource_name: entry.resource_name,
                    kind: entry.kind,
                    subtype: entry.subtype,
                    agent_id: entry.agent_id,
                    status: entry.status,
                    reviewers: entry.reviewers,
                    redact_types: entry.redact_types,
                    managed_by: entry.managed_by,
                    connection_tags: entry.connection_tags,
                    access_mode_runbooks: entry.access_mode_runbooks,
                    access_mode_exec: entry.access_mode_exec,
                    access_mode_connect: entry.access_mode_connect,
                    access_schema: entry.access_schema,
                    database,
                    attributes: std::collections::BTreeSet::new(),
                }),
            }
        }
        Ok(())
    }

    pub(super) fn plant(&self, store: &mut Store, world: &mut dyn World) {
        for connection in &self.connections {
            let mut connection = connection.clone();
            if connection.id.is_empty() {
                connection.id = random_uuid(world);
            }
            store.put_connection(connection);
        }
    }
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Catalogue of {} connections", self.connections.len())
    }
}

/// Malformed base64 becomes an empty text: the gateway ignores the error, too.
fn decode_base64(text: &str) -> String {
    let bytes = Base64::decode_vec(text).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, decode_base64};

    #[test]
    fn a_later_list_adds_what_the_first_one_hides() {
        let mut catalogue = Catalogue::default();
        catalogue.add(r#"[{"name":"pg","type":"database","secret":{}}]"#).unwrap();
        catalogue.add(r#"[{"name":"pg","secret":{"envvar:DB":"aG9vcGRi"}}]"#).unwrap();
        assert_eq!(catalogue.connections.len(), 1);
        assert_eq!(catalogue.connections[0].kind, "database");
        assert_eq!(catalogue.connections[0].database, "hoopdb");
        catalogue.add(r#"[{"name":"other","secret":{"envvar:DB":"YQ=="}}]"#).unwrap();
        assert_eq!(catalogue.connections.len(), 1, "a secret alone makes no connection");
        assert!(catalogue.add("{}").is_err());
    }

    #[test]
    fn base64_is_read_with_its_padding() {
        assert_eq!(decode_base64("aG9vcGRi"), "hoopdb");
        assert_eq!(decode_base64("YQ=="), "a");
        assert_eq!(decode_base64(""), "");
        assert_eq!(decode_base64("%"), "");
    }
}
