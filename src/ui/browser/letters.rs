//! Letters without regard to case.

use js_sys::JsString;

/// A text in lower case. The browser has the tables for every script; the standard library's are
/// 18 kB of program.
pub fn lower(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => JsString::from(text).to_lower_case().into(),
    }
}
