//! DELETE /attributes/{name}: reconciles nothing, so no credential is revoked (G3).

use super::MANAGED;
use crate::sandbox::call::Call;
use crate::sandbox::http::{message, respond};
use crate::sandbox::store::Owner;
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let name = match call.parameter(0) {
        Ok(name) => name.to_owned(),
        Err(error) => return message(500, &format!("failed deleting attribute: {error}")),
    };
    match call.store.attribute(&name).map(|stored| stored.owner) {
        None => message(404, "resource not found"),
        Some(Owner::Hoop) => message(400, MANAGED),
        Some(_) => {
            call.store.delete_attribute(&name);
            respond(204, None, Vec::new())
        }
    }
}
