//! `attributes` and the rows that join them to connections and access-control groups.

use std::collections::BTreeSet;

use super::{NewRow, Store, check_length, check_text, database::DUPLICATE, stored};

/// `varchar(255)` (contract §9).
pub(super) const NAME_LIMIT: usize = 255;

/// `connections_attributes.connection_name` is a `varchar(254)`.
const CONNECTION_LIMIT: usize = 254;

/// The owner of an attribute.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Owner {
    /// The organization: listed and editable.
    #[default]
    Organisation,
    /// Hoop: listed, not editable (contract §10).
    Hoop,
    /// A rulepack: matches, but is in no list (G10).
    Rulepack,
}

/// A row of `attributes`.
pub struct Attribute {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub owner: Owner,
    /// The connections that it matches, ineligible ones included (contract §10).
    pub connection_names: BTreeSet<String>,
    pub access_control_group_names: BTreeSet<String>,
    pub created_at: i64,
}

/// What a request may change on an attribute; a missing list stays.
pub struct AttributeChange<'a> {
    pub name: &'a str,
    pub description: Option<&'a str>,
    pub connection_names: Option<&'a [String]>,
    pub access_control_group_names: Option<&'a [String]>,
}

impl Store {
    /// Every attribute, by name.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.values()
    }

    /// The attribute with exactly that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.get(name)
    }

    /// Inserts an attribute with its rows, or nothing.
    pub fn insert_attribute(
        &mut self,
        change: &AttributeChange<'_>,
        owner: Owner,
        new: NewRow,
    ) -> Result<(), String> {
        check_row(change)?;
        if self.attributes.contains_key(change.name) {
            return Err(DUPLICATE.into());
        }
        self.check_connections(change)?;
        let attribute = Attribute {
            id: new.id,
            name: change.name.to_owned(),
            description: None,
            owner,
            connection_names: BTreeSet::new(),
            access_control_group_names: BTreeSet::new(),
            created_at: stored(new.created_at),
        };
        self.attributes.insert(change.name.to_owned(), attribute);
        self.write_lists(change);
        Ok(())
    }

    /// Updates an attribute with its rows, or nothing; joined rows follow a rename.
    pub fn update_attribute(
        &mut self,
        name: &str,
        change: &AttributeChange<'_>,
    ) -> Result<(), String> {
        check_row(change)?;
        if change.name != name && self.attributes.contains_key(change.name) {
            return Err(DUPLICATE.into());
        }
        self.check_connections(change)?;
        if change.name != name {
            self.rename_on_identities(name, Some(change.name));
            self.rename_on_connections(name, Some(change.name));
            if let Some(mut row) = self.attributes.remove(name) {
                change.name.clone_into(&mut row.name);
                self.attributes.insert(change.name.to_owned(), row);
            }
        }
        self.write_lists(change);
        Ok(())
    }

    /// Deletes an attribute and its rows; no credential changes (G3).
    pub fn delete_attribute(&mut self, name: &str) -> bool {
        self.rename_on_identities(name, None);
        self.rename_on_connections(name, None);
        self.attributes.remove(name).is_some()
    }

    /// Creates the attribute unless it exists (G12).
    pub(super) fn ensure_attribute(&mut self, name: &str, new_row: &mut dyn FnMut() -> NewRow) {
        if !self.attributes.contains_key(name) {
            let change = AttributeChange {
                name,
                description: None,
                connection_names: None,
                access_control_group_names: None,
            };
            // Callers have checked the length, and the name is free.
            let _ = self.insert_attribute(&change, Owner::Organisation, new_row());
        }
    }

    fn check_connections(&self, change: &AttributeChange<'_>) -> Result<(), String> {
        for connection in change.connection_names.unwrap_or_default() {
            check_text(connection)?;
            check_length(connection, CONNECTION_LIMIT)?;
            if !self.connections.contains_key(connection) {
                return Err("violates foreign key constraint".into());
            }
        }
        change
            .access_control_group_names
            .unwrap_or_default()
            .iter()
            .try_for_each(|group| check_text(group))
    }

    fn write_lists(&mut self, change: &AttributeChange<'_>) {
        if let Some(connections) = change.connection_names {
            self.rename_on_connections(change.name, None);
            if let Some(row) = self.attributes.get_mut(change.name) {
                row.connection_names.clear();
            }
            for connection in connections {
                self.match_connection(change.name, connection);
            }
        }
        if let Some(row) = self.attributes.get_mut(change.name) {
            row.description = change.description.map(str::to_owned);
            if let Some(groups) = change.access_control_group_names {
                row.access_control_group_names = groups.iter().cloned().collect();
            }
        }
    }
}

fn check_row(change: &AttributeChange<'_>) -> Result<(), String> {
    check_text(change.name)?;
    check_text(change.description.unwrap_or_default())?;
    check_length(change.name, NAME_LIMIT)
}
