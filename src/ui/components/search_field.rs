//! A search over what is on the page.

use leptos::ev;

use crate::ui::reactive::*;
use crate::ui::{
    dom::{Content, El, View, div, input, label, span},
    messages::plan::count,
};

/// An input of type `search`. `name` is its label and placeholder.
pub fn search_field(id: String, name: &'static str, text: RwSignal<String>) -> View {
    (
        label().class("visually-hidden").r#for(id.clone()).child(name),
        input()
            .id(id)
            .r#type("search")
            .class("input search-field")
            .attr("placeholder", name)
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .value(move || text.get())
            .on(ev::input, move |event| text.set(event_target_value(&event))),
    )
        .view()
}

/// The search above a long table, and how many rows it finds. `numbers` are the rows found and all
/// rows, `noun` is what one row is.
pub fn table_search(
    id: String,
    name: &'static str,
    noun: &'static str,
    text: RwSignal<String>,
    numbers: Signal<(usize, usize)>,
) -> El {
    let outcome = move || {
        let (found, all) = numbers.get();
        match text.with(|text| text.trim().is_empty()) {
            true => String::new(),
            false => format!("{found} of {}", count(all, noun)),
        }
    };
    div()
        .class("table-search")
        .child((span().class("muted").role("status").child(outcome), search_field(id, name, text)))
}
