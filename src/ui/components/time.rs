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

/// Sorts as its RFC 3339 time does. What isn't a time and doesn't end as one comes first.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
pub struct SortKey<'a> {
    /// From the year to hundredths of a second, four bits for each digit. It decides most comparisons,
    /// so that few of 10,000 texts, which are spread over the memory, are read.
    digits: u64,
    utc: Cow<'a, str>,
}

impl<'a> SortKey<'a> {
    /// The gateway writes UTC, which sorts as it is: parsing 10,000 timestamps would take longer than a
    /// frame.
    pub fn of(text: &'a str) -> Self {
        let utc: Cow<'_, str> = match text.strip_suffix('Z') {
            Some(utc) => utc.into(),
            None => parse(text)
                .map(|date| String::from(date.to_iso_string()).trim_end_matches('Z').to_owned())
                .unwrap_or_default()
                .into(),
        };
        let digits = utc.bytes().filter(u8::is_ascii_digit).chain(std::iter::repeat(b'0'));
        let digits = digits.take(16).fold(0, |all, digit| all << 4 | u64::from(digit - b'0'));
        Self { digits, utc }
    }
}
