//! Normalized text for searching.

use js_sys::JsString;

/// Lower case and composed form (NFC), so that a search ignores case and how a letter is encoded.
/// Uses the browser's tables: the standard library's add 18 kB to the program.
pub fn folded(text: &str) -> String {
    into_folded(text.to_owned())
}

/// [`folded`], of a text that isn't needed otherwise.
pub fn into_folded(mut text: String) -> String {
    if text.is_ascii() {
        text.make_ascii_lowercase();
        return text;
    }
    JsString::from(text).normalize("NFC").to_lower_case().into()
}

/// A text in composed form (NFC): `é` as one character, whether it was typed as one or as two.
pub fn composed(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_owned(),
        false => JsString::from(text).normalize("NFC").into(),
    }
}
