//! The functions that the element's script provides.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::gateway::token::AccessToken;

#[wasm_bindgen]
extern "C" {
    /// The `hooks` object of `element.js`.
    #[derive(Clone)]
    pub type Hooks;

    /// Fires an event on the element; false when the page cancelled it.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Hooks, name: &str, detail: JsValue) -> bool;

    /// Asks the page for a token for `origin`; never rejects.
    #[wasm_bindgen(method, js_name = getToken)]
    fn get_token(this: &Hooks, origin: &str, reason: &str) -> Promise;

    /// The loader of the sandbox.
    #[wasm_bindgen(method, getter, js_name = loadSandbox)]
    pub fn load_sandbox(this: &Hooks) -> js_sys::Function;

    /// The answer that was requested while the program was loading, if any.
    #[wasm_bindgen(method)]
    pub fn take(this: &Hooks, url: &str, authorization: &str) -> Option<Promise>;
}

/// The page's answer to a request for a token.
pub enum PageToken {
    /// A usable token.
    Token(AccessToken),
    /// The page has none at the moment.
    None,
    /// The page's function failed, timed out or returned something else; the text says which.
    Fault(String),
}

impl Hooks {
    /// Asks the page for a token.
    pub async fn token(&self, origin: &str, reason: &str) -> PageToken {
        let Ok(answer) = JsFuture::from(self.get_token(origin, reason)).await else {
            return PageToken::None;
        };
        let text = |key: &str| {
            Reflect::get(answer.unchecked_ref::<Object>(), &key.into()).ok()?.as_string()
        };
        match (text("token"), text("fault")) {
            (Some(token), _) => match AccessToken::parse(&token) {
                Ok(token) => PageToken::Token(token),
                Err(error) => PageToken::Fault(format!("gave an unusable token: {error}.")),
            },
            (None, Some(fault)) => PageToken::Fault(fault),
            (None, None) => PageToken::None,
        }
    }
}
