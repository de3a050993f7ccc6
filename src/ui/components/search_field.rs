//! A search over what is on the page.

use leptos::{ev, task::spawn_local};

use crate::gateway::pause::give_way;
use crate::ui::reactive::*;
use crate::ui::{
    dom::{Content, El, View, div, input, label, span},
    messages::plan::count,
};

/// Follows what is searched for, in a task after the one that changed it.
///
/// A browser ends the event of a key with a layout, to show where one types. Rows that are drawn in that
/// event would be laid out there too, and a key would take longer than a frame.
pub fn answered<T>(asked: impl Fn() -> T + 'static) -> RwSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let asked = Memo::new(move |_| asked());
    let answered = RwSignal::new(asked.get_untracked());
    // This effect only begins a task; what that one sets is a change like any other.
    Effect::new(move || {
        asked.track();
        spawn_local(async move {
            give_way().await;
            // The page may be gone.
            let Some(asked) = asked.try_get_untracked() else { return };
            if answered.try_with_untracked(|answered| *answered != asked) == Some(true) {
                answered.try_set(asked);
            }
        });
    });
    answered
}

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
