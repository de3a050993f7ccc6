//! What the browser reveals about why a server can't be reached.

use js_sys::{Array, Function, Object, Promise, Reflect};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::Url;

use crate::ui::reactive::*;

/// Whether the browser reports that it is offline. Online doesn't mean that a server is reachable.
pub fn is_offline() -> bool {
    let on_line = Reflect::get(&window().navigator(), &"onLine".into());
    on_line.is_ok_and(|on_line| on_line == JsValue::FALSE)
}

/// Whether browsers block requests to `url` because this page uses `https:`.
pub fn is_mixed(url: &str) -> bool {
    let page = window().location().protocol().unwrap_or_default();
    let Ok(url) = Url::new(url) else { return false };
    page == "https:" && url.protocol() == "http:" && !is_own_machine(&url.hostname())
}

/// Whether a host name refers to the machine that the browser runs on.
pub fn is_own_machine(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host.starts_with("127.")
        || host.ends_with(".localhost")
}

/// Whether this page was denied access to the local network and `url` names a local host. `false` in
/// engines without that permission.
pub async fn is_local_network_denied(url: &str) -> bool {
    let Ok(url) = Url::new(url) else { return false };
    if !is_local(&url.hostname()) || is_local(&window().location().hostname().unwrap_or_default()) {
        return false;
    }
    for name in LOCAL_NETWORK {
        if permission(name).await.is_ok_and(|state| state == "denied") {
            return true;
        }
    }
    false
}

/// The permission's original name, and the two that replaced it.
const LOCAL_NETWORK: [&str; 3] = ["local-network-access", "loopback-network", "local-network"];

fn is_local(host: &str) -> bool {
    let parts: Vec<u8> = host.split('.').filter_map(|part| part.parse().ok()).collect();
    let is_private =
        matches!(parts[..], [10, ..] | [192, 168, ..] | [169, 254, ..] | [172, 16..=31, ..])
            && parts.len() == 4;
    is_private || is_own_machine(host) || host.ends_with(".local") || host.starts_with("[f")
}

async fn permission(name: &str) -> Result<String, JsValue> {
    let permissions = Reflect::get(&window().navigator(), &"permissions".into())?;
    let query: Function = Reflect::get(&permissions, &"query".into())?.dyn_into()?;
    let descriptor = Object::new();
    Reflect::set(&descriptor, &"name".into(), &name.into())?;
    let asked: Promise = query.call1(&permissions, &descriptor)?.dyn_into()?;
    let state = Reflect::get(&JsFuture::from(asked).await?, &"state".into())?;
    Ok(state.as_string().unwrap_or_default())
}

/// Whether anything answers at `url`, even if this page may not read the response.
pub async fn answers_unreadably(url: &str) -> bool {
    let options = Object::new();
    for (name, value) in [
        ("mode", "no-cors"),
        ("credentials", "omit"),
        ("cache", "no-store"),
        ("referrerPolicy", "no-referrer"),
    ] {
        // Setting a property of a plain object succeeds.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let Ok(fetch) = Reflect::get(&window(), &"fetch".into()) else { return false };
    let arguments = Array::of2(&url.into(), &options);
    let asked = fetch.unchecked_into::<Function>().apply(&window(), &arguments);
    match asked.map(JsValue::unchecked_into::<Promise>) {
        Ok(asked) => JsFuture::from(asked).await.is_ok(),
        Err(_) => false,
    }
}

/// Watches for requests to `url` that the page's policy blocks, until it is dropped.
pub struct PolicyWatch {
    is_blocked: Rc<Cell<bool>>,
    listener: Closure<dyn FnMut(JsValue)>,
}

const VIOLATION: &str = "securitypolicyviolation";

impl PolicyWatch {
    pub fn start(url: &str) -> Self {
        let is_blocked = Rc::new(Cell::new(false));
        let (found, url) = (is_blocked.clone(), url.to_owned());
        let listener = Closure::new(move |event: JsValue| {
            let text = |name: &str| Reflect::get(&event, &name.into()).unwrap_or_default();
            let directive = text("effectiveDirective").as_string().unwrap_or_default();
            let blocked = text("blockedURI").as_string().unwrap_or_default();
            // For a cross-origin URL some engines report only the origin.
            if directive == "connect-src" && url.starts_with(&blocked) {
                found.set(true);
            }
        });
        let target = document();
        let _ =
            target.add_event_listener_with_callback(VIOLATION, listener.as_ref().unchecked_ref());
        Self { is_blocked, listener }
    }

    pub fn is_blocked(&self) -> bool {
        self.is_blocked.get()
    }
}

impl Drop for PolicyWatch {
    fn drop(&mut self) {
        let _ = document()
            .remove_event_listener_with_callback(VIOLATION, self.listener.as_ref().unchecked_ref());
    }
}
