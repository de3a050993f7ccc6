//! A field of several texts, each a token that can be taken out again.
//!
//! Follows the ARIA pattern of an editable combobox with a list of suggestions.
//!
//! Acceptance: Enter enters what is typed, or the suggestion that is marked; commas and new lines
//! separate several; Backspace in the empty input removes the last token; Ctrl+Z there undoes; each
//! token has a button that removes it, after which the focus stays near; Escape closes the
//! suggestions and, pressed again, leaves the text alone. Every change is told politely.

use std::sync::Arc;

use leptos::{
    ev,
    html::{self, div, input, li, p, span, ul},
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, KeyboardEvent};

use super::{
    button::{ButtonKind, button},
    field::{FieldText, field},
    icon::{Icon, icon},
    token_list::TokenList,
};
use crate::ui::browser::focus;

/// Something that can be chosen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TokenOption {
    pub value: String,
    /// A few words beside it.
    pub note: String,
    /// Why it cannot be chosen; `None` when it can.
    pub refused: Option<String>,
}

/// What is shown with an entered token.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TokenMark {
    /// One or two words, such as `new`.
    pub badge: Option<&'static str>,
    pub is_invalid: bool,
    pub is_added: bool,
}

/// What makes one token field differ from another.
#[derive(Clone)]
pub struct TokenField {
    pub text: FieldText,
    /// One entry in lower case, such as `attribute`.
    pub noun: &'static str,
    pub list: TokenList,
    /// In the order in which they are offered.
    pub options: Signal<Arc<Vec<TokenOption>>>,
    pub mark: Arc<dyn Fn(usize, &str) -> TokenMark + Send + Sync>,
    pub locked: Signal<bool>,
}

/// The most suggestions shown at once; the rest is a matter of typing more.
const SHOWN: usize = 50;

pub fn token_field(props: TokenField, aside: impl IntoView + 'static) -> impl IntoView {
    let popup = Popup::new(&props);
    let said = props.list.said();
    let tokens = tokens(&props);
    let entry = entry(&props, popup);
    let suggestions = suggestions(&props, popup);
    let undo = undo(&props);
    field(
        &props.text,
        (undo, aside.into_any()),
        (
            div().class("tokens").child((tokens, entry)),
            suggestions,
            div().class("tokens__said").attr("aria-live", "polite").child(move || said.get()),
        ),
    )
}

/// The list of suggestions: whether it is open, what is in it, and which one is marked.
#[derive(Clone, Copy)]
struct Popup {
    is_open: RwSignal<bool>,
    marked: RwSignal<Option<usize>>,
    /// The suggestions that fit what is typed, and how many more there are.
    fitting: Memo<(Vec<TokenOption>, usize)>,
}

impl Popup {
    fn new(props: &TokenField) -> Self {
        let (options, items, pending) = (props.options, props.list.items(), props.list.pending());
        let fitting = Memo::new(move |_| {
            let typed = pending.with(|text| text.trim().to_lowercase());
            let chosen: std::collections::HashSet<String> = items.get().into_iter().collect();
            let options = options.get();
            let fits = |option: &&TokenOption| {
                !chosen.contains(&option.value) && option.value.to_lowercase().contains(&typed)
            };
            let shown: Vec<_> = options.iter().filter(fits).take(SHOWN).cloned().collect();
            let more = match shown.len() {
                SHOWN => options.iter().filter(fits).count() - SHOWN,
                _ => 0,
            };
            (shown, more)
        });
        Self { is_open: RwSignal::new(false), marked: RwSignal::new(None), fitting }
    }

    fn open(self) {
        self.is_open.set(true);
    }

    fn close(self) {
        self.is_open.set(false);
        self.marked.set(None);
    }

    fn is_shown(self) -> bool {
        self.is_open.get() && self.fitting.with(|(options, _)| !options.is_empty())
    }

    /// Moves the mark by one, around both ends.
    fn step(self, forward: bool) {
        self.open();
        let count = self.fitting.with_untracked(|(options, _)| options.len());
        if count > 0 {
            self.marked.update(|marked| {
                *marked = Some(match (*marked, forward) {
                    (None, true) => 0,
                    (None, false) => count - 1,
                    (Some(index), true) => (index + 1) % count,
                    (Some(index), false) => (index + count - 1) % count,
                });
            });
        }
    }

    /// The marked suggestion, if it may be chosen.
    fn chosen(self) -> Option<String> {
        if !self.is_open.get_untracked() {
            return None;
        }
        let marked = self.marked.get_untracked()?;
        self.fitting.with_untracked(|(options, _)| {
            options
                .get(marked)
                .filter(|option| option.refused.is_none())
                .map(|option| option.value.clone())
        })
    }
}

fn tokens(props: &TokenField) -> impl IntoView + use<> {
    let TokenField { list, mark, noun, locked, text, .. } = props.clone();
    let items = list.items();
    let id = text.id.clone();
    let label = format!("{} entered", text.label);
    move || {
        let items = items.get();
        let mark = mark.clone();
        let id = id.clone();
        (!items.is_empty()).then(|| {
            ul().class("tokens__list").attr("aria-label", label.clone()).child(
                items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| {
                        let mark = mark(index, &item);
                        token(&id, noun, list, index, item, mark, locked)
                    })
                    .collect_view(),
            )
        })
    }
}

fn token(
    id: &str,
    noun: &'static str,
    list: TokenList,
    index: usize,
    item: String,
    mark: TokenMark,
    locked: Signal<bool>,
) -> impl IntoView + use<> {
    let field = id.to_owned();
    let remove_id = format!("{id}-remove-{index}");
    let edit = mark.is_invalid.then(|| {
        let field = field.clone();
        html::button()
            .r#type("button")
            .class("token__button")
            .attr("aria-label", format!("Edit {noun} {item}"))
            .child(icon(Icon::Rename))
            .on(ev::click, move |event| {
                if !locked.get_untracked() {
                    list.edit(index);
                    focus::focus_field(&event, &field);
                }
            })
    });
    li().class("token")
        .class(("token--invalid", mark.is_invalid))
        .class(("token--added", mark.is_added))
        .child((
            span().class("token__text").attr("translate", "no").child(item.clone()),
            mark.badge.map(|badge| span().class("token__badge").child(badge)),
            edit,
            html::button()
                .id(remove_id)
                .r#type("button")
                .class("token__button")
                .attr("aria-label", format!("Remove {noun} {item}"))
                .child(icon(Icon::Close))
                .on(ev::click, move |event| {
                    if !locked.get_untracked() {
                        // Found before the list is drawn anew, which detaches this button.
                        let from = event.current_target().and_then(|target| {
                            target.dyn_into::<web_sys::Element>().ok()?.closest(".tokens").ok()?
                        });
                        list.remove(index);
                        if let Some(from) = from {
                            focus_near(from, field.clone(), index);
                        }
                    }
                }),
        ))
}

/// Focuses the button that took the place of the removed one, or the input when it was the last.
fn focus_near(from: web_sys::Element, field: String, index: usize) {
    request_animation_frame(move || {
        let next = focus::in_root_of(&from, &format!("{field}-remove-{index}"))
            .or_else(|| focus::in_root_of(&from, &field));
        if let Some(next) = next.and_then(|next| next.dyn_into().ok()) {
            focus::focus(&next);
        }
    });
}

fn entry(props: &TokenField, popup: Popup) -> impl IntoView + use<> {
    let TokenField { text, list, locked, noun, .. } = props.clone();
    let listbox = format!("{}-options", text.id);
    let option = format!("{}-option-", text.id);
    let pending = list.pending();
    input()
        .id(text.id.clone())
        .r#type("text")
        .class("tokens__input")
        .role("combobox")
        .attr("placeholder", format!("Add {noun}"))
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
        .prop("value", move || pending.get())
        .on(ev::input, move |event| {
            list.type_text(event_target_value(&event));
            popup.marked.set(None);
            popup.open();
        })
        .on(ev::click, move |_| {
            if !locked.get_untracked() {
                popup.open();
            }
        })
        .on(ev::blur, move |_| popup.close())
        .on(ev::paste, move |event| {
            if !locked.get_untracked() {
                paste(list, &event);
            }
        })
        .on(ev::keydown, move |event| {
            if !locked.get_untracked() {
                press(list, popup, &event);
            }
        })
}

/// A paste of several texts enters them all; one of a single text goes into the input as usual.
fn paste(list: TokenList, event: &ClipboardEvent) {
    let text = event.clipboard_data().and_then(|data| data.get_data("text").ok());
    if let Some(text) = text.filter(|text| text.contains([',', '\n', '\r'])) {
        event.prevent_default();
        list.paste(&text);
    }
}

fn press(list: TokenList, popup: Popup, event: &KeyboardEvent) {
    let is_empty = list.pending().with_untracked(String::is_empty);
    let is_plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    match event.key().as_str() {
        // An input method uses Enter to finish a word.
        "Enter" if event.is_composing() => return,
        "Enter" if is_plain => match popup.chosen() {
            Some(value) => {
                list.choose(&value);
                popup.close();
            }
            None => {
                list.enter_pending();
                popup.close();
            }
        },
        "ArrowDown" => popup.step(true),
        "ArrowUp" => popup.step(false),
        "Escape" if popup.is_open.get_untracked() => popup.close(),
        "Backspace" if is_empty => list.remove_last(),
        "z" if is_empty && (event.ctrl_key() || event.meta_key()) => list.undo(),
        _ => return,
    }
    event.prevent_default();
}

fn suggestions(props: &TokenField, popup: Popup) -> impl IntoView + use<> {
    let TokenField { text, list, .. } = props.clone();
    let (id, label) = (text.id.clone(), format!("{} to choose from", text.label));
    let options = move || {
        let id = id.clone();
        let (options, _) = popup.fitting.get();
        options
            .into_iter()
            .enumerate()
            .map(|(index, option)| suggestion(&id, list, popup, index, option))
            .collect_view()
    };
    let rest = move || {
        let (_, more) = popup.fitting.get();
        (more > 0)
            .then(|| p().class("options__rest").child(format!("{more} more: type to narrow down")))
    };
    let listbox = format!("{}-options", text.id);
    move || {
        popup.is_shown().then(|| {
            div().class("options").child((
                ul().id(listbox.clone())
                    .role("listbox")
                    .attr("aria-label", label.clone())
                    .child(options.clone()),
                rest,
            ))
        })
    }
}

fn suggestion(
    id: &str,
    list: TokenList,
    popup: Popup,
    index: usize,
    option: TokenOption,
) -> impl IntoView + use<> {
    let TokenOption { value, note, refused } = option;
    let is_marked = move || popup.marked.get() == Some(index);
    let is_refused = refused.is_some();
    li().id(format!("{id}-option-{index}"))
        .class("option")
        .class(("option--marked", is_marked))
        .class(("option--refused", is_refused))
        .role("option")
        .attr("aria-selected", move || if is_marked() { "true" } else { "false" })
        .attr("aria-disabled", is_refused.then_some("true"))
        .child((
            span().class("option__value").attr("translate", "no").child(value.clone()),
            span().class("option__note").child(refused.unwrap_or(note)),
        ))
        // Pressing the mouse would take the focus from the input, and so close the list.
        .on(ev::mousedown, |event| event.prevent_default())
        .on(ev::click, move |_| {
            if !is_refused {
                list.choose(&value);
                popup.close();
            }
        })
}

fn undo(props: &TokenField) -> impl IntoView + use<> {
    let (list, locked, label) = (props.list, props.locked, props.text.label);
    move || {
        (list.can_undo() && !locked.get()).then(|| {
            button(ButtonKind::Quiet, Some(Icon::Undo), "Undo", move || list.undo())
                .attr("aria-label", format!("Undo the last change of {label}"))
        })
    }
}
