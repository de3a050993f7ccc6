//! Times in the user’s time zone.
//!
//! Acceptance: the exact time in UTC is in the accessible text, and with the local time in a tooltip;
//! text that isn't a time is shown unchanged.

use std::borrow::Cow;

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

/// "15 Jan 2026, 04:30 UTC+1" for an RFC 3339 time.
pub fn local_time(text: &str) -> El {
    let Some(date) = parse(text) else { return time().child(text.to_owned()) };
    element(text, &date, local(&date))
}

fn element(text: &str, date: &Date, words: String) -> El {
    let exact = utc(date);
    time()
        .attr("datetime", text.to_owned())
        .attr("title", format!("{} ({exact})", local(date)))
        .child((span().child(words), span().class("visually-hidden").child(format!(", {exact}"))))
}

/// A text that sorts as an RFC 3339 time does. What isn't a time and doesn't end as one comes first.
///
/// The gateway writes UTC, which sorts as it is: parsing 10,000 timestamps would take longer than a
/// frame.
pub fn sort_key(text: &str) -> Cow<'_, str> {
    match text.strip_suffix('Z') {
        Some(utc) => utc.into(),
        None => parse(text)
            .map(|date| String::from(date.to_iso_string()).trim_end_matches('Z').to_owned())
            .unwrap_or_default()
            .into(),
    }
}
