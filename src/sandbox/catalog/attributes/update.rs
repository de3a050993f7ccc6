//! PUT /attributes/{name}: may rename, keeps omitted lists, reconciles (contract §5, §10).

use super::{AttributeRequest, AttributeView, MANAGED};
use crate::sandbox::call::Call;
use crate::sandbox::http::{json, message};
use crate::sandbox::store::Owner;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let request = match AttributeRequest::read(call) {
        Ok(request) => request,
        Err(error) => return message(400, &error),
    };
    let name = match call.parameter(0) {
        Ok(name) => name.to_owned(),
        Err(error) => return message(500, &format!("failed fetching attribute: {error}")),
    };
    match call.store.attribute(&name).map(|stored| stored.owner) {
        None => return message(404, "resource not found"),
        Some(Owner::Hoop) => return message(400, MANAGED),
        Some(_) => {}
    }
    let written = request.change().and_then(|change| call.store.update_attribute(&name, &change));
    if let Err(error) = written {
        return message(500, &format!("failed updating attribute: {error}"));
    }
    let connections = request.connection_names.as_deref().unwrap_or_default();
    call.provisioner().reconcile_attribute(&request.name, connections);
    match call.store.attribute(&request.name) {
        Some(stored) => json(200, &AttributeView::echo(stored, &request)),
        None => message(404, "resource not found"),
    }
}
