//! What the browser knows of Unicode.

use js_sys::JsString;

use crate::domain::look_alike::ambiguous;

/// The NFKC form of a text.
fn nfkc(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}

/// The texts of one screen that look like another one of it.
pub fn look_alikes<'a>(
    texts: impl IntoIterator<Item = &'a str>,
) -> std::collections::BTreeSet<String> {
    ambiguous(texts, nfkc)
}
