//! POST /attributes: refusals are 500, a taken name included; reconciles (contract §5, §10).

use super::{AttributeRequest, AttributeView};
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::sandbox::store::{NewRow, Owner};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let request = match AttributeRequest::read(call) {
        Ok(request) => request,
        Err(error) => return message(400, &error),
    };
    let new = NewRow::draw(call.world);
    let taken = call.store.attribute(&request.name).is_some();
    let written = match request.change() {
        // The attribute's row is written before its rules, so a taken name is reported first.
        Err(_) if taken => Err("duplicated key not allowed".into()),
        change => {
            change.and_then(|change| call.store.insert_attribute(&change, Owner::Organisation, new))
        }
    };
    if let Err(error) = written {
        return message(500, &format!("failed creating attribute: {error}"));
    }
    let connections = request.connection_names.as_deref().unwrap_or_default();
    call.provisioner().reconcile_attribute(&request.name, connections);
    match call.store.attribute(&request.name) {
        Some(stored) => json(201, &AttributeView::echo(stored, &request)),
        None => message(500, "failed creating attribute: record not found"),
    }
}
