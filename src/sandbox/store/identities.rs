//! `machine_identities`, `machine_identity_credentials` and `machine_identities_attributes`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, Store, check_length, check_text, index, stored, unindex};

/// A machine identity with the rows that hang on it.
pub struct Identity {
    pub id: String,
    pub name: String,
    pub description: String,
    pub connection_names: Vec<String>,
    /// By name, whatever the order they were sent in: the gateway defines none (contract §3).
    pub attributes: BTreeSet<String>,
    /// The rows of `machine_identity_credentials`: connection name as it was sent, to credential.
    /// The name is unique, which is where G2 and G5 come from.
    pub links: BTreeMap<String, Row>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// What the database says about a second row with the same key.
pub(super) const DUPLICATE: &str = "duplicated key not allowed";

impl Store {
    /// Every identity, newest first (contract §4).
    pub fn identities(&self) -> Vec<&Identity> {
        let mut identities: Vec<&Identity> = self.identities.values().rev().collect();
        identities.sort_by_key(|identity| std::cmp::Reverse(identity.created_at));
        identities
    }

    /// The identity of that row.
    pub fn identity(&self, row: Row) -> Option<&Identity> {
        self.identities.get(&row)
    }

    /// The row of the identity with exactly that name.
    pub fn identity_row(&self, name: &str) -> Option<Row> {
        self.identities_by_name.get(name).copied()
    }

    /// Inserts a row into `machine_identities`; `None` is an SQL null.
    pub fn insert_identity(
        &mut self,
        id: String,
        name: &str,
        description: &str,
        connection_names: Option<&[String]>,
        moments: (i64, i64),
    ) -> Result<Row, String> {
        check_text(name)?;
        check_text(description)?;
        let connection_names = not_null(connection_names)?;
        if self.identity_ids.contains(&id) || self.identities_by_name.contains_key(name) {
            return Err(DUPLICATE.into());
        }
        check_index_row(name)?;
        let row = self.row();
        self.identity_ids.insert(id.clone());
        self.identities_by_name.insert(name.to_owned(), row);
        self.identities.insert(
            row,
            Identity {
                id,
                name: name.to_owned(),
                description: description.to_owned(),
                connection_names,
                attributes: BTreeSet::new(),
                links: BTreeMap::new(),
                created_at: stored(moments.0),
                updated_at: stored(moments.1),
            },
        );
        Ok(row)
    }

    /// Updates a row of `machine_identities`; the links and attributes follow a rename.
    pub fn update_identity(
        &mut self,
        row: Row,
        name: &str,
        description: &str,
        connection_names: Option<&[String]>,
        updated_at: i64,
    ) -> Result<(), String> {
        check_text(name)?;
        check_text(description)?;
        let connection_names = not_null(connection_names)?;
        if self.identity_row(name).is_some_and(|other| other != row) {
            return Err(DUPLICATE.into());
        }
        check_index_row(name)?;
        let Some(identity) = self.identities.get_mut(&row) else {
            return Err("resource not found".into());
        };
        let old_name = std::mem::replace(&mut identity.name, name.to_owned());
        description.clone_into(&mut identity.description);
        identity.connection_names = connection_names;
        identity.updated_at = stored(updated_at);
        self.identities_by_name.remove(&old_name);
        self.identities_by_name.insert(name.to_owned(), row);
        Ok(())
    }

    /// Deletes the identity with its link and attribute rows. The credentials are another table.
    pub fn delete_identity(&mut self, row: Row) {
        if let Some(identity) = self.identities.remove(&row) {
            self.identities_by_name.remove(&identity.name);
            self.identity_ids.remove(&identity.id);
            for attribute in &identity.attributes {
                unindex(&mut self.identities_by_attribute, attribute, row);
            }
            for connection in identity.links.keys() {
                unindex(&mut self.identities_by_link, connection, row);
            }
        }
    }

    /// Links a credential to an identity. On a duplicate the credential stays behind unlinked.
    pub fn link(&mut self, identity: Row, connection: &str, credential: Row) -> Result<(), String> {
        let Some(found) = self.identities.get_mut(&identity) else {
            return Err("violates foreign key constraint".into());
        };
        if found.links.contains_key(connection) {
            return Err(DUPLICATE.into());
        }
        found.links.insert(connection.to_owned(), credential);
        index(&mut self.identities_by_link, connection, identity);
        Ok(())
    }

    /// Revokes the credential behind a link: both rows go. False when there is no such link.
    pub fn revoke(&mut self, identity: Row, connection: &str) -> bool {
        let Some(found) = self.identities.get_mut(&identity) else { return false };
        let Some(credential) = found.links.remove(connection) else { return false };
        self.credentials.remove(&credential);
        unindex(&mut self.identities_by_link, connection, identity);
        true
    }

    /// Replaces the attributes of an identity in one transaction; unknown ones are created (G12).
    pub fn replace_identity_attributes(
        &mut self,
        row: Row,
        names: &[String],
        created_at: &mut dyn FnMut() -> (String, i64),
    ) -> Result<(), String> {
        for name in names {
            check_text(name)?;
        }
        for name in names {
            check_length(name, super::attributes::NAME_LIMIT)?;
        }
        let Some(identity) = self.identities.get_mut(&row) else { return Ok(()) };
        for old in std::mem::take(&mut identity.attributes) {
            unindex(&mut self.identities_by_attribute, &old, row);
        }
        for name in names {
            self.ensure_attribute(name, created_at);
            index(&mut self.identities_by_attribute, name, row);
        }
        if let Some(identity) = self.identities.get_mut(&row) {
            identity.attributes = names.iter().cloned().collect();
        }
        Ok(())
    }

    /// The identities that hold the attribute.
    pub fn identities_with_attribute(&self, name: &str) -> impl Iterator<Item = Row> {
        self.identities_by_attribute.get(name).into_iter().flatten().copied()
    }

    /// The identities with a link for the connection, under exactly that name.
    pub fn identities_with_link(&self, connection: &str) -> impl Iterator<Item = Row> {
        self.identities_by_link.get(connection).into_iter().flatten().copied()
    }

    /// Gives an attribute's identities another name for it; `None` takes it from them.
    pub(super) fn rename_on_identities(&mut self, old: &str, new: Option<&str>) {
        let rows = self.identities_by_attribute.remove(old).unwrap_or_default();
        for row in &rows {
            if let Some(identity) = self.identities.get_mut(row) {
                identity.attributes.remove(old);
                identity.attributes.extend(new.map(str::to_owned));
            }
        }
        if let Some(new) = new.filter(|_| !rows.is_empty()) {
            self.identities_by_attribute.insert(new.to_owned(), rows);
        }
    }
}

fn not_null(connection_names: Option<&[String]>) -> Result<Vec<String>, String> {
    connection_names.map(<[String]>::to_vec).ok_or_else(|| {
        "ERROR: null value in column \"connection_names\" of relation \"machine_identities\" \
         violates not-null constraint (SQLSTATE 23502)"
            .into()
    })
}

/// The unique index on (`org_id`, name) takes rows of 2704 bytes at most (contract §9): 8 bytes of
/// header, 16 of organisation, 4 of length, the name, rounded up to 8.
fn check_index_row(name: &str) -> Result<(), String> {
    const LIMIT: usize = 2704;
    let size = (8 + 16 + 4 + name.len()).next_multiple_of(8);
    if size > LIMIT {
        return Err(format!(
            "ERROR: index row size {size} exceeds btree version 4 maximum {LIMIT} for index \
             \"uq_machine_identities_org_name\" (SQLSTATE 54000)"
        ));
    }
    Ok(())
}
