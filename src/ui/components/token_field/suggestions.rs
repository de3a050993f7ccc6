//! The list of suggestions below a token field's input.

use leptos::{ev, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    TokenField,
    options::TokenOption,
    popup::{Draw, Popup},
};
use crate::ui::reactive::*;
use crate::ui::{
    browser::{focus, unicode::look_alikes},
    components::{
        icon::{Icon, icon},
        token_list::TokenList,
    },
    dom::{El, ElRef, View, div, kept_items, li, live, p, span, ul, untrusted},
    lazy_part::lazy_part,
};

lazy_part!(review: draw_lazily() -> Draw = draw);

fn draw() -> Draw {
    suggestions
}

/// The list, as soon as its program is there.
pub(super) fn when_loaded(props: &TokenField, popup: Popup) -> View {
    let props = props.clone();
    live(move || popup.draw.get().map(|draw| draw(&props, popup)))
}

/// Loads the list's program, unless it is there. One that couldn't be loaded is tried again when the list
/// is asked for, and not with every letter; until then the field works without suggestions.
pub(super) fn load(popup: Popup) {
    if popup.draw.get_untracked().is_none() {
        spawn_local(async move {
            popup.loaded(draw_lazily().await.ok());
        });
    }
}

fn suggestions(props: &TokenField, popup: Popup) -> View {
    let TokenField { text, list, .. } = props.clone();
    let (id, label) = (text.id.clone(), format!("{} to choose from", text.label));
    let options = move || {
        let id = id.clone();
        let drawn = move || {
            popup.fitting.with(|(options, _)| {
                popup.entered.with(|entered| {
                    let names = options.iter().map(|option| &option.value).chain(entered);
                    let alike = look_alikes(names.map(String::as_str));
                    let options = options.iter().enumerate();
                    options.map(|(at, it)| (at, it.clone(), alike.contains(&it.value))).collect()
                })
            })
        };
        kept_items(drawn, move |(index, option, is_alike): (usize, TokenOption, bool)| {
            let name = match is_alike {
                true => untrusted::spelled(&option.value),
                false => untrusted::text(option.value.clone()),
            };
            suggestion(&id, list, popup, index, option, name).into_any()
        })
    };
    let rest = move || {
        let (_, more) = popup.fitting.get();
        (more > 0)
            .then(|| p().class("options__rest").child(format!("{more} more: type to narrow down")))
    };
    let shown = ElRef::new();
    Effect::new(move || {
        let Some(marked) = popup.marked.get() else { return };
        request_animation_frame(move || {
            let shown = shown.try_get_untracked().flatten();
            let place = format!("[aria-posinset=\"{}\"]", marked + 1);
            if let Some(option) = shown.and_then(|it| it.query_selector(&place).ok().flatten()) {
                focus::bring_into_view(&option);
            }
        });
    });
    let listbox = format!("{}-options", text.id);
    let is_multiple = popup.is_multiple;
    live(move || {
        popup.is_shown().then(|| {
            // A mouse press would move the focus from the input and so close the list.
            let keep_focus = |event: web_sys::MouseEvent| event.prevent_default();
            let near_end = move |event: web_sys::Event| {
                let list = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                if list
                    .is_some_and(|it| it.scroll_height() - it.scroll_top() < 2 * it.client_height())
                {
                    popup.extend();
                }
            };
            div().class("options").on(ev::mousedown, keep_focus).child((
                ul().node_ref(shown)
                    .id(listbox.clone())
                    .role("listbox")
                    .on(ev::scroll, near_end)
                    // Browsers make scrollable elements a tab stop.
                    .attr("tabindex", "-1")
                    .attr("aria-multiselectable", is_multiple.then_some("true"))
                    .attr("aria-label", label.clone())
                    .child(options()),
                rest,
            ))
        })
    })
}

/// `name` is the option's value as it is displayed.
fn suggestion(
    id: &str,
    list: TokenList,
    popup: Popup,
    index: usize,
    option: TokenOption,
    name: View,
) -> El {
    let TokenOption { value, note, sign, source, refused } = option;
    let is_marked = move || popup.marked.get() == Some(index);
    let is_refused = refused.is_some();
    let is_multiple = popup.is_multiple;
    let named = value.clone();
    let is_entered = move || popup.entered.with(|entered| entered.contains(&named));
    let is_checked = is_entered.clone();
    let box_ = is_multiple.then(|| {
        span().class("option__box").child(move || is_checked().then(|| icon(Icon::Check)))
    });
    li().id(format!("{id}-option-{index}"))
        .class("option")
        .class(("option--marked", is_marked))
        .class(("option--refused", is_refused))
        .role("option")
        .attr("aria-posinset", (index + 1).to_string())
        .attr("aria-setsize", move || popup.count().to_string())
        .attr("aria-selected", move || {
            let is_selected = if is_multiple { is_entered() } else { is_marked() };
            if is_selected { "true" } else { "false" }
        })
        .attr("aria-disabled", is_refused.then_some("true"))
        .child((
            box_,
            span().class("option__value").attr("translate", "no").child(name),
            (!source.is_empty()).then(|| span().class("option__note").child(source)),
            span().class("option__note option__note--end").child((
                sign.map(icon),
                span().child(match refused {
                    Some(reason) if note.is_empty() => reason,
                    Some(reason) => format!("{note} · {reason}"),
                    None => note,
                }),
            )),
        ))
        .on(ev::click, move |_| {
            if !is_refused {
                popup.choose(list, &value);
            }
        })
}
