//! `machine_identities`, `machine_identity_credentials` and `machine_identities_attributes`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    NewRow, Row, Store, check_length, check_text, database::DUPLICATE, index, stored, unindex,
};

/// A machine identity with its dependent rows.
pub struct Identity {
    pub id: String,
    pub columns: IdentityColumns,
    /// By name, whatever order they were sent in: the gateway defines none (contract §3).
    pub attributes: BTreeSet<String>,
    /// The rows of `machine_identity_credentials`: connection name as sent, to credential. The name
    /// is unique, the cause of G2 and G5.
    pub links: BTreeMap<String, Row>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// The columns of `machine_identities` that a request writes.
#[derive(Clone)]
pub struct IdentityColumns {
    pub name: String,
    pub description: String,
    /// `None` is an SQL null, which the table refuses (G1).
    pub connection_names: Option<Vec<String>>,
}

impl IdentityColumns {
    /// The connection names, if any.
    pub fn listed(&self) -> &[String] {
        self.connection_names.as_deref().unwrap_or_default()
    }

    fn check(&self) -> Result<(), String> {
        // No `..`: a column that is added is checked too.
        let Self { name, description, connection_names } = self;
        check_text(name)?;
        check_text(description)?;
        if connection_names.is_none() {
            return Err("ERROR: null value in column \"connection_names\" of relation \
                        \"machine_identities\" violates not-null constraint (SQLSTATE 23502)"
                .into());
        }
        Ok(())
    }
}

/// A row to insert into `machine_identities`.
pub struct NewIdentity<'a> {
    pub id: String,
    pub columns: &'a IdentityColumns,
    /// Nanoseconds since 1970, like `updated_at`.
    pub created_at: i64,
    pub updated_at: i64,
}

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

    /// Inserts a row into `machine_identities`.
    pub fn insert_identity(&mut self, new: NewIdentity<'_>) -> Result<Row, String> {
        let NewIdentity { id, columns, created_at, updated_at } = new;
        columns.check()?;
        let name = &columns.name;
        if self.identity_ids.contains(&id) || self.identities_by_name.contains_key(name) {
            return Err(DUPLICATE.into());
        }
        check_index_row(name)?;
        let row = self.row();
        self.identity_ids.insert(id.clone());
        self.identities_by_name.insert(name.clone(), row);
        self.identities.insert(
            row,
            Identity {
                id,
                columns: columns.clone(),
                attributes: BTreeSet::new(),
                links: BTreeMap::new(),
                created_at: stored(created_at),
                updated_at: stored(updated_at),
            },
        );
        Ok(row)
    }

    /// Updates a row of `machine_identities`; the links and attributes follow a rename.
    pub fn update_identity(
        &mut self,
        row: Row,
        columns: &IdentityColumns,
        updated_at: i64,
    ) -> Result<(), String> {
        columns.check()?;
        let name = &columns.name;
        if self.identity_row(name).is_some_and(|other| other != row) {
            return Err(DUPLICATE.into());
        }
        check_index_row(name)?;
        let Some(identity) = self.identities.get_mut(&row) else {
            return Err("resource not found".into());
        };
        let old_name = std::mem::replace(&mut identity.columns, columns.clone()).name;
        identity.updated_at = stored(updated_at);
        self.identities_by_name.remove(&old_name);
        self.identities_by_name.insert(name.clone(), row);
        Ok(())
    }

    /// Deletes the identity with its links and attribute rows. Credentials are a separate table.
    pub fn delete_identity(&mut self, row: Row) {
        if let Some(identity) = self.identities.remove(&row) {
            self.identities_by_name.remove(&identity.columns.name);
            self.identity_ids.remove(&identity.id);
            for attribute in &identity.attributes {
                unindex(&mut self.identities_by_attribute, attribute, row);
            }
            for connection in identity.links.keys() {
                unindex(&mut self.identities_by_link, connection, row);
            }
        }
    }

    /// Links a credential to an identity. On a duplicate the credential remains unlinked.
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

    /// Revokes the credential of a link: deletes both rows and ends its session entry at `moment`.
    /// False when there is no such link.
    pub fn revoke(&mut self, identity: Row, connection: &str, moment: i64) -> bool {
        let Some(found) = self.identities.get_mut(&identity) else { return false };
        let Some(credential) = found.links.remove(connection) else { return false };
        if let Some(credential) = self.credentials.remove(&credential) {
            self.end_issue(&credential.session, stored(moment));
        }
        unindex(&mut self.identities_by_link, connection, identity);
        true
    }

    /// Replaces the attributes of an identity in one transaction; unknown ones are created (G12).
    pub fn replace_identity_attributes(
        &mut self,
        row: Row,
        names: &[String],
        new_row: &mut dyn FnMut() -> NewRow,
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
            self.ensure_attribute(name, new_row);
            index(&mut self.identities_by_attribute, name, row);
        }
        if let Some(identity) = self.identities.get_mut(&row) {
            identity.attributes = names.iter().cloned().collect();
        }
        Ok(())
    }

    /// The identities with the attribute.
    pub fn identities_with_attribute(&self, name: &str) -> impl Iterator<Item = Row> {
        self.identities_by_attribute.get(name).into_iter().flatten().copied()
    }

    /// The identities that link the connection under exactly this name.
    pub fn identities_with_link(&self, connection: &str) -> impl Iterator<Item = Row> {
        self.identities_by_link.get(connection).into_iter().flatten().copied()
    }

    /// Renames an attribute on its identities; `None` removes it.
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

/// The unique index on (`org_id`, name) limits rows to 2704 bytes (contract §9): 8 bytes of header,
/// 16 of organization, 4 of length, the name, rounded up to 8.
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
