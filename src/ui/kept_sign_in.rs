//! "Keep me signed in in this tab", and the session of the gateway's own web page: the two places
//! outside of memory where a token may be, each only if the user chose it.

use leptos::prelude::*;

use super::place::Place;
use crate::{gateway::token::AccessToken, ui::browser::storage};

const PLACE: &str = "signed-in-place";

const TOKEN: &str = "signed-in-token";

/// Where the gateway's own web page keeps its token (contract §11).
const WEB_PAGE_KEY: &str = "jwt-token";

/// Keeps the sign-in for this tab: any script of this origin can read it there.
pub fn keep(place: &Place, token: &AccessToken) {
    storage::keep(PLACE, &place.stored());
    storage::keep(TOKEN, token.to_stored());
}

/// The sign-in that this tab keeps.
pub fn kept() -> Option<(Place, AccessToken)> {
    let place = Place::restored(&storage::kept(PLACE)?)?;
    let token = AccessToken::parse(&storage::kept(TOKEN)?).ok()?;
    Some((place, token))
}

/// Whether this tab keeps a sign-in.
pub fn is_kept() -> bool {
    storage::kept(TOKEN).is_some()
}

/// Forgets the sign-in of this tab.
pub fn forget() {
    storage::forget(PLACE);
    storage::forget(TOKEN);
}

/// The token of the gateway's own web page, where this page is served from the same origin.
pub fn of_web_page() -> Option<AccessToken> {
    let token = window().local_storage().ok()??.get_item(WEB_PAGE_KEY).ok()??;
    AccessToken::parse(&token).ok()
}
