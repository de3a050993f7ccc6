//! Identities on the wire (contract §3, §4).

use serde::{Deserialize, Serialize};

use super::{
    credential::CredentialBody,
    json::{self, Unreadable, null_as_default},
    list::{Elements, read_whole},
};
use crate::domain::{
    attribute::Attribute,
    collect::sort,
    connection::ConnectionName,
    credential::Credential,
    draft::{IdentitySpec, PerField},
    identity::{Identity, Timestamp},
    name::IdentityName,
    write::{LogFields, ReceiptId},
};

/// The body of a PUT or POST. Every field is always sent: a missing list makes the gateway
/// revoke (G1), and a missing description clears it (G11).
#[derive(Serialize)]
struct SpecBody<'a> {
    name: &'a str,
    description: &'a str,
    connection_names: Vec<&'a str>,
    attributes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    editor_request: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change_note: Option<&'a str>,
}

/// The request body that asks for `spec`, with what the audit log is to store of the write.
pub fn write_spec(spec: &IdentitySpec, log: LogFields<'_>) -> Vec<u8> {
    // No `..`: a field that is added is sent too.
    let PerField { name, description, connection_names, attributes } =
        spec.borrowed().as_strs().map_alike(|text| text, |list| list.collect());
    json::write(&SpecBody {
        name,
        description,
        connection_names,
        attributes,
        editor_request: log.receipt.map(ReceiptId::as_str),
        change_note: log.reason,
    })
}

#[derive(Deserialize)]
struct IdentityBody {
    id: String,
    name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    description: String,
    #[serde(default, deserialize_with = "null_as_default")]
    connection_names: Vec<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    attributes: Vec<String>,
    created_at: String,
    updated_at: String,
}

impl From<IdentityBody> for Identity {
    fn from(body: IdentityBody) -> Self {
        let mut attributes: Vec<_> = body.attributes.into_iter().map(Attribute::received).collect();
        sort(&mut attributes, Ord::cmp);
        Self {
            id: body.id,
            name: IdentityName::received(body.name),
            description: body.description,
            connection_names: body
                .connection_names
                .into_iter()
                .map(ConnectionName::received)
                .collect(),
            attributes,
            created_at: Timestamp::received(body.created_at),
            updated_at: Timestamp::received(body.updated_at),
        }
    }
}

/// Reads the answer to `GET /machineidentities/{name}`.
pub fn read_identity(body: &[u8]) -> Result<Identity, Unreadable> {
    json::read::<IdentityBody>(body, "an identity").map(Identity::from)
}

/// Reads the answer to `GET /machineidentities`.
pub fn read_identities(body: &[u8]) -> Result<Vec<Identity>, Unreadable> {
    read_whole(body, read_more_identities)
}

/// Reads a further part of the same answer.
pub fn read_more_identities(list: &mut Elements<'_>) -> Result<Vec<Identity>, Unreadable> {
    list.read_part::<IdentityBody, _>("a list of identities")
}

/// The part of the answer to a PUT that can be trusted: the new credentials. Its timestamps are
/// zero and the rest repeats the request (G13), so it isn't read as an [`Identity`].
#[derive(Deserialize)]
struct SavedBody {
    /// Read only to check that the gateway answered (G17).
    #[serde(rename = "id")]
    _id: String,
    #[serde(default, deserialize_with = "null_as_default")]
    new_credentials: Vec<CredentialBody>,
}

/// The answer to a POST, read only to check that the gateway answered (G17).
#[derive(Deserialize)]
struct CreatedBody {
    #[serde(rename = "id")]
    _id: String,
}

/// Reads the answer to `POST /machineidentities`.
pub fn read_created(body: &[u8]) -> Result<(), Unreadable> {
    json::read::<CreatedBody>(body, "a created identity").map(|_| ())
}

/// The answer to a DELETE, read only to check that the gateway answered (G17).
#[derive(Deserialize)]
struct DeletedBody {
    #[serde(rename = "message")]
    _message: String,
}

/// Reads the answer to `DELETE /machineidentities/{name}`.
pub fn read_deleted(body: &[u8]) -> Result<(), Unreadable> {
    json::read::<DeletedBody>(body, "the answer to a deletion").map(|_| ())
}

/// Reads the answer to `PUT /machineidentities/{name}`: the credentials that the save created.
pub fn read_saved(body: &[u8]) -> Result<Vec<Credential>, Unreadable> {
    let saved: SavedBody = json::read(body, "the answer to a save")?;
    Ok(saved.new_credentials.into_iter().map(Credential::from).collect())
}
