//! Mounting the editor in an element, following its attributes, unmounting it.

use std::any::Any;

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{hooks::Hooks, options::Options, page::Page, view::view};
use crate::ui::reactive::*;
use crate::{
    gateway::token::AccessToken,
    ui::{
        browser::{focus_keeper::keep_focus, panic},
        editor::control::Control,
    },
};

/// A mounted element. Dropping it unmounts everything.
pub struct Mounted {
    page: Page,
    root: HtmlElement,
    /// Unmounts the view when it is dropped.
    _handle: Box<dyn Any>,
    /// Disposes the signals of `page`; dropped after the view.
    _owner: Owner,
}

/// Mounts the editor into `root`, an element in the shadow root of the custom element.
///
/// # Errors
///
/// When `options` isn't what `element.js` of this version sends.
pub fn mount(
    root: HtmlElement,
    options: JsValue,
    token: Option<String>,
    hooks: Hooks,
) -> Result<Mounted, JsError> {
    let (options, token) = (read(options)?, parse(token.as_deref()));
    let owner = Owner::new();
    let page = owner.with(|| Page::new(options, token, hooks));
    panic::install();
    panic::watch(root.clone().into());
    let within = root.clone();
    let handle = leptos::mount::mount_to_renderer(&root, move || {
        keep_focus(&within);
        view(page)
    });
    Ok(Mounted { page, root, _handle: Box::new(handle), _owner: owner })
}

fn read(options: JsValue) -> Result<Options, JsError> {
    serde_wasm_bindgen::from_value(options).map_err(|error| JsError::new(&error.to_string()))
}

fn parse(token: Option<&str>) -> Option<AccessToken> {
    token.and_then(|text| AccessToken::parse(text).ok())
}

impl Mounted {
    /// Follows changed attributes.
    ///
    /// # Errors
    ///
    /// As [`mount`].
    pub fn update(&self, options: JsValue) -> Result<(), JsError> {
        self.page.update(read(options)?);
        Ok(())
    }

    /// Asks the page for a token again.
    pub fn ask_again(&self) {
        self.page.token_changed();
    }

    /// Replaces or removes the token for the gateway that the attributes name. Edits stay.
    pub fn set_token(&self, token: Option<&str>) {
        self.page.set_token(parse(token));
    }
}

impl Mounted {
    /// The handle to the editor, once there is one.
    pub fn control(&self) -> Option<Control> {
        self.page.control.get_untracked()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.page.close();
        panic::unwatch(&self.root);
    }
}
