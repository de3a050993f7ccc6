//! A search over what is on the page.

use leptos::{ev, prelude::*};

use crate::ui::dom::{Content, View, input, label};

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
