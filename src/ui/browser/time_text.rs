//! Dates and times as text, in the user's language and time zone.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// "6 hours ago"; returns the input unchanged if it isn't a time.
pub fn relative_text(text: &str) -> String {
    parse(text).map_or_else(|| text.to_owned(), |date| relative(date.get_time() - Date::now()))
}

/// "15 Jan 2026, 04:30 GMT+1"; returns the input unchanged if it isn't a time.
pub fn local_text(text: &str) -> String {
    parse(text).map_or_else(|| text.to_owned(), |date| local(&date))
}

/// The moment of an RFC 3339 time.
pub fn parse(text: &str) -> Option<Date> {
    let date = Date::new(&JsValue::from_str(text));
    (!date.get_time().is_nan()).then_some(date)
}

/// `2026-01-15 03:30:00 UTC`
pub fn utc(date: &Date) -> String {
    let text = String::from(date.to_iso_string());
    let seconds = text.split('.').next().unwrap_or(&text);
    format!("{} UTC", seconds.replace('T', " "))
}

thread_local! {
    // Creating a format costs far more than using it, and a table has one or two per row. A time zone
    // that changes while the page is open counts from the next visit; each text names its zone.
    static LOCAL: Function = {
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
        Intl::DateTimeFormat::new(&Array::of1(&"en-GB".into()), &options).format()
    };
    static RELATIVE: Intl::RelativeTimeFormat = {
        let options = Object::new();
        let _ = Reflect::set(&options, &"numeric".into(), &"auto".into());
        Intl::RelativeTimeFormat::new(&Array::of1(&"en".into()), &options)
    };
}

/// `15 Jan 2026, 04:30 GMT+1`
pub fn local(date: &Date) -> String {
    let text = LOCAL.with(|format| format.call1(&JsValue::UNDEFINED, date));
    text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| utc(date))
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

/// How far the gateway's clock may run ahead before "in 2 minutes" is shown, in milliseconds.
const SKEW: f64 = 600_000.0;

/// The distance from now in the largest unit that fits; `millis` is negative for the past.
pub fn relative(millis: f64) -> String {
    let millis = if (0.0..SKEW).contains(&millis) { 0.0 } else { millis };
    let seconds = millis / 1000.0;
    let fitting = UNITS.into_iter().find(|(_, length)| seconds.abs() >= *length);
    let Some((unit, length)) = fitting else { return "just now".to_owned() };
    RELATIVE.with(|format| format.format((seconds / length).trunc(), unit).into())
}
