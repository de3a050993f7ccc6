//! The search over the list: words, filters as chips, and a choice of statuses.

use leptos::ev;
use web_sys::KeyboardEvent;

use super::rows::Counts;
use crate::ui::reactive::*;
use crate::ui::{
    components::{
        chip::chip,
        icon::{Icon, icon},
    },
    dom::{self, El, div, input, label, p, span},
    list_query::ListQuery,
};

/// The id of the search field, to which `/` moves the focus.
pub const SEARCH: &str = "search";

/// What the search field gets from the page.
#[derive(Clone, Copy)]
pub struct Search {
    pub query: Signal<ListQuery>,
    /// Called with the changed search.
    pub change: Callback<ListQuery>,
    /// `None` until the list is loaded.
    pub counts: Signal<Option<Counts>>,
}

pub fn search(search: Search) -> El {
    div().class("search").role("search").attr("aria-label", "Identities").child((
        field(search),
        statuses(search),
        p().class("search__outcome")
            .class(("search__outcome--all", move || search.query.with(ListQuery::is_empty)))
            .role("status")
            .child(move || outcome(search)),
    ))
}

fn outcome(search: Search) -> String {
    let Some(Counts { all, shown, .. }) = search.counts.get() else { return String::new() };
    match (search.query.with(ListQuery::is_empty), all) {
        (true, 1) => "1 identity".to_owned(),
        (true, all) => format!("{all} identities"),
        (false, all) => format!("{shown} of {all} identities"),
    }
}

fn field(search: Search) -> El {
    let chips = move || {
        let filters = search.query.with(|query| query.filters.clone());
        let one = |(index, filter): (usize, crate::ui::list_query::Filter)| {
            chip("filter", filter.kind.word(), filter.value, move || {
                let mut query = search.query.get_untracked();
                if index < query.filters.len() {
                    query.filters.remove(index);
                }
                search.change.run(query);
                focus_field();
            })
        };
        filters.into_iter().enumerate().map(one).collect::<Vec<_>>()
    };
    div().class("filter").child((
        label().r#for(SEARCH).class("filter__label").child((
            icon(Icon::Search),
            span().class("visually-hidden").child("Search identities"),
        )),
        chips,
        input()
            .id(SEARCH)
            .r#type("search")
            .class("filter__input")
            .attr("placeholder", "Search, or attribute: connection: status:")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .value(move || search.query.with(|query| query.text.clone()))
            .on(ev::input, move |event| {
                let mut query = search.query.get_untracked();
                query.text = event_target_value(&event);
                // A space completes a filter.
                let is_complete = query.text.ends_with(' ');
                search.change.run(match is_complete {
                    true => completed(query),
                    false => query,
                });
            })
            .on(ev::keydown, move |event: KeyboardEvent| press(search, &event)),
        dom::kbd().class("filter__key").attr("aria-hidden", "true").child("/"),
    ))
}

/// Turns the filters in the text into chips; keeps the space after the last word.
fn completed(query: ListQuery) -> ListQuery {
    let mut query = query.with_filters_of_text();
    if !query.text.is_empty() {
        query.text.push(' ');
    }
    query
}

fn press(search: Search, event: &KeyboardEvent) {
    // Keys belong to the input method while it composes.
    if event.is_composing() || event.key_code() == 229 {
        return;
    }
    let query = search.query.get_untracked();
    let query = match event.key().as_str() {
        "Enter" => query.with_filters_of_text(),
        "Backspace" if event_target_value(event).is_empty() && !event.repeat() => {
            let mut query = query;
            if query.filters.pop().is_none() {
                return;
            }
            query
        }
        "Escape" if !query.text.is_empty() => ListQuery { text: String::new(), ..query },
        _ => return,
    };
    event.prevent_default();
    search.change.run(query);
}

/// Whether the page has the search field.
pub fn has_field() -> bool {
    document().get_element_by_id(SEARCH).is_some()
}

/// Moves the focus to the search field.
pub fn focus_field() {
    use wasm_bindgen::JsCast;
    let field = document().get_element_by_id(SEARCH);
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        crate::ui::browser::focus::focus(&field);
    }
}

fn statuses(search: Search) -> El {
    let toggle =
        move |status: Option<&'static str>, label: &'static str, count: fn(Counts) -> usize| {
            let is_pressed = move || search.query.with(|query| query.has_status(status));
            dom::button()
                .r#type("button")
                .class("button button--quiet")
                .attr("aria-pressed", move || if is_pressed() { "true" } else { "false" })
                .child((
                    span().child(label),
                    span()
                        .class("search__count")
                        .child(move || search.counts.get().map(|counts| count(counts).to_string())),
                ))
                .on(ev::click, move |_| {
                    search.change.run(search.query.get_untracked().with_status(status));
                })
        };
    div().class("search__statuses").role("group").attr("aria-label", "Status").child((
        toggle(None, "All", |counts| counts.found),
        toggle(Some("attention"), "Needs attention", |counts| counts.need_attention),
        toggle(Some("not-checked"), "Not checked", |counts| counts.not_checked),
    ))
}
