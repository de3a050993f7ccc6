//! Connections and attributes on the wire (contract §10).

use serde::{Deserialize, Serialize};

use super::{
    json::{self, Unreadable, null_as_default},
    list::{Elements, read_whole},
};
use crate::domain::{
    attribute::Attribute,
    catalog::ListedAttribute,
    connection::{ConnectAccess, Connection, ConnectionName},
    write::{LogFields, ReceiptId},
};

#[derive(Deserialize)]
struct ConnectionBody {
    #[serde(default, deserialize_with = "null_as_default")]
    id: String,
    name: String,
    #[serde(default, rename = "type", deserialize_with = "null_as_default")]
    kind: String,
    #[serde(default, deserialize_with = "null_as_default")]
    subtype: String,
    #[serde(default, deserialize_with = "null_as_default")]
    access_mode_connect: String,
    #[serde(default, deserialize_with = "null_as_default")]
    status: String,
    #[serde(default)]
    managed_by: Option<String>,
}

impl From<ConnectionBody> for Connection {
    fn from(body: ConnectionBody) -> Self {
        Self {
            id: ConnectionName::received(body.id),
            name: ConnectionName::received(body.name),
            kind: body.kind,
            subtype: body.subtype,
            connect: match body.access_mode_connect.as_str() {
                "enabled" => ConnectAccess::Enabled,
                _ => ConnectAccess::Disabled,
            },
            status: body.status,
            is_managed: body.managed_by.is_some_and(|by| !by.is_empty()),
        }
    }
}

/// Reads the answer to `GET /connections` without a page: a bare list of all.
pub fn read_connections(body: &[u8]) -> Result<Vec<Connection>, Unreadable> {
    read_whole(body, read_more_connections)
}

/// Reads a further part of the same answer.
pub fn read_more_connections(list: &mut Elements<'_>) -> Result<Vec<Connection>, Unreadable> {
    list.read_part::<ConnectionBody, _>("a list of connections")
}

#[derive(Deserialize)]
struct AttributeBody {
    name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    description: String,
    #[serde(default)]
    managed_by: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    connection_names: Vec<String>,
}

impl From<AttributeBody> for ListedAttribute {
    fn from(body: AttributeBody) -> Self {
        Self {
            name: Attribute::received(body.name),
            description: body.description,
            managed: body.managed_by.is_some_and(|by| !by.is_empty()),
            connection_names: body
                .connection_names
                .into_iter()
                .map(ConnectionName::received)
                .collect(),
        }
    }
}

#[derive(Deserialize)]
struct PageBody {
    pages: Pages,
    #[serde(default, deserialize_with = "null_as_default")]
    data: Vec<AttributeBody>,
}

#[derive(Deserialize)]
struct Pages {
    total: usize,
}

/// One page of `GET /attributes`, which has no other form (contract §10).
pub struct AttributePage {
    /// How many attributes there are on all pages.
    pub total: usize,
    /// The attributes of this page, in the gateway's order.
    pub attributes: Vec<ListedAttribute>,
}

/// Reads the answer to `GET /attributes`.
pub fn read_attribute_page(body: &[u8]) -> Result<AttributePage, Unreadable> {
    let page: PageBody = json::read(body, "a page of attributes")?;
    Ok(AttributePage {
        total: page.pages.total,
        attributes: page.data.into_iter().map(ListedAttribute::from).collect(),
    })
}

/// Reads the answer to `GET /attributes/{name}`.
pub fn read_attribute(body: &[u8]) -> Result<ListedAttribute, Unreadable> {
    json::read::<AttributeBody>(body, "an attribute").map(ListedAttribute::from)
}

/// The attributes of a connection, those that hoop.dev manages included (contract §10).
#[derive(Deserialize)]
struct CarriedBody {
    /// Read only to check that this is a connection (G17).
    #[serde(rename = "name")]
    _name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    attributes: Vec<String>,
}

/// Reads the attributes from the answer to `GET /connections/{name}`.
pub fn read_carried(body: &[u8]) -> Result<Vec<Attribute>, Unreadable> {
    let body: CarriedBody = json::read(body, "a connection")?;
    Ok(body.attributes.into_iter().map(Attribute::received).collect())
}

#[derive(Serialize)]
struct ResaveBody<'a> {
    attributes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    editor_request: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change_note: Option<&'a str>,
}

/// The body of a `PATCH /connections/{name}` that sets these attributes and nothing else.
pub fn write_carried(attributes: &[Attribute], log: LogFields<'_>) -> Vec<u8> {
    json::write(&ResaveBody {
        attributes: attributes.iter().map(Attribute::as_str).collect(),
        editor_request: log.receipt.map(ReceiptId::as_str),
        change_note: log.reason,
    })
}
