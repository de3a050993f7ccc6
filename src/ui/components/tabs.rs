//! Views of one thing, as links with their own URLs.
//!
//! Acceptance: links, not ARIA tabs, since each view has a URL and a history entry; the current one
//! is marked (`aria-current`).

use leptos::prelude::*;

use crate::ui::dom::{El, a, nav, span};

/// One view.
pub struct Tab {
    pub label: &'static str,
    /// Shown after the label: the number of items in the view.
    pub count: Signal<Option<usize>>,
    pub href: String,
    pub is_current: Signal<bool>,
}

/// The views, under a name for assistive technology such as "Views of backend-prod".
pub fn tabs(name: impl Into<String>, tabs: Vec<Tab>) -> El {
    nav()
        .class("tabs")
        .attr("aria-label", name.into())
        .child(tabs.into_iter().map(tab).collect::<Vec<_>>())
}

fn tab(tab: Tab) -> El {
    let Tab { label, count, href, is_current } = tab;
    a().class("tab")
        .href(href)
        .attr("aria-current", move || is_current.get().then_some("page"))
        .child((span().child(label), move || {
            count.get().map(|count| span().class("tab__count").child(count.to_string()))
        }))
}
