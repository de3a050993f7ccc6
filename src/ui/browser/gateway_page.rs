//! What the gateway's own pages leave in the browser: the cookie of a single sign-on, and the session
//! of its web page (contract §11). Nothing is written here but the end of the cookie.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// Scripts can read it, and cookies ignore the port.
const COOKIE: &str = "hoop_access_token";

/// Where the web page keeps its token.
const SESSION: &str = "jwt-token";

/// Takes the token of a single sign-on out of the gateway's cookie.
pub fn take_cookie() -> Option<String> {
    let document = document().dyn_into::<HtmlDocument>().ok()?;
    let cookies = document.cookie().ok()?;
    let mut values =
        cookies.split("; ").filter_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('='));
    let value = values.next()?.to_owned();
    // It fails for nothing but a document without an origin.
    let _ = document.set_cookie(&format!("{COOKIE}=; Path=/; Max-Age=0; SameSite=Lax"));
    Some(value)
}

/// The token of the web page, where this page has the gateway's own origin.
pub fn session_token() -> Option<String> {
    window().local_storage().ok()??.get_item(SESSION).ok()?
}
