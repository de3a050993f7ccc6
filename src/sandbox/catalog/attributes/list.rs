//! GET /attributes: always paged; rulepack-owned attributes are left out (G10).

use super::AttributeView;
use crate::sandbox::call::Call;
use crate::sandbox::catalog::page::{Page, contains};
use crate::sandbox::http::{json, message};
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
    // Unlike the connections, a page past the end keeps the right total.
    let shown = page.cut(&found).iter().map(|attribute| AttributeView::stored(attribute));
    json(200, &page.of(found.len(), shown.collect()))
}
