//! Dates and times as text, in English and in the user's time zone.

use js_sys::Date;
use wasm_bindgen::JsValue;

/// "6 hours ago"; returns the input unchanged if it isn't a time.
pub fn relative_text(text: &str) -> String {
    parse(text).map_or_else(|| text.to_owned(), |date| relative(date.get_time() - Date::now()))
}

/// "15 Jan 2026, 04:30 UTC+1"; returns the input unchanged if it isn't a time.
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

/// `15 Jan 2026, 04:30 UTC+1`
///
/// Without `Intl`: on a CPU slowed down four times, Chromium takes 68 ms to make the first
/// `DateTimeFormat`, while the editor isn't shown yet.
pub fn local(date: &Date) -> String {
    // As ECMAScript prescribes: `Thu Jan 15 2026 04:30:00 GMT+0100`, and possibly the zone's name.
    let text = String::from(date.to_string());
    let words: Vec<&str> = text.split(' ').collect();
    let &[_, month, day, year, time, offset, ..] = words.as_slice() else { return utc(date) };
    let time = time.get(..5).unwrap_or(time);
    format!("{} {month} {year}, {time} {}", without_zero(day), zone(offset))
}

/// `UTC+1` for `GMT+0100`, `UTC-3:30` for `GMT-0330`, and `UTC` for `GMT+0000`.
fn zone(offset: &str) -> String {
    let parts = (offset.get(3..4), offset.get(4..6), offset.get(6..8));
    let (Some(sign), Some(hours), Some(minutes)) = parts else { return offset.to_owned() };
    match (without_zero(hours), minutes) {
        ("0", "00") => "UTC".to_owned(),
        (hours, "00") => format!("UTC{sign}{hours}"),
        (hours, _) => format!("UTC{sign}{hours}:{minutes}"),
    }
}

fn without_zero(two_digits: &str) -> &str {
    two_digits.strip_prefix('0').unwrap_or(two_digits)
}

/// A unit of time: its name, its seconds, and what the last and the next one are called.
struct Unit(&'static str, f64, Option<[&'static str; 2]>);

/// The longest first.
const UNITS: [Unit; 6] = [
    Unit("year", 31_556_952.0, Some(["last year", "next year"])),
    Unit("month", 2_629_746.0, Some(["last month", "next month"])),
    Unit("week", 604_800.0, Some(["last week", "next week"])),
    Unit("day", 86_400.0, Some(["yesterday", "tomorrow"])),
    Unit("hour", 3_600.0, None),
    Unit("minute", 60.0, None),
];

/// How far the gateway's clock may run ahead before "in 2 minutes" is shown, in milliseconds.
const SKEW: f64 = 600_000.0;

/// The distance from now in the largest unit that fits; `millis` is negative for the past.
///
/// Worded like `Intl.RelativeTimeFormat`, but for commas from 1,000 years on: Chromium takes 16 ms to
/// make the first one, in the frame that shows the list.
pub fn relative(millis: f64) -> String {
    let millis = if (0.0..SKEW).contains(&millis) { 0.0 } else { millis };
    let seconds = (millis / 1000.0).abs();
    let fitting = UNITS.iter().find(|Unit(_, length, _)| seconds >= *length);
    let Some(Unit(unit, length, names)) = fitting else { return "just now".to_owned() };
    // Rounded down. JavaScript's dates reach less than 300,000 years from now, so it fits.
    let count = (seconds / length) as u32;
    let is_past = millis < 0.0;
    match (count, names) {
        (1, Some([last, next])) => (if is_past { last } else { next }).to_string(),
        _ => {
            let plural = if count == 1 { "" } else { "s" };
            match is_past {
                true => format!("{count} {unit}{plural} ago"),
                false => format!("in {count} {unit}{plural}"),
            }
        }
    }
}
