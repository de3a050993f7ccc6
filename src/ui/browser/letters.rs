//! Texts as a search compares them.

use js_sys::JsString;

/// A text in lower case and composed form, so that neither case nor the way in which a letter is
/// spelled matters. The browser has the tables for every script; the standard library's are 18 kB of
/// program.
pub fn folded(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => JsString::from(text).normalize("NFC").to_lower_case().into(),
    }
}

/// A text in composed form (NFC): `é` as one character, whether it was typed as one or as two.
pub fn composed(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_owned(),
        false => JsString::from(text).normalize("NFC").into(),
    }
}
