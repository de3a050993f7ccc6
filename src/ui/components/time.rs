//! Times in the user's language and time zone.
//!
//! Acceptance: the exact time in UTC is in the tooltip and the accessible text; a text that isn't a
//! time is shown as it is.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::ui::dom::{El, span, time};

/// "6 hours ago" for an RFC 3339 time.
pub fn relative_time(text: &str) -> El {
    let Some(date) = parse(text) else { return time().child(text.to_owned()) };
    element(text, &date, relative(date.get_time() - Date::now()))
}

/// "15 Jan 2026, 04:30 GMT+1" for an RFC 3339 time.
pub fn local_time(text: &str) -> El {
    let Some(date) = parse(text) else { return time().child(text.to_owned()) };
    element(text, &date, local(&date))
}

fn element(text: &str, date: &Date, words: String) -> El {
    let exact = utc(date);
    let title = format!("{} ({exact})", local(date));
    time()
        .attr("datetime", text.to_owned())
        .attr("title", title)
        .child((span().child(words), span().class("visually-hidden").child(format!(", {exact}"))))
}

fn parse(text: &str) -> Option<Date> {
    let date = Date::new(&JsValue::from_str(text));
    (!date.get_time().is_nan()).then_some(date)
}

/// `2026-01-15 03:30:00 UTC`
fn utc(date: &Date) -> String {
    let text = String::from(date.to_iso_string());
    let seconds = text.split('.').next().unwrap_or(&text);
    format!("{} UTC", seconds.replace('T', " "))
}

fn local(date: &Date) -> String {
    let options = Object::new();
    for (key, value) in [
        ("year", "numeric"),
        ("month", "short"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ] {
        // Setting a property of a plain object succeeds.
        let _ = Reflect::set(&options, &key.into(), &value.into());
    }
    date.to_locale_string("en-GB", &options).into()
}

/// The seconds of each unit, the longest first.
const UNITS: [(&str, f64); 6] = [
    ("year", 31_556_952.0),
    ("month", 2_629_746.0),
    ("week", 604_800.0),
    ("day", 86_400.0),
    ("hour", 3_600.0),
    ("minute", 60.0),
];

/// The distance from now in the largest unit that fits; `millis` is negative for the past.
fn relative(millis: f64) -> String {
    let seconds = millis / 1000.0;
    let fitting = UNITS.into_iter().find(|(_, length)| seconds.abs() >= *length);
    let Some((unit, length)) = fitting else { return "just now".to_owned() };
    let options = Object::new();
    let _ = Reflect::set(&options, &"numeric".into(), &"auto".into());
    let format = Intl::RelativeTimeFormat::new(&Array::of1(&"en".into()), &options);
    format.format((seconds / length).trunc(), unit).into()
}

/// A key for sorting RFC 3339 times: milliseconds since 1970, or the least value for no time.
pub fn sort_key(text: &str) -> f64 {
    parse(text).map_or(f64::MIN, |date| date.get_time())
}
