//! Did you mean …? — what a new attribute is nearly.
//!
//! The gateway creates any attribute that it does not know, and a typo becomes one that matches
//! nothing (G12). So a new one is held against those that are known: the same but for case, a slip
//! of a key or two, or a key that nothing else has.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use super::attribute::Attribute;

mod distance;

use distance::distance;

/// The known attributes, prepared once so that each keystroke is quick.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Vocabulary {
    /// Sorted, each with its characters in lower case.
    known: Vec<(Attribute, Vec<char>)>,
    keys: Vec<(String, Vec<char>)>,
}

/// Where a text stands among the known attributes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Nearness<'a> {
    /// It is one of them.
    Known,
    /// It is one of them but for upper and lower case, which the gateway tells apart (contract §8).
    SameButForCase(&'a Attribute),
    /// It is as good as one of them.
    Suggestion(&'a Attribute),
    /// Its key is as good as the key of others.
    NearKey {
        /// The key that was typed.
        key: &'a str,
        /// The key that it resembles.
        known: &'a str,
    },
    /// No other attribute has its key; or, for one without a key, all others have one.
    NewKey {
        /// The key that was typed; `None` for an attribute without one.
        key: Option<&'a str>,
    },
    /// Others have its key, and none of them resembles it.
    NewValue {
        /// The key that was typed.
        key: &'a str,
    },
    /// There is nothing to compare it with.
    Unlike,
}

impl Vocabulary {
    /// Learns from the attributes that exist, repeated ones once.
    pub fn new<'a>(known: impl IntoIterator<Item = &'a Attribute>) -> Self {
        let known: BTreeSet<&Attribute> = known.into_iter().into_set();
        let keys: BTreeSet<&str> = known.iter().filter_map(|it| key(it.as_str())).into_set();
        Self {
            keys: keys.into_iter().map(|key| (key.to_owned(), lower(key))).collect(),
            known: known.into_iter().map(|it| (it.clone(), lower(it.as_str()))).collect(),
        }
    }

    /// Where a typed text stands.
    pub fn look_up<'a>(&'a self, text: &'a str) -> Nearness<'a> {
        let text = text.trim();
        if text.is_empty() || self.known.is_empty() {
            return Nearness::Unlike;
        }
        if self.known.binary_search_by(|(known, _)| known.as_str().cmp(text)).is_ok() {
            return Nearness::Known;
        }
        let typed = lower(text);
        if let Some((known, distance)) = nearest(&typed, &self.known) {
            return match distance {
                0 => Nearness::SameButForCase(known),
                _ => Nearness::Suggestion(known),
            };
        }
        match key(text) {
            Some(key) if self.has_key(key) => Nearness::NewValue { key },
            Some(key) => match nearest(&lower(key), &self.keys) {
                Some((known, _)) => Nearness::NearKey { key, known },
                None => Nearness::NewKey { key: Some(key) },
            },
            None if self.known.iter().all(|(known, _)| key(known.as_str()).is_some()) => {
                Nearness::NewKey { key: None }
            }
            None => Nearness::Unlike,
        }
    }

    fn has_key(&self, key: &str) -> bool {
        self.keys.binary_search_by(|(known, _)| known.as_str().cmp(key)).is_ok()
    }
}

/// The part of `key:value` before the colon; `None` where there is none.
pub fn key(text: &str) -> Option<&str> {
    text.split_once(':').map(|(key, _)| key).filter(|key| !key.is_empty())
}

fn lower(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The nearest one within reach, the first of several that are as suggest.
fn nearest<'a, T>(typed: &[char], known: &'a [(T, Vec<char>)]) -> Option<(&'a T, usize)> {
    let mut reach = reach(typed.len());
    let mut found = None;
    for (item, characters) in known {
        if let Some(distance) = distance(typed, characters, reach)
            && (distance == 0 || !is_sibling(typed, characters))
        {
            found = Some((item, distance));
            match distance.checked_sub(1) {
                // Only what is nearer still is of interest.
                Some(nearer) => reach = nearer,
                None => break,
            }
        }
    }
    found
}

/// Whether two words differ in their digits alone: `eu-west-2` is no slip for `eu-west-1`.
fn is_sibling(left: &[char], right: &[char]) -> bool {
    let is_letter = |character: &&char| !character.is_ascii_digit();
    left.iter().filter(is_letter).eq(right.iter().filter(is_letter))
}

/// How many slips still make it the same word: more in a long one, none in a very short one.
const fn reach(characters: usize) -> usize {
    match characters {
        0..=2 => 0,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    }
}
