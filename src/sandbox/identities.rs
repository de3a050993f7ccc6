//! `/machineidentities` and `/machineidentities/{name}` (contract §4, §5).

use serde_json::{Value, json};

use super::store::IdentityRow;
use crate::sandbox::body;

pub mod create;
pub mod update;

use super::{engine::Reply, store::Store};

/// `GET /machineidentities`: newest first, no pages.
pub fn list(store: &Store) -> Reply {
    let mut rows: Vec<&IdentityRow> = store.identities.values().collect();
    rows.sort_by(|a, b| b.created_at.cmp(&a.created_at).then_with(|| a.name.cmp(&b.name)));
    body::json(200, &Value::from(rows.into_iter().map(show).collect::<Vec<_>>()))
}

/// `GET /machineidentities/{name}`.
pub fn get(store: &Store, name: &str) -> Reply {
    match store.identity(name) {
        Some(row) => body::json(200, &show(row)),
        None => body::message(404, "machine identity not found"),
    }
}

/// `DELETE /machineidentities/{name}`: revokes every credential; does not reconcile.
pub fn delete(store: &mut Store, name: &str) -> Reply {
    match store.names.remove(name) {
        Some(id) => {
            store.identities.remove(&id);
            body::message(200, "machine identity deleted")
        }
        None => body::message(404, "machine identity not found"),
    }
}

fn show(row: &IdentityRow) -> Value {
    json!({
        "id": row.id.to_string(),
        "name": row.name,
        "description": row.description,
        "connection_names": row.connection_names,
        "attributes": row.attributes,
        "created_at": body::time(row.created_at),
        "updated_at": body::time(row.updated_at),
    })
}

/// What keeps the database from storing a text: U+0000 (contract §9).
fn nul(texts: &[&str]) -> Option<&'static str> {
    texts
        .iter()
        .any(|text| text.contains('\0'))
        .then_some("ERROR: invalid byte sequence for encoding \"UTF8\": 0x00 (SQLSTATE 22021)")
}

/// What keeps the database from storing attributes (contract §9).
fn attribute_refusal(attributes: &[String]) -> Option<String> {
    if attributes
        .iter()
        .any(|name| name.chars().count() > crate::domain::attribute::ATTRIBUTE_LIMIT)
    {
        return Some(
            "ERROR: value too long for type character varying(255) (SQLSTATE 22001)".to_owned(),
        );
    }
    nul(&attributes.iter().map(String::as_str).collect::<Vec<_>>()).map(str::to_owned)
}

/// A list of credentials as a POST or PUT answers it: `null` when there are none (G14).
fn or_null(credentials: Vec<Value>) -> Value {
    if credentials.is_empty() { Value::Null } else { Value::from(credentials) }
}
