//! Times in the user’s language and time zone.
//!
//! Acceptance: the exact time in UTC is in the tooltip and in the accessible text; text that isn't a
//! time is shown unchanged.

use js_sys::Date;

use crate::ui::{
    browser::time_text::{local, parse, relative, utc},
    dom::{El, span, time},
};

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

/// An RFC 3339 time as milliseconds since 1970, for sorting; the lowest value if it isn't a time.
pub fn sort_key(text: &str) -> f64 {
    parse(text).map_or(f64::MIN, |date| date.get_time())
}
