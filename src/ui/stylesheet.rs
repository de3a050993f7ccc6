//! The style sheets as texts, which the document or the shadow root adopts.
//!
//! Adopted sheets pass `style-src 'self'`, reach a shadow root, and cost no request of their own.
//! `style/layers.css` comes first: it declares which layer wins.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The text of a style sheet. Cargo sets the folder (`.cargo/config.toml`); a release is built from
/// minified copies.
macro_rules! sheet {
    ($name:literal) => {
        include_str!(concat!(env!("STYLE_SHEETS"), "/", $name))
    };
}

/// What the editor itself needs.
const EDITOR: &str = concat!(
    sheet!("layers.css"),
    sheet!("tokens.css"),
    sheet!("reset.css"),
    sheet!("base.css"),
    sheet!("layout.css"),
    sheet!("components/button.css"),
    sheet!("components/field.css"),
    sheet!("components/text_field.css"),
    sheet!("components/token_field.css"),
    sheet!("components/notice.css"),
    sheet!("components/error_summary.css"),
    sheet!("components/badge.css"),
    sheet!("components/chip.css"),
    sheet!("components/dialog.css"),
    sheet!("components/menu.css"),
    sheet!("components/status.css"),
    sheet!("components/table.css"),
    sheet!("components/tabs.css"),
    sheet!("components/pieces_value.css"),
    sheet!("components/editor.css"),
    sheet!("components/head.css"),
    sheet!("components/attributes.css"),
    sheet!("components/access.css"),
    sheet!("components/review.css"),
    sheet!("components/details.css"),
    sheet!("components/result.css"),
    sheet!("components/credentials.css"),
    sheet!("components/conflict.css"),
    sheet!("components/repair.css"),
    sheet!("components/export.css"),
    sheet!("components/history.css"),
    sheet!("components/sandbox_drawer.css"),
    sheet!("components/panic.css"),
);

/// What the console's pages need beside it.
const CONSOLE: &str = concat!(
    sheet!("components/shell.css"),
    sheet!("components/connect.css"),
    sheet!("components/deletion.css"),
    sheet!("components/identities.css"),
    sheet!("utilities.css"),
    sheet!("print.css"),
);

/// What the element needs beside it.
const ELEMENT: &str = concat!(sheet!("utilities.css"), sheet!("print.css"), sheet!("host.css"),);

/// The sheet of the custom element.
pub fn element() -> String {
    [EDITOR, ELEMENT].concat()
}

/// Lets the document adopt the console's sheet. A browser without adopted sheets shows the page
/// unstyled and whole.
pub fn adopt_in_document() {
    let _ = adopt();
}

fn adopt() -> Result<(), JsValue> {
    let constructor = Reflect::get(&js_sys::global(), &"CSSStyleSheet".into())?;
    let sheet = Reflect::construct(&constructor.dyn_into::<js_sys::Function>()?, &Array::new())?;
    let replace = Reflect::get(&sheet, &"replaceSync".into())?;
    replace.dyn_into::<js_sys::Function>()?.call1(&sheet, &[EDITOR, CONSOLE].concat().into())?;
    let document = leptos::prelude::document();
    Reflect::set(&document, &"adoptedStyleSheets".into(), &Array::of1(&sheet))?;
    Ok(())
}
