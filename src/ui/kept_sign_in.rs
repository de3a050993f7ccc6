//! "Keep me signed in in this tab": the only place outside memory that may hold a token, and only
//! if the user chose it.

use super::place::Place;
use crate::{gateway::token::AccessToken, ui::browser::storage};

const PLACE: &str = "signed-in-place";

const TOKEN: &str = "signed-in-token";

/// Stores the sign-in for this tab, where any script of this origin can read it.
pub fn keep(place: &Place, token: &AccessToken) {
    storage::keep(PLACE, &place.stored());
    storage::keep(TOKEN, token.to_stored());
}

/// The stored sign-in of this tab.
pub fn kept() -> Option<(Place, AccessToken)> {
    let place = Place::restored(&storage::kept(PLACE)?)?;
    let token = AccessToken::parse(&storage::kept(TOKEN)?).ok()?;
    Some((place, token))
}

/// Whether this tab has a stored sign-in.
pub fn is_kept() -> bool {
    storage::kept(TOKEN).is_some()
}

/// Deletes the stored sign-in of this tab.
pub fn forget() {
    storage::forget(PLACE);
    storage::forget(TOKEN);
}
