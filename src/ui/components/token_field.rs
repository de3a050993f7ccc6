//! A field with several values.
//!
//! Follows the ARIA pattern of an editable combobox with a list of suggestions. On a phone the field
//! fills the screen while its suggestions are open.
//!
//! Acceptance: Enter adds the typed text or the marked suggestion; commas, tabs and line breaks
//! separate several, whether typed or pasted; Backspace in the empty input removes the last value,
//! once per key press; keys of an input method are ignored; Ctrl+Z undoes; the list stays open for
//! the next choice, and Escape closes it. Every change and every error of an entry is announced
//! politely.

use std::sync::Arc;

use leptos::ev;

use crate::ui::dom::{Content, El, ElRef, View, div, input, live, span};
use crate::ui::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, InputEvent, KeyboardEvent};

mod options;
mod place;
mod popup;
mod suggestions;

pub use options::{TokenOption, TokenOptions};
use popup::Popup;

use super::{
    button::{ButtonKind, button},
    field::{FieldText, field},
    icon::Icon,
    token_list::{TokenList, has_separator},
};
use crate::ui::browser::focus;

/// The properties of a token field.
#[derive(Clone)]
pub struct TokenField {
    pub text: FieldText,
    /// What the input is for: "Add attribute".
    pub placeholder: &'static str,
    pub list: TokenList,
    pub options: Signal<Arc<TokenOptions>>,
    pub locked: Signal<bool>,
    /// Entered texts stay among the options, each with a checkbox.
    pub is_multiple: bool,
}

/// `tokens` draws the entered values, before the input; `aside` is placed beside the label.
pub fn token_field<M, N>(props: TokenField, aside: impl Content<M>, tokens: impl Content<N>) -> El {
    let popup = Popup::new(&props);
    let said = props.list.said();
    let tokens = tokens.view();
    let entry = entry(&props, popup);
    let suggestions = suggestions::when_loaded(&props, popup);
    let undo = undo(&props);
    let (root, box_) = (ElRef::new(), ElRef::new());
    place::follow(popup, root, box_);
    let done = move || {
        popup.close();
        // Focusing the input would bring the keyboard of the phone up again.
        if let Some(root) = root.get_untracked() {
            request_animation_frame(move || focus::focus_in_place(&root));
        }
    };
    // What is wrong with an entry is known as soon as it is entered, while the focus stays here.
    let wrong = props.text.errors;
    field(
        &props.text,
        aside.view(),
        (
            div().class("tokens-box").node_ref(box_).child((
                div().class("tokens").attr("part", "input").child((tokens, entry)),
                suggestions,
            )),
            div().class("tokens__below").child((
                div().class("tokens__said").attr("aria-live", "polite").child((
                    move || said.get(),
                    span().class("visually-hidden").child(move || wrong.with(|all| all.join(" "))),
                )),
                undo,
            )),
            button(ButtonKind::Primary, None, "Done", done).class("tokens__done"),
        ),
    )
    .node_ref(root)
    // Filters beside the input are used while the list is open.
    .on(ev::focusout, move |event| {
        if !popup.is_full.get_value() && !stays_inside(&event) {
            popup.close();
        }
    })
    // On a phone, the way back closes it.
    .on(ev::Custom::<web_sys::Event>::new("toggle"), move |_| place::closed(popup, root))
}

fn stays_inside(event: &web_sys::FocusEvent) -> bool {
    let inside = event.current_target().and_then(|it| it.dyn_into::<web_sys::Node>().ok());
    let next = event.related_target().and_then(|it| it.dyn_into::<web_sys::Node>().ok());
    inside.zip(next).is_some_and(|(inside, next)| inside.contains(Some(&next)))
}

/// Focuses the button that replaced the removed one, or the input after the last.
pub fn focus_near(from: web_sys::Element, field: String, index: usize) {
    request_animation_frame(move || {
        let next = focus::in_root_of(&from, &format!("{field}-remove-{index}"))
            .or_else(|| focus::in_root_of(&from, &field));
        if let Some(next) = next.and_then(|next| next.dyn_into().ok()) {
            focus::focus(&next);
        }
    });
}

fn entry(props: &TokenField, popup: Popup) -> El {
    let TokenField { text, list, locked, placeholder, .. } = props.clone();
    let listbox = format!("{}-options", text.id);
    let option = format!("{}-option-", text.id);
    let pending = list.pending();
    input()
        .id(text.id.clone())
        .r#type("text")
        .class("tokens__input")
        .role("combobox")
        .attr("placeholder", placeholder)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("data-1p-ignore", "")
        .attr("data-lpignore", "true")
        .attr("translate", "no")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", move || popup.is_shown().then(|| listbox.clone()))
        .attr("aria-expanded", move || if popup.is_shown() { "true" } else { "false" })
        .attr("aria-activedescendant", move || {
            let marked = popup.marked.get().filter(|_| popup.is_shown());
            marked.map(|index| format!("{option}{index}"))
        })
        .attr("aria-describedby", text.described_by())
        .attr("aria-invalid", text.invalid())
        .attr("readonly", move || locked.get())
        .value(move || pending.get())
        .on(ev::input, move |event| {
            list.type_text(event_target_value(&event));
            popup.start_over();
        })
        // Some autofills fire only `change`.
        .on(ev::change, move |event| {
            if !locked.get_untracked() {
                list.type_text(event_target_value(&event));
            }
        })
        .on(ev::focus, move |_| {
            suggestions::load(popup);
            popup.prepare();
        })
        .on(ev::click, move |_| {
            if !locked.get_untracked() {
                suggestions::load(popup);
                popup.open();
            }
        })
        .on(ev::paste, move |event| {
            let data = event.clipboard_data();
            if !locked.get_untracked() && insert(list, data.and_then(|data| text_of(&data))) {
                event.prevent_default();
            }
        })
        .on(ev::drop, move |event| {
            let data = event.data_transfer();
            if !locked.get_untracked() && insert(list, data.and_then(|data| text_of(&data))) {
                event.prevent_default();
            }
        })
        // Text inserted in other ways: composition, menus, password managers.
        .on(ev::Custom::<web_sys::InputEvent>::new("beforeinput"), move |event| {
            if !locked.get_untracked() && is_insertion(&event) && insert(list, event.data()) {
                event.prevent_default();
            }
        })
        .on(ev::keydown, move |event| {
            if !locked.get_untracked() {
                press(list, popup, &event);
            }
        })
}

/// Splits what is pasted, dropped or inserted: several texts are added, a single one goes into the
/// input as usual. Returns whether it added any.
fn insert(list: TokenList, text: Option<String>) -> bool {
    let text = text.filter(|text| has_separator(text));
    if let Some(text) = &text {
        list.paste(text);
    }
    text.is_some()
}

fn text_of(data: &DataTransfer) -> Option<String> {
    data.get_data("text").ok()
}

/// A typed comma isn't an insertion of several texts: Enter splits what is typed.
fn is_insertion(event: &InputEvent) -> bool {
    event.cancelable() && event.input_type() != "insertText"
}

fn press(list: TokenList, popup: Popup, event: &KeyboardEvent) {
    // Input methods use Enter and the arrows for their own suggestions. Some browsers report that
    // only by the key code.
    if event.is_composing() || event.key_code() == 229 {
        return;
    }
    let is_empty = list.pending().with_untracked(String::is_empty);
    let is_plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    match event.key().as_str() {
        // What can't be chosen isn't entered as text either.
        "Enter" if is_plain && popup.is_refused() => {}
        "Enter" if is_plain => match popup.chosen() {
            // The list stays open for the next choice.
            Some(value) => {
                popup.choose(list, &value);
            }
            None => {
                list.enter_pending();
                popup.close();
            }
        },
        "ArrowDown" | "ArrowUp" => {
            suggestions::load(popup);
            popup.step(event.key() == "ArrowDown");
        }
        "Escape" if popup.is_open_or_opening() => popup.close(),
        // The held key has emptied the input and repeats.
        "Backspace" if is_empty && event.repeat() => {}
        "Backspace" if is_empty => list.remove_last(),
        "z" if is_empty && (event.ctrl_key() || event.meta_key()) => list.undo(),
        _ => return,
    }
    event.prevent_default();
}

fn undo(props: &TokenField) -> View {
    let (list, locked, label) = (props.list, props.locked, props.text.label);
    let input = props.text.id.clone();
    live(move || {
        let input = input.clone();
        (list.can_undo() && !locked.get()).then(|| {
            button(ButtonKind::Quiet, Some(Icon::Undo), "Undo", || {})
                .attr("aria-label", format!("Undo the last change of {label}"))
                .on(ev::click, move |event| {
                    list.undo();
                    // The last one takes the button away.
                    if !list.can_undo_untracked() {
                        focus::focus_input(&event, &input);
                    }
                })
        })
    })
}
