//! "Keep me signed in in this tab": the one place outside of memory where a token may be, and only if
//! the user chose it.

use super::place::Place;
use crate::{gateway::token::AccessToken, ui::browser::storage};

const PLACE: &str = "signed-in-place";

const TOKEN: &str = "signed-in-token";

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
