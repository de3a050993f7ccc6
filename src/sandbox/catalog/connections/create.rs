//! POST /connections: always reconciles (contract §5, "Reconciliation elsewhere").

use super::patch::ConnectionRequest;
use super::{ConnectionView, has_name_form};
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::sandbox::store::{Connection, NewRow, check_length, random_uuid};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let request = match ConnectionRequest::read(call, "Connection") {
        Ok(request) => request,
        Err(error) => return message(400, &error),
    };
    let name = request.name.clone();
    if !has_name_form(&name, 2, 253) {
        return message(
            422,
            "resource name must contain between 3 and 254 alphanumeric characters, it may include \
             (-), (_) or (.) characters",
        );
    }
    if let Err(error) = check_length(&name, 254) {
        return message(500, &error);
    }
    if call.store.connection(&name).is_some() {
        return message(409, "Connection already exists.");
    }
    let mut connection = Connection {
        id: random_uuid(call.world),
        name: name.clone(),
        resource_name: name.clone(),
        status: "offline".into(),
        ..Connection::default()
    };
    request.apply(&mut connection);
    call.store.put_connection(connection);
    let attributes = request.attributes.unwrap_or_default();
    let written = call
        .store
        .replace_connection_attributes(&name, &attributes, &mut || NewRow::draw(call.world));
    if let Err(error) = written {
        return message(500, &error);
    }
    call.provisioner().reconcile_connection(&name);
    match call.store.connection(&name) {
        Some(connection) => json(201, &ConnectionView::single(call.store, connection)),
        None => message(404, "not found"),
    }
}
