//! `connections`, and their rows in `connections_attributes`.

use std::collections::{BTreeMap, BTreeSet};

use super::{NewRow, Owner, Store, check_length, check_text};

/// A connection, with the fields that the lists show (contract §10).
#[derive(Clone, Default)]
pub struct Connection {
    pub id: String,
    pub name: String,
    pub command: Vec<String>,
    pub resource_name: String,
    /// `type`, which Rust reserves.
    pub kind: String,
    pub subtype: String,
    pub agent_id: String,
    pub status: String,
    pub reviewers: Vec<String>,
    pub redact_types: Vec<String>,
    pub managed_by: Option<String>,
    pub connection_tags: BTreeMap<String, String>,
    pub access_mode_runbooks: String,
    pub access_mode_exec: String,
    pub access_mode_connect: String,
    pub access_schema: String,
    /// `DB` in the connection's secret environment; never listed (contract §7).
    pub database: String,
    /// Its attributes, hidden and managed ones included.
    pub attributes: BTreeSet<String>,
}

impl Store {
    /// Every connection, by name.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.connections.values()
    }

    /// The connection with exactly that name, or else with that id (contract §5, step 5).
    pub fn connection(&self, name_or_id: &str) -> Option<&Connection> {
        self.connections.get(name_or_id).or_else(|| {
            self.connections_by_id.get(name_or_id).and_then(|name| self.connections.get(name))
        })
    }

    /// Inserts a connection, or replaces the one of that name and keeps its attributes.
    pub fn put_connection(&mut self, mut connection: Connection) {
        if let Some(old) = self.connections.remove(&connection.name) {
            self.connections_by_id.remove(&old.id);
            connection.attributes = old.attributes;
        }
        self.connections_by_id.insert(connection.id.clone(), connection.name.clone());
        self.connections.insert(connection.name.clone(), connection);
    }

    /// Deletes a connection and its attribute rows. Credentials and links remain (G23).
    pub fn delete_connection(&mut self, name: &str) -> bool {
        let Some(connection) = self.connections.remove(name) else { return false };
        self.connections_by_id.remove(&connection.id);
        for attribute in &connection.attributes {
            if let Some(attribute) = self.attributes.get_mut(attribute) {
                attribute.connection_names.remove(name);
            }
        }
        true
    }

    /// Replaces a connection's attributes in one transaction and creates unknown ones. Plain and
    /// Hoop-managed ones that aren't sent are removed (G34), a rulepack's stay (contract §10).
    pub fn replace_connection_attributes(
        &mut self,
        connection: &str,
        names: &[String],
        new_row: &mut dyn FnMut() -> NewRow,
    ) -> Result<(), String> {
        for name in names {
            check_text(name)?;
        }
        for name in names {
            check_length(name, super::attributes::NAME_LIMIT)?;
        }
        let Some(found) = self.connections.get_mut(connection) else { return Ok(()) };
        for attribute in std::mem::take(&mut found.attributes) {
            match self.attributes.get_mut(&attribute) {
                Some(row) if row.owner != Owner::Rulepack => {
                    row.connection_names.remove(connection);
                }
                _ => {
                    found.attributes.insert(attribute);
                }
            }
        }
        for name in names {
            self.ensure_attribute(name, new_row);
            self.match_connection(name, connection);
        }
        Ok(())
    }

    /// The connections that share an attribute with the list, each once. A name that a statement
    /// can't carry makes the query fail, which counts as no match (contract §5, step 3).
    pub fn connections_matching<'a>(
        &self,
        attributes: impl IntoIterator<Item = &'a String> + Clone,
    ) -> BTreeSet<String> {
        if attributes.clone().into_iter().any(|name| check_text(name).is_err()) {
            return BTreeSet::new();
        }
        let rows = attributes.into_iter().filter_map(|name| self.attributes.get(name));
        rows.flat_map(|row| row.connection_names.iter().cloned()).collect()
    }

    /// Adds a row to `connections_attributes`, if it isn't there and the connection is.
    pub(super) fn match_connection(&mut self, attribute: &str, connection: &str) {
        let found = self.connections.get_mut(connection);
        if let (Some(row), Some(connection)) = (self.attributes.get_mut(attribute), found) {
            row.connection_names.insert(connection.name.clone());
            connection.attributes.insert(attribute.to_owned());
        }
    }

    /// Renames an attribute on its connections; `None` removes it.
    pub(super) fn rename_on_connections(&mut self, old: &str, new: Option<&str>) {
        let matched = self.attributes.get(old).map(|row| row.connection_names.clone());
        for connection in matched.into_iter().flatten() {
            if let Some(connection) = self.connections.get_mut(&connection) {
                connection.attributes.remove(old);
                connection.attributes.extend(new.map(str::to_owned));
            }
        }
    }
}
