//! The list of suggestions below a token field's input.

use std::sync::Arc;

use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    TokenField,
    options::{TokenOption, TokenOptions},
};
use crate::{
    domain::collect::{Collect, HashedSet},
    gateway::pause::give_way,
    ui::{
        browser::{focus, unicode::look_alikes},
        components::{
            icon::{Icon, icon},
            token_list::TokenList,
        },
        dom::{El, ElRef, View, div, kept_items, li, live, p, span, ul, untrusted},
    },
};

/// How many suggestions are drawn at first, and added each time the end of the list is reached.
const STEP: usize = 20;

/// The state of the list: open or closed, its content, the marked option.
#[derive(Clone, Copy)]
pub(super) struct Popup {
    pub(super) is_open: RwSignal<bool>,
    /// It is about to open.
    is_opening: StoredValue<bool>,
    /// It is open and has at least one option.
    is_shown: Memo<bool>,
    pub(super) marked: RwSignal<Option<usize>>,
    /// It fills the screen of a phone.
    pub(super) is_full: StoredValue<bool>,
    pub(super) is_multiple: bool,
    /// How many suggestions are drawn.
    limit: RwSignal<usize>,
    /// The drawn suggestions among those that fit what is typed, and how many more fit.
    fitting: Memo<(Vec<TokenOption>, usize)>,
    options: Signal<Arc<TokenOptions>>,
    locked: Signal<bool>,
    /// The entered texts.
    entered: Memo<HashedSet<String>>,
}

impl Popup {
    pub(super) fn new(props: &TokenField) -> Self {
        let (options, items, pending) = (props.options, props.list.items(), props.list.pending());
        let is_multiple = props.is_multiple;
        let limit = RwSignal::new(STEP);
        let entered =
            Memo::new(move |_| items.with(|items| items.iter().cloned().into_hashed_set()));
        let fitting = Memo::new(move |_| {
            let (options, limit) = (options.get(), limit.get());
            pending.with(|typed| {
                entered.with(|entered| {
                    let is_offered = |value: &str| is_multiple || !entered.contains(value);
                    options.fitting(typed, is_offered, limit)
                })
            })
        });
        let is_open = RwSignal::new(false);
        let is_shown =
            Memo::new(move |_| is_open.get() && fitting.with(|(options, _)| !options.is_empty()));
        Self {
            is_open,
            is_opening: StoredValue::new(false),
            is_shown,
            marked: RwSignal::new(None),
            is_full: StoredValue::new(false),
            is_multiple,
            limit,
            fitting,
            options,
            locked: props.locked,
            entered,
        }
    }

    pub(super) fn open(self) {
        self.is_open.set(true);
    }

    pub(super) fn close(self) {
        self.is_opening.set_value(false);
        self.is_open.set(false);
        self.marked.set(None);
    }

    pub(super) fn is_open_or_opening(self) -> bool {
        self.is_open.get_untracked() || self.is_opening.get_value()
    }

    /// Starts again at the first suggestions after the typed text changed.
    pub(super) fn start_over(self) {
        self.marked.set(None);
        self.limit.set(STEP);
        if self.is_open_or_opening() {
            return;
        }
        self.is_opening.set_value(true);
        // Drawn for the first time, the list takes longer than the frame that the typed letter has.
        spawn_local(async move {
            give_way().await;
            if self.is_opening.try_get_value() == Some(true) {
                self.is_opening.set_value(false);
                if !self.locked.get_untracked() {
                    self.open();
                }
            }
        });
    }

    /// Collects the options ahead of the first typed letter.
    pub(super) fn prepare(self) {
        spawn_local(async move {
            give_way().await;
            self.options.try_with_untracked(|_| ());
        });
    }

    /// Draws further suggestions, if there are more.
    fn extend(self) {
        if self.fitting.with_untracked(|(_, more)| *more > 0) {
            self.limit.update(|limit| *limit += STEP);
        }
    }

    /// Adds a suggestion; the list stays open for the next one.
    pub(super) fn choose(self, list: TokenList, value: &str) {
        if self.is_multiple {
            list.toggle(value);
            // Adding clears the typed text, so the list is no longer narrowed.
            let at = self.fitting.with_untracked(|(options, _)| {
                options.iter().position(|option| option.value == value)
            });
            self.marked.set(at);
        } else {
            list.choose(value);
            self.marked.set(None);
        }
    }

    pub(super) fn is_shown(self) -> bool {
        self.is_shown.get()
    }

    /// How many options fit what is typed, drawn or not.
    fn count(self) -> usize {
        self.fitting.with(|(options, more)| options.len() + more)
    }

    /// Moves the mark by one, wrapping around at the end of all that fit.
    pub(super) fn step(self, forward: bool) {
        self.open();
        let drawn = self.fitting.with_untracked(|(options, _)| options.len());
        if forward && self.marked.get_untracked().is_some_and(|marked| marked + 1 == drawn) {
            self.extend();
        }
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
    pub(super) fn chosen(self) -> Option<String> {
        self.marked_option().filter(|option| option.refused.is_none()).map(|option| option.value)
    }

    /// The marked suggestion may not be chosen.
    pub(super) fn is_refused(self) -> bool {
        self.marked_option().is_some_and(|option| option.refused.is_some())
    }

    fn marked_option(self) -> Option<TokenOption> {
        let marked = self.marked.get_untracked().filter(|_| self.is_open.get_untracked())?;
        self.fitting.with_untracked(|(options, _)| options.get(marked).cloned())
    }
}

pub(super) fn suggestions(props: &TokenField, popup: Popup) -> View {
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
