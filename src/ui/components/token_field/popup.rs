//! The state of the list of suggestions.

use std::sync::Arc;

use leptos::task::spawn_local;

use super::{
    TokenField,
    options::{TokenOption, TokenOptions},
};
use crate::ui::reactive::*;
use crate::{
    domain::collect::{Collect, HashedSet},
    gateway::pause::give_way,
    ui::{components::token_list::TokenList, dom::View},
};

/// How many suggestions are drawn at first, and added each time the end of the list is reached.
const STEP: usize = 20;

/// Draws the list.
pub(super) type Draw = fn(&TokenField, Popup) -> View;

/// The state of the list: open or closed, its content, the marked option.
#[derive(Clone, Copy)]
pub(super) struct Popup {
    pub(super) is_open: RwSignal<bool>,
    /// It is about to open, perhaps as soon as its program is there.
    is_opening: StoredValue<bool>,
    /// It is open and has at least one option.
    pub(super) is_shown: Memo<bool>,
    pub(super) marked: RwSignal<Option<usize>>,
    /// It fills the screen of a phone.
    pub(super) is_full: StoredValue<bool>,
    pub(super) is_multiple: bool,
    /// `None` until its program is there.
    pub(super) draw: RwSignal<Option<Draw>>,
    /// How many suggestions are drawn.
    limit: RwSignal<usize>,
    /// The drawn suggestions among those that fit what is typed, and how many more fit.
    pub(super) fitting: Memo<(Vec<TokenOption>, usize)>,
    options: Signal<Arc<TokenOptions>>,
    locked: Signal<bool>,
    /// The entered texts.
    pub(super) entered: Memo<HashedSet<String>>,
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
        let (is_open, draw) = (RwSignal::new(false), RwSignal::new(None));
        let is_shown =
            Memo::new(move |_| is_open.get() && fitting.with(|(options, _)| !options.is_empty()));
        Self {
            is_open,
            is_opening: StoredValue::new(false),
            is_shown,
            marked: RwSignal::new(None),
            is_full: StoredValue::new(false),
            is_multiple,
            draw,
            limit,
            fitting,
            options,
            locked: props.locked,
            entered,
        }
    }

    pub(super) fn open(self) {
        let is_there = self.draw.with_untracked(Option::is_some);
        self.is_opening.set_value(!is_there);
        if is_there {
            self.is_open.set(true);
        }
    }

    /// Its program is there, or couldn't be loaded.
    pub(super) fn loaded(self, draw: Option<Draw>) {
        if self.draw.try_set(draw) && self.is_opening.get_value() {
            self.is_opening.set_value(false);
            if draw.is_some() && !self.locked.get_untracked() {
                self.open();
            }
        }
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
    pub(super) fn extend(self) {
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
    pub(super) fn count(self) -> usize {
        self.fitting.with(|(options, more)| options.len() + more)
    }

    /// Moves the mark by one, wrapping around at the end of all that fit.
    pub(super) fn step(self, forward: bool) {
        self.open();
        if !self.is_open.get_untracked() {
            return;
        }
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
