//! The state of a list of texts: the entries, the typed text, and the undo history.

use crate::ui::reactive::*;
use crate::{domain::collect::Collect, ui::browser::letters::composed};

/// The state of one [`super::token_field`]; methods are named after what the user does.
#[derive(Clone, Copy)]
pub struct TokenList {
    items: RwSignal<Vec<String>>,
    pending: RwSignal<String>,
    /// Earlier states of `items`, the latest last.
    past: RwSignal<Vec<Vec<String>>>,
    /// What a screen reader announces about the last change; see [`TokenList::say`].
    said: RwSignal<String>,
}

/// The number of undo steps.
const PAST_LIMIT: usize = 100;

impl TokenList {
    pub fn new() -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            pending: RwSignal::new(String::new()),
            past: RwSignal::new(Vec::new()),
            said: RwSignal::new(String::new()),
        }
    }

    /// What has been entered, in order.
    pub fn items(&self) -> Signal<Vec<String>> {
        self.items.into()
    }

    /// What is being typed and not entered yet.
    pub fn pending(&self) -> Signal<String> {
        self.pending.into()
    }

    /// Whether something is typed that wasn't entered yet.
    pub fn is_typing(&self) -> bool {
        self.pending.with(|text| !text.trim().is_empty())
    }

    pub fn said(&self) -> Signal<String> {
        self.said.into()
    }

    pub fn can_undo(&self) -> bool {
        self.past.with(|past| !past.is_empty())
    }

    pub fn can_undo_untracked(&self) -> bool {
        self.past.with_untracked(|past| !past.is_empty())
    }

    /// Starts over from what was loaded: nothing is being typed and there is nothing to undo.
    pub fn load(&self, items: Vec<String>) {
        self.items.set(items);
        self.pending.set(String::new());
        self.past.set(Vec::new());
        self.said.set(String::new());
    }

    /// Replaces the list where it differs, and leaves what is being typed; can't be undone.
    pub fn follow(&self, items: &[String]) {
        if self.items.with_untracked(|now| *now != items) {
            self.items.set(items.to_vec());
            self.past.set(Vec::new());
            self.said.set(String::new());
        }
    }

    /// Replaces the list; can be undone.
    pub fn replace(&self, items: Vec<String>) {
        self.take(items);
        self.say(String::new());
    }

    fn take(&self, items: Vec<String>) {
        if self.items.with_untracked(|now| *now != items) {
            self.remember();
            self.items.set(items);
        }
    }

    /// Puts an entry back that was removed; `items` has it in its place.
    pub fn put_back(&self, items: Vec<String>, entry: &str) {
        self.take(items);
        self.say(format!("{entry} added back."));
    }

    /// Announces a change. A live region is read out when its text changes: the same sentence again gets
    /// a space at its end, which isn't seen.
    fn say(&self, text: String) {
        let is_same = !text.is_empty() && self.said.with_untracked(|said| *said == text);
        self.said.set(if is_same { text + "\u{a0}" } else { text });
    }

    pub fn type_text(&self, text: String) {
        self.pending.set(text);
    }

    /// Adds the typed text: several entries when it has commas or line breaks.
    pub fn enter_pending(&self) {
        let text = self.pending.get_untracked();
        self.pending.set(String::new());
        self.enter(split(&text));
    }

    /// Adds one text as it is, commas included, and clears the typed text.
    pub fn choose(&self, text: &str) {
        self.pending.set(String::new());
        self.enter(std::iter::once(text));
    }

    /// Enters one text as [`TokenList::choose`] does, or takes it out when it is entered already.
    pub fn toggle(&self, text: &str) {
        match self.items.with_untracked(|items| items.iter().position(|item| item == text)) {
            Some(index) => self.remove(index),
            None => self.choose(text),
        }
    }

    /// Enters every text of a paste. What is being typed stays.
    pub fn paste(&self, text: &str) {
        self.enter(split(text));
    }

    fn enter<'a>(&self, texts: impl Iterator<Item = &'a str>) {
        let before = self.items.get_untracked();
        let mut items = before.clone();
        // Texts that differ only in how a letter is spelled look the same: one of them is enough.
        let mut known = before.iter().map(|item| composed(item)).into_hashed_set();
        let mut repeated = Vec::new();
        for text in texts {
            if known.insert(composed(text)) {
                items.push(text.to_owned());
            } else {
                repeated.push(text);
            }
        }
        let added = &items[before.len()..];
        let mut said = match added {
            [] => String::new(),
            [one] => format!("{one} added. "),
            many => format!("{} added. ", many.len()),
        };
        match repeated.as_slice() {
            [] => {}
            [one] => said.push_str(&format!("{one} is already in the list.")),
            many => said.push_str(&format!("Already in the list: {}.", many.join(", "))),
        }
        self.say(said);
        if items.len() > before.len() {
            self.remember();
            self.items.set(items);
        }
    }

    pub fn remove(&self, index: usize) {
        if self.items.with_untracked(|items| index >= items.len()) {
            return;
        }
        self.remember();
        let removed = self.items.try_update(|items| items.remove(index)).unwrap_or_default();
        self.say(format!("{removed} removed."));
    }

    /// Replaces an entry.
    pub fn exchange(&self, old: &str, new: &str) {
        let mut items = self.items.get_untracked();
        let Some(index) = items.iter().position(|item| item == old) else { return };
        if items.iter().any(|item| item == new) {
            return self.remove(index);
        }
        items[index] = new.to_owned();
        self.take(items);
        self.say(format!("{old} changed to {new}."));
    }

    pub fn remove_last(&self) {
        if let Some(last) = self.items.with_untracked(|items| items.len().checked_sub(1)) {
            self.remove(last);
        }
    }

    /// Moves an entry back into the input. The typed text is added first, so that it isn't lost.
    pub fn edit(&self, index: usize) {
        let Some(text) = self.items.with_untracked(|items| items.get(index).cloned()) else {
            return;
        };
        self.remove(index);
        self.enter_pending();
        self.pending.set(text);
    }

    pub fn undo(&self) {
        if let Some(Some(items)) = self.past.try_update(Vec::pop) {
            self.items.set(items);
            self.say("Undone.".to_owned());
        }
    }

    fn remember(&self) {
        let items = self.items.get_untracked();
        self.past.update(|past| {
            if past.len() == PAST_LIMIT {
                past.remove(0);
            }
            past.push(items);
        });
    }
}

impl Default for TokenList {
    fn default() -> Self {
        Self::new()
    }
}

/// The separators of several texts: commas in lists; tabs and line breaks in tables.
const SEPARATORS: [char; 6] = [',', '\n', '\r', '\t', '\u{2028}', '\u{2029}'];

/// Whether a text contains several.
pub fn has_separator(text: &str) -> bool {
    text.contains(SEPARATORS)
}

/// The texts between the separators, trimmed, without the empty ones.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATORS).map(str::trim).filter(|text| !text.is_empty())
}
