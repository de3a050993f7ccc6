//! PATCH /connections/{nameOrID}: reconciles when it carries attributes (contract §5).

use super::write;
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::sandbox::json::decode::{NameList, Slot, decode};
use crate::sandbox::json::encode::Json;
use crate::sandbox::store::{Connection, NewRow};
use crate::wire::exchange::RawResponse;

/// The fields that a request may set; a missing one is left alone.
#[derive(Default)]
pub struct ConnectionRequest {
    pub name: String,
    command: Option<Vec<String>>,
    reviewers: Option<Vec<String>>,
    texts: [Option<String>; 7],
    pub attributes: Option<Vec<String>>,
}

impl ConnectionRequest {
    /// Reads a body; the error is the message of the 400.
    pub fn read(body: &[u8], go_type: &str) -> Result<Self, String> {
        let mut name = String::new();
        let (mut command, mut reviewers, mut attributes) =
            (NameList::default(), NameList::default(), NameList::default());
        let mut texts: [Option<String>; 7] = Default::default();
        let [kind, subtype, agent_id, connect, exec, runbooks, schema] = &mut texts;
        decode(
            body,
            go_type,
            &mut [
                ("name", Slot::Text(&mut name)),
                ("command", Slot::Names(&mut command)),
                ("type", Slot::OptionalText(kind)),
                ("subtype", Slot::OptionalText(subtype)),
                ("agent_id", Slot::OptionalText(agent_id)),
                ("reviewers", Slot::Names(&mut reviewers)),
                ("access_mode_connect", Slot::OptionalText(connect)),
                ("access_mode_exec", Slot::OptionalText(exec)),
                ("access_mode_runbooks", Slot::OptionalText(runbooks)),
                ("access_schema", Slot::OptionalText(schema)),
                ("attributes", Slot::Names(&mut attributes)),
            ],
        )?;
        Ok(Self {
            name,
            command: command.into_names(),
            reviewers: reviewers.into_names(),
            texts,
            attributes: attributes.into_names(),
        })
    }

    /// Sets what the request carries.
    pub fn apply(&self, connection: &mut Connection) {
        let fields = [
            &mut connection.kind,
            &mut connection.subtype,
            &mut connection.agent_id,
            &mut connection.access_mode_connect,
            &mut connection.access_mode_exec,
            &mut connection.access_mode_runbooks,
            &mut connection.access_schema,
        ];
        for (field, text) in fields.into_iter().zip(&self.texts) {
            if let Some(text) = text {
                field.clone_from(text);
            }
        }
        if let Some(command) = &self.command {
            connection.command.clone_from(command);
        }
        if let Some(reviewers) = &self.reviewers {
            connection.reviewers.clone_from(reviewers);
        }
    }
}

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let mut connection = match call.parameter(0) {
        Ok(name) => match call.store.connection(name) {
            Some(connection) => connection.clone(),
            None => return message(404, "not found"),
        },
        Err(error) => return message(500, &error),
    };
    if connection.managed_by.is_some() {
        return message(400, "unable to update a connection managed by its agent");
    }
    let request = match ConnectionRequest::read(&call.request.body, "ConnectionPatch") {
        Ok(request) => request,
        Err(error) => return message(400, &error),
    };
    let name = connection.name.clone();
    request.apply(&mut connection);
    call.store.put_connection(connection);
    if let Some(attributes) = &request.attributes {
        let written = call
            .store
            .replace_connection_attributes(&name, attributes, &mut || NewRow::draw(call.world));
        if let Err(error) = written {
            return message(500, &error);
        }
        call.provisioner().reconcile_connection(&name);
    }
    match call.store.connection(&name) {
        Some(connection) => {
            json(200, Json::object(|json| write(json, call.store, connection, "null")))
        }
        None => message(404, "not found"),
    }
}
