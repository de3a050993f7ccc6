//! A page's regular expression for attributes, evaluated by the browser.

use js_sys::RegExp;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::attribute::Pattern;

/// Compiles `source` as HTML's `pattern` attribute is, anchored at both ends: with the `v` flag, or
/// with `u` where `v` refuses it (`[a-z0-9._-]` is legal only under `u`).
///
/// # Errors
///
/// The browser's error message.
pub fn compile(source: &str) -> Result<Pattern, String> {
    let expression = anchored(source, "v").or_else(|reason| match anchored(source, "u") {
        Ok(expression) => Ok(expression),
        Err(_) => Err(reason),
    })?;
    let expression = SendWrapper::new(expression);
    Ok(Pattern::new(source, move |text| expression.test(text)))
}

fn anchored(source: &str, flags: &str) -> Result<RegExp, String> {
    // Compiled alone first: `a)(b` isn't valid, but would be inside the anchors.
    construct(source, flags)?;
    construct(&format!("^(?:{source})$"), flags)
}

/// Not `RegExp::new`, whose exception on a syntax error bypasses Rust.
fn construct(text: &str, flags: &str) -> Result<RegExp, String> {
    let reason = |error: JsValue| match error.dyn_into::<js_sys::Error>() {
        Ok(error) => String::from(error.message()),
        Err(_) => "no regular expression".to_owned(),
    };
    let constructor = js_sys::Reflect::get(&js_sys::global(), &"RegExp".into()).map_err(reason)?;
    let constructor: js_sys::Function = constructor.unchecked_into();
    let arguments = js_sys::Array::of2(&text.into(), &flags.into());
    let built = js_sys::Reflect::construct(&constructor, &arguments).map_err(reason)?;
    Ok(built.unchecked_into())
}
