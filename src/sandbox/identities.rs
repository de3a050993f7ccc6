//! `/machineidentities`: what its five endpoints share.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;
pub(super) mod update;

use super::json::decode::{NameList, Slot, decode};
use super::json::encode::Json;
use super::store::{Identity, IdentityColumns};

/// The body of POST and PUT (contract §3).
struct IdentityRequest {
    columns: IdentityColumns,
    attributes: Vec<String>,
}

impl IdentityRequest {
    /// Reads a body; the error is the message of the 400.
    fn read(body: &[u8]) -> Result<Self, String> {
        let (mut id, mut name, mut description) = (String::new(), String::new(), String::new());
        let (mut connection_names, mut attributes) = (NameList::default(), NameList::default());
        decode(
            body,
            "MachineIdentity",
            &mut [
                ("id", Slot::Text(&mut id)),
                ("name", Slot::Text(&mut name)),
                ("description", Slot::Text(&mut description)),
                ("connection_names", Slot::Names(&mut connection_names)),
                ("attributes", Slot::Names(&mut attributes)),
                ("created_at", Slot::Moment),
                ("updated_at", Slot::Moment),
            ],
        )?;
        if name.is_empty() {
            return Err("Key: 'MachineIdentity.Name' Error:Field validation for 'Name' failed on \
                        the 'required' tag"
                .into());
        }
        Ok(Self {
            columns: IdentityColumns {
                name,
                description,
                connection_names: connection_names.into_names(),
            },
            attributes: attributes.into_names().unwrap_or_default(),
        })
    }
}

/// The fields of an identity, in the gateway's order.
struct Shown<'a, A> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    connection_names: &'a [String],
    attributes: A,
    created_at: &'a str,
    updated_at: &'a str,
}

impl<'a, A: IntoIterator<Item = &'a String>> Shown<'a, A> {
    fn write(self, json: &mut Json) {
        json.text("id", self.id);
        json.text("name", self.name);
        json.text("description", self.description);
        json.names("connection_names", self.connection_names);
        json.names("attributes", self.attributes);
        json.text("created_at", self.created_at);
        json.text("updated_at", self.updated_at);
    }
}

/// Writes a stored identity, as both GET routes show it.
fn write_stored(json: &mut Json, identity: &Identity) {
    Shown {
        id: &identity.id,
        name: &identity.name,
        description: &identity.description,
        connection_names: &identity.connection_names,
        attributes: &identity.attributes,
        created_at: &super::json::instant(identity.created_at),
        updated_at: &super::json::instant(identity.updated_at),
    }
    .write(json);
}
