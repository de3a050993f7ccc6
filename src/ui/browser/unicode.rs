//! Unicode normalization and look-alikes, with the browser's tables.

use js_sys::JsString;

use crate::domain::{collect::HashedSet, look_alike::ambiguous};

/// The NFKC form of a text.
fn nfkc(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}

/// The texts that look like another text on the same screen.
pub fn look_alikes<'a>(texts: impl IntoIterator<Item = &'a str>) -> HashedSet<String> {
    ambiguous(texts, nfkc)
}
