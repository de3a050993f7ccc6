//! Times in the user’s time zone.
//!
//! Acceptance: the exact time in UTC is in the accessible text, and with the local time in a tooltip;
//! text that isn't a time is shown unchanged.

use js_sys::Date;
use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use crate::ui::{
    browser::time_text::{local, parse, relative, utc},
    dom::{El, span, time},
};

/// "6 hours ago" for an RFC 3339 time.
pub fn relative_time(text: &str) -> El {
    let Some(date) = parse(text) else { return time().child(text.to_owned()) };
    let shown = date.clone();
    // Most rows of a table are never pointed at.
    let show_title = move |event: MouseEvent| {
        let element = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
        if let Some(element) = element {
            // Setting an attribute of a plain name succeeds.
            let _ = element.set_attribute("title", &title(&shown));
        }
    };
    element(text, &date, relative(date.get_time() - Date::now())).on(ev::mouseenter, show_title)
}

/// "15 Jan 2026, 04:30 UTC+1" for an RFC 3339 time.
pub fn local_time(text: &str) -> El {
    let Some(date) = parse(text) else { return time().child(text.to_owned()) };
    element(text, &date, local(&date)).attr("title", title(&date))
}

fn title(date: &Date) -> String {
    format!("{} ({})", local(date), utc(date))
}

fn element(text: &str, date: &Date, words: String) -> El {
    let exact = utc(date);
    time()
        .attr("datetime", text.to_owned())
        .child((span().child(words), span().class("visually-hidden").child(format!(", {exact}"))))
}

/// An RFC 3339 time as milliseconds since 1970, for sorting; the lowest value if it isn't a time.
pub fn sort_key(text: &str) -> f64 {
    parse(text).map_or(f64::MIN, |date| date.get_time())
}
