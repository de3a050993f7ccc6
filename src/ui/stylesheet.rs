//! The style sheets as texts, which the document or the shadow root adopts.
//!
//! Adopted sheets pass `style-src 'self'`, reach a shadow root, and cost no request of their own.
//! `style/layers.css` comes first: it declares which layer wins.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What the editor itself needs.
const EDITOR: &str = concat!(
    include_str!("../../style/layers.css"),
    include_str!("../../style/tokens.css"),
    include_str!("../../style/reset.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/layout.css"),
    include_str!("../../style/components/button.css"),
    include_str!("../../style/components/field.css"),
    include_str!("../../style/components/text_field.css"),
    include_str!("../../style/components/token_field.css"),
    include_str!("../../style/components/notice.css"),
    include_str!("../../style/components/error_summary.css"),
    include_str!("../../style/components/badge.css"),
    include_str!("../../style/components/chip.css"),
    include_str!("../../style/components/dialog.css"),
    include_str!("../../style/components/menu.css"),
    include_str!("../../style/components/status.css"),
    include_str!("../../style/components/table.css"),
    include_str!("../../style/components/tabs.css"),
    include_str!("../../style/components/pieces_value.css"),
    include_str!("../../style/components/editor.css"),
    include_str!("../../style/components/head.css"),
    include_str!("../../style/components/chips.css"),
    include_str!("../../style/components/access.css"),
    include_str!("../../style/components/review.css"),
    include_str!("../../style/components/details.css"),
    include_str!("../../style/components/result.css"),
    include_str!("../../style/components/credentials.css"),
    include_str!("../../style/components/conflict.css"),
    include_str!("../../style/components/repair.css"),
    include_str!("../../style/components/export.css"),
    include_str!("../../style/components/history.css"),
    include_str!("../../style/components/sandbox_drawer.css"),
    include_str!("../../style/components/panic.css"),
);

/// What the console's pages need beside it.
const CONSOLE: &str = concat!(
    include_str!("../../style/components/shell.css"),
    include_str!("../../style/components/connect.css"),
    include_str!("../../style/components/deletion.css"),
    include_str!("../../style/components/identities.css"),
    include_str!("../../style/utilities.css"),
    include_str!("../../style/print.css"),
);

/// What the element needs beside it.
const ELEMENT: &str = concat!(
    include_str!("../../style/utilities.css"),
    include_str!("../../style/print.css"),
    include_str!("../../style/host.css"),
);

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
