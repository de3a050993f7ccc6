//! PATCH /connections/{nameOrID}: reconciles when it carries attributes (contract §5).

use super::ConnectionView;
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::sandbox::json::Body;
use crate::sandbox::store::{Connection, NewRow};
use crate::wire::exchange::RawResponse;

/// The fields that a request may set; a missing one stays.
pub struct ConnectionRequest {
    pub name: String,
    command: Option<Vec<String>>,
    kind: Option<String>,
    subtype: Option<String>,
    agent_id: Option<String>,
    reviewers: Option<Vec<String>>,
    access_mode_connect: Option<String>,
    access_mode_exec: Option<String>,
    access_mode_runbooks: Option<String>,
    access_schema: Option<String>,
    pub attributes: Option<Vec<String>>,
}

impl ConnectionRequest {
    /// Reads a body; the error is the message of the 400.
    pub fn read(call: &Call<'_>, go_type: &'static str) -> Result<Self, String> {
        let mut body = Body::read(&call.request.body, go_type)?;
        let request = Self {
            name: body.text("name"),
            command: body.names("command"),
            kind: body.optional_text("type"),
            subtype: body.optional_text("subtype"),
            agent_id: body.optional_text("agent_id"),
            reviewers: body.names("reviewers"),
            access_mode_connect: body.optional_text("access_mode_connect"),
            access_mode_exec: body.optional_text("access_mode_exec"),
            access_mode_runbooks: body.optional_text("access_mode_runbooks"),
            access_schema: body.optional_text("access_schema"),
            attributes: body.names("attributes"),
        };
        call.finish(body)?;
        Ok(request)
    }

    /// Sets the fields of the request; attributes are separate rows.
    pub fn apply(&self, connection: &mut Connection) {
        fn set<T: Clone>(field: &mut T, value: &Option<T>) {
            if let Some(value) = value {
                field.clone_from(value);
            }
        }
        set(&mut connection.command, &self.command);
        set(&mut connection.kind, &self.kind);
        set(&mut connection.subtype, &self.subtype);
        set(&mut connection.agent_id, &self.agent_id);
        set(&mut connection.reviewers, &self.reviewers);
        set(&mut connection.access_mode_connect, &self.access_mode_connect);
        set(&mut connection.access_mode_exec, &self.access_mode_exec);
        set(&mut connection.access_mode_runbooks, &self.access_mode_runbooks);
        set(&mut connection.access_schema, &self.access_schema);
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
    let request = match ConnectionRequest::read(call, "ConnectionPatch") {
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
        Some(connection) => json(200, &ConnectionView::single(call.store, connection)),
        None => message(404, "not found"),
    }
}
