//! Single sign-on: the page navigates to the identity provider, and returns with a token (contract
//! §11).

use super::place::Place;
use crate::ui::reactive::*;
use crate::{
    gateway::{calls::GetLoginUrl, error::GatewayError, token::AccessToken},
    ui::browser::{address, gateway_page, storage},
    wire::session::AuthMethod,
};

/// The gateway that this tab left to sign in to. A token that arrives without it was meant for
/// another page, or was planted.
const PLACE: &str = "single-sign-on-place";

/// The fragment before leaving, which the redirect can't carry: the gateway would append the token
/// to it.
const FRAGMENT: &str = "single-sign-on-fragment";

/// Whether the user chose to stay signed in in this tab.
const KEEPS: &str = "single-sign-on-keeps";

/// Whether users of the gateway sign in through an identity provider.
pub fn is_used_by(method: &AuthMethod) -> bool {
    matches!(method, AuthMethod::OpenId | AuthMethod::Saml)
}

/// Whether the redirect can return here: the gateway only redirects to pages of its own host name.
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

/// Requests the URL for [`leave_for`].
pub fn question(method: &AuthMethod) -> GetLoginUrl {
    GetLoginUrl { is_saml: *method == AuthMethod::Saml, redirect: address::without_query() }
}

/// Navigates to the identity provider.
///
/// # Errors
/// If the gateway's answer isn't an `http` or `https` URL, for example `javascript:`.
pub fn leave_for(url: &str, place: &Place, is_kept: bool) -> Result<(), GatewayError> {
    if !address::is_web(url) {
        return Err(GatewayError::NotTheApi { status: 200 });
    }
    storage::keep(PLACE, &place.stored());
    storage::keep(FRAGMENT, &window().location().hash().unwrap_or_default());
    match is_kept {
        true => storage::keep(KEEPS, ""),
        false => storage::forget(KEEPS),
    }
    // One of an earlier sign-on would pass for the outcome of this one.
    gateway_page::take_cookie();
    // Fails only while the document is being unloaded.
    let _ = window().location().assign(url);
    Ok(())
}

/// The outcome of a single sign-on.
pub enum Returned {
    /// Signed in.
    Token { place: Place, token: AccessToken, is_kept: bool },
    /// The gateway's message; `None` if the redirect carried nothing.
    Refused(Option<String>),
}

/// What this page was opened with, if this tab started a single sign-on. Removes the token from the
/// URL and from the cookie.
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
    let cookie = gateway_page::take_cookie();
    // The gateway also sets the cookie of a user whom it then refuses.
    let token = token.or(cookie).filter(|_| error.is_none());
    let token = token.and_then(|token| AccessToken::parse(&token).ok());
    Some(match (Place::restored(&place), token) {
        (Some(place), Some(token)) => Returned::Token { place, token, is_kept },
        _ => Returned::Refused(error),
    })
}
