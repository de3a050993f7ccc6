//! GET /attributes: always paged; rulepack-owned attributes are left out (G10).

use super::write_stored;
use crate::sandbox::call::Call;
use crate::sandbox::catalog::page::{Page, contains};
use crate::sandbox::http::{json, message};
use crate::sandbox::json::encode::Json;
use crate::sandbox::store::{Attribute, Owner};
use crate::wire::exchange::RawResponse;

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let page = match Page::parse(call.target) {
        Ok(page) => page,
        Err(error) => return message(422, error),
    };
    let search = call.target.query("search");
    let found: Vec<&Attribute> = call
        .store
        .attributes()
        .filter(|attribute| attribute.owner != Owner::Rulepack)
        .filter(|attribute| search.is_empty() || contains(&attribute.name, &search))
        .collect();
    json(
        200,
        Json::object(|json| {
            // Unlike the connections, a page past the end keeps the right total.
            page.write(json, found.len());
            json.list("data", page.cut(&found), |json, attribute| {
                json.entry(|json| write_stored(json, attribute));
            });
        }),
    )
}
