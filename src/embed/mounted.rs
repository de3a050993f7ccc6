//! Putting the editor into an element, and taking it out again.

use std::{any::Any, rc::Rc};

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use super::{
    options::Options,
    view::{Reach, view},
};
use crate::{
    domain::name::IdentityName,
    gateway::{
        base::ApiBase, client::Client, loaded::Loaded, receipts::Receipts, token::AccessToken,
        token_provider::TokenProvider,
    },
    ui::{
        browser::panic,
        messages::draft::base_error,
        options::{PageOptions, Settings},
        session::{Place, reach},
    },
};

/// A mounted element. Dropping it takes everything out again.
pub struct Mounted {
    client: Client,
    reach: Reach,
    root: HtmlElement,
    /// Unmounts the view when it is dropped.
    _handle: Box<dyn Any>,
}

/// Mounts the editor of `host` into `root`, an element in its shadow root. The error is a sentence
/// for whoever wrote the page.
pub fn mount(
    host: HtmlElement,
    root: HtmlElement,
    options: JsValue,
    token: Option<String>,
    get_token: Option<Function>,
    load_sandbox: Option<Function>,
) -> Result<Mounted, JsError> {
    let options: Options = serde_wasm_bindgen::from_value(options)
        .map_err(|error| JsError::new(&format!("machine-identity-editor: {error}")))?;
    let bad = |text: String| JsError::new(&format!("machine-identity-editor: {text}"));
    let page = PageOptions::read(&Settings {
        attribute_policy: options.attribute_policy,
        timeout: options.timeout,
        public_host: options.public_host,
        idle_minutes: options.idle_minutes,
    })
    .map_err(|option| bad(format!("{} has to be {}", option.name, option.expected)))?;
    let place = place(options.gateway.as_deref(), load_sandbox).map_err(bad)?;
    let identity = options
        .identity
        .filter(|name| !name.is_empty())
        .ok_or_else(|| bad("the attribute “identity” names no identity".to_owned()))?;
    let (base, transport) = reach(&place);
    let token = token.as_deref().and_then(|text| AccessToken::parse(text).ok());
    let provider = match &place {
        // It needs no token of anybody.
        Place::Sandbox(sandbox) => Some(sandbox.provider()),
        Place::ThisSite | Place::Address(_) => get_token.map(provider),
    };
    let client =
        Client::new(base, transport, page.deadlines, token, provider, Receipts::from_browser());
    let tokens = Reach { tokens: RwSignal::new(0) };
    panic::install();
    panic::watch(root.clone().into());
    let mounted = client.clone();
    let handle = leptos::mount::mount_to(root.clone(), move || {
        view(host, mounted, page, IdentityName::received(identity), tokens)
    });
    Ok(Mounted { client, reach: tokens, root, _handle: Box::new(handle) })
}

fn place(gateway: Option<&str>, sandbox: Option<Function>) -> Result<Place, String> {
    match gateway {
        None | Some("") => Ok(Place::ThisSite),
        Some("sandbox") => match sandbox {
            Some(load) => Ok(Place::Sandbox(Loaded::by(load))),
            None => Err("this page comes without the sandbox".to_owned()),
        },
        Some(address) => match ApiBase::parse(address) {
            Ok(base) => Ok(Place::Address(base)),
            Err(error) => Err(base_error(&error)),
        },
    }
}

/// The origin of a gateway, as the page knows it.
fn origin(base: &ApiBase) -> String {
    match base.origin() {
        "" => web_sys::window().and_then(|window| window.location().origin().ok()),
        origin => Some(origin.to_owned()),
    }
    .unwrap_or_default()
}

/// Calls the page's function with the origin of the gateway; it may answer at once or with a
/// promise.
fn provider(get_token: Function) -> TokenProvider {
    Rc::new(move |base| {
        let (get_token, origin) = (get_token.clone(), origin(base));
        Box::pin(async move {
            let answer = get_token.call1(&JsValue::UNDEFINED, &origin.into()).ok()?;
            let token = JsFuture::from(Promise::resolve(&answer)).await.ok()?;
            AccessToken::parse(&token.as_string()?).ok()
        })
    })
}

impl Mounted {
    /// Uses another token from now on; what is being typed stays.
    pub fn set_token(&self, token: &str) {
        self.client.set_token(AccessToken::parse(token).ok());
        self.reach.tokens.update(|count| *count += 1);
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.client.close();
        panic::unwatch(&self.root);
    }
}
