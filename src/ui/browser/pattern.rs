//! A page's own regular expression for attributes, evaluated by the browser.

use js_sys::RegExp;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::attribute::Pattern;

/// Compiles `source` as HTML's `pattern` attribute is: the `v` flag, anchored at both ends.
/// `None` when the browser does not take it for a regular expression.
pub fn compile(source: &str) -> Option<Pattern> {
    let constructor = js_sys::Reflect::get(&js_sys::global(), &"RegExp".into()).ok()?;
    let constructor: js_sys::Function = constructor.dyn_into().ok()?;
    let construct = |text: &str| -> Option<RegExp> {
        let arguments = js_sys::Array::of2(&JsValue::from(text), &JsValue::from("v"));
        // Not `RegExp::new`, which throws past Rust on a syntax error.
        js_sys::Reflect::construct(&constructor, &arguments).ok()?.dyn_into().ok()
    };
    // Compiled bare first: `a)(b` is no expression, though it would be one inside the anchors.
    construct(source)?;
    let expression = SendWrapper::new(construct(&format!("^(?:{source})$"))?);
    Some(Pattern::new(source, move |text| expression.test(text)))
}
