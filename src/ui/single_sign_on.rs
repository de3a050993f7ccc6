//! Single sign-on: the whole page goes to the identity provider, and comes back with a token
//! (contract §11).

use leptos::prelude::*;

use super::place::Place;
use crate::{
    gateway::{calls::GetLoginUrl, error::GatewayError, token::AccessToken},
    ui::browser::{address, gateway_page, storage},
    wire::session::AuthMethod,
};

/// Which gateway this tab went to sign in to. A token that comes back without it was meant for
/// another page, or was planted.
const PLACE: &str = "single-sign-on-place";

/// The fragment that was shown, which the redirect can't carry: the gateway would write the token
/// behind it.
const FRAGMENT: &str = "single-sign-on-fragment";

/// Whether the user chose to stay signed in in this tab.
const KEEPS: &str = "single-sign-on-keeps";

/// Whether users of the gateway sign in through an identity provider.
pub fn is_used_by(method: &AuthMethod) -> bool {
    matches!(method, AuthMethod::OpenId | AuthMethod::Saml)
}

/// Whether the way back leads here: the gateway sends users only to pages of its own host name.
pub fn can_return_from(place: &Place) -> bool {
    match place {
        Place::ThisSite => true,
        Place::Address(base) => {
            let own = window().location().hostname().unwrap_or_default();
            address::host_name(base.origin()).is_some_and(|host| host == own)
        }
        Place::Sandbox(_) => false,
    }
}

/// The question where to go, for [`leave_for`].
pub fn question(method: &AuthMethod) -> GetLoginUrl {
    GetLoginUrl { is_saml: *method == AuthMethod::Saml, redirect: address::without_query() }
}

/// Leaves for the identity provider.
///
/// # Errors
/// If the gateway's answer isn't a web address: it isn't trusted with one such as `javascript:`.
pub fn leave_for(url: &str, place: &Place, is_kept: bool) -> Result<(), GatewayError> {
    if !address::is_web(url) {
        return Err(GatewayError::NotTheApi { status: 200 });
    }
    storage::keep(PLACE, &place.stored());
    storage::keep(FRAGMENT, &window().location().hash().unwrap_or_default());
    if is_kept {
        storage::keep(KEEPS, "");
    }
    // It fails for nothing but a document that is being left.
    let _ = window().location().assign(url);
    Ok(())
}

/// What a user came back with.
pub enum Returned {
    /// Signed in.
    Token { place: Place, token: AccessToken, is_kept: bool },
    /// The gateway's word for what went wrong; `None` where nothing came with the user.
    Refused(Option<String>),
}

/// What this page was entered with, if this tab began a single sign-on. Afterwards neither the
/// address bar nor the cookie has the token.
pub fn returned() -> Option<Returned> {
    let parameters = address::take_parameters(["token", "error"]);
    let place = storage::kept(PLACE)?;
    let fragment = storage::kept(FRAGMENT).unwrap_or_default();
    let is_kept = storage::kept(KEEPS).is_some();
    for key in [PLACE, FRAGMENT, KEEPS] {
        storage::forget(key);
    }
    address::replace_fragment(&fragment);
    let [token, error] = parameters;
    let token =
        gateway_page::take_cookie().or(token).and_then(|token| AccessToken::parse(&token).ok());
    Some(match (Place::restored(&place), token) {
        (Some(place), Some(token)) => Returned::Token { place, token, is_kept },
        _ => Returned::Refused(error),
    })
}
