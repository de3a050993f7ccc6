//! `/machineidentities`: shared by its five endpoints.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;
pub(super) mod update;

use serde::Serialize;

use super::call::Call;
use super::json::{Body, instant};
use super::store::{Identity, IdentityColumns};

/// The body of POST and PUT (contract §3).
struct IdentityRequest {
    columns: IdentityColumns,
    attributes: Vec<String>,
}

impl IdentityRequest {
    /// Reads a body; the error is the message of the 400.
    fn read(call: &Call<'_>) -> Result<Self, String> {
        let mut body = Body::read(&call.request.body, "MachineIdentity")?;
        body.text("id");
        let columns = IdentityColumns {
            name: body.text("name"),
            description: body.text("description"),
            connection_names: body.names("connection_names"),
        };
        let attributes = body.names("attributes").unwrap_or_default();
        body.moment("created_at");
        body.moment("updated_at");
        call.finish(body)?;
        if columns.name.is_empty() {
            return Err("Key: 'MachineIdentity.Name' Error:Field validation for 'Name' failed on \
                        the 'required' tag"
                .into());
        }
        Ok(Self { columns, attributes })
    }
}

/// The fields of an identity, in the gateway's order.
#[derive(Serialize)]
struct IdentityView<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    connection_names: &'a [String],
    attributes: Vec<&'a String>,
    created_at: String,
    updated_at: String,
}

impl<'a> IdentityView<'a> {
    /// A stored identity, as both GET routes show it.
    fn stored(identity: &'a Identity) -> Self {
        // No `..`: what a row is given is answered too. The links are its credentials.
        let Identity { id, columns, attributes, links: _, created_at, updated_at } = identity;
        let moments = (instant(*created_at), instant(*updated_at));
        Self::new(id, columns, attributes.iter().collect(), moments)
    }

    /// The echo of a request, duplicates included (contract §3).
    fn echo(
        id: &'a str,
        request: &'a IdentityRequest,
        created_at: String,
        updated_at: String,
    ) -> Self {
        let IdentityRequest { columns, attributes } = request;
        Self::new(id, columns, attributes.iter().collect(), (created_at, updated_at))
    }

    fn new(
        id: &'a str,
        columns: &'a IdentityColumns,
        attributes: Vec<&'a String>,
        (created_at, updated_at): (String, String),
    ) -> Self {
        // No `..`: a column that is added is answered too.
        let IdentityColumns { name, description, connection_names: _ } = columns;
        let connection_names = columns.listed();
        Self { id, name, description, connection_names, attributes, created_at, updated_at }
    }
}
