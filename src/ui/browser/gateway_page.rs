//! What the gateway's own pages store in the browser: the cookie of a single sign-on, and the
//! session of its web app (contract §11). The only write here removes the cookie.

use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

use crate::ui::reactive::*;

/// Readable by scripts; cookies ignore the port.
const COOKIE: &str = "hoop_access_token";

/// Where the web app stores its token.
const SESSION: &str = "jwt-token";

/// Takes the token of a single sign-on from the gateway's cookie, and removes the cookie.
pub fn take_cookie() -> Option<String> {
    let document = document().dyn_into::<HtmlDocument>().ok()?;
    let cookies = document.cookie().ok()?;
    let mut values =
        cookies.split("; ").filter_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('='));
    let value = values.next()?.to_owned();
    // Fails only for a document without an origin.
    let _ = document.set_cookie(&format!("{COOKIE}=; Path=/; Max-Age=0; SameSite=Lax"));
    Some(value)
}

/// The token of the web app, where this page has the gateway's own origin.
pub fn session_token() -> Option<String> {
    window().local_storage().ok()??.get_item(SESSION).ok()?
}
