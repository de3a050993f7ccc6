//! Suggestions for new attributes that resemble known ones.
//!
//! The gateway creates any attribute that it doesn't know, so a typo becomes one that matches
//! nothing (G12). A new attribute is compared with the known ones: the same in another case or another
//! Unicode form, a few edits away, or with a key that no other has.

use crate::domain::collect::{Collect, sort};

use super::attribute::Attribute;

mod distance;

use distance::distance;

/// The known attributes, indexed so that a lookup keeps up with typing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KnownAttributes {
    /// Sorted, each with the lower-case characters of its composed form.
    known: Vec<(Attribute, Vec<char>)>,
    keys: Vec<(String, Vec<char>)>,
}

/// How a text relates to the known attributes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Similarity<'a> {
    /// It is one of them.
    Known,
    /// Equal to one of them in another case, which the gateway distinguishes (contract §8).
    SameButForCase(&'a Attribute),
    /// Looks like one of them: only the Unicode form differs, which the gateway distinguishes.
    SameButForForm(&'a Attribute),
    /// Similar to one of them.
    Suggestion(&'a Attribute),
    /// Its key is similar to the key of known ones.
    NearKey {
        /// The key that was typed.
        key: &'a str,
        /// The known key.
        known: &'a str,
    },
    /// No known attribute has its key; or it has none and all known ones do.
    NewKey {
        /// The key that was typed; `None` for an attribute without one.
        key: Option<&'a str>,
    },
    /// Known attributes have its key, and none is similar.
    NewValue {
        /// The key that was typed.
        key: &'a str,
    },
    /// There is nothing to compare with.
    Unlike,
}

impl KnownAttributes {
    /// Indexes the attributes, repeated ones once. `composed` gives the composed form (NFC) of a text.
    pub fn new<'a>(
        known: impl IntoIterator<Item = &'a Attribute>,
        composed: impl Fn(&str) -> String,
    ) -> Self {
        let mut known: Vec<&Attribute> = known.into_iter().into_hashed_set().into_iter().collect();
        sort(&mut known, Ord::cmp);
        let keys = known.iter().filter_map(|it| key(it.as_str())).into_hashed_set();
        let mut keys: Vec<&str> = keys.into_iter().collect();
        // Sorted attributes don't have sorted keys: "-" comes before ":".
        sort(&mut keys, Ord::cmp);
        Self {
            keys: keys.into_iter().map(|key| (key.to_owned(), lower(key))).collect(),
            known: known
                .into_iter()
                .map(|it| (it.clone(), lower(&composed(it.as_str()))))
                .collect(),
        }
    }

    /// Compares a typed text with the known attributes; `composed` as for [`KnownAttributes::new`].
    pub fn look_up<'a>(
        &'a self,
        text: &'a str,
        composed: impl Fn(&str) -> String,
    ) -> Similarity<'a> {
        let text = text.trim();
        if text.is_empty() || self.known.is_empty() {
            return Similarity::Unlike;
        }
        if self.known.binary_search_by(|(known, _)| known.as_str().cmp(text)).is_ok() {
            return Similarity::Known;
        }
        let form = composed(text);
        let typed = lower(&form);
        if let Some((known, distance)) = nearest(&typed, &self.known) {
            return match distance {
                0 if composed(known.as_str()) == form => Similarity::SameButForForm(known),
                0 => Similarity::SameButForCase(known),
                _ => Similarity::Suggestion(known),
            };
        }
        match key(text) {
            Some(key) if self.has_key(key) => Similarity::NewValue { key },
            Some(key) => match nearest(&lower(key), &self.keys) {
                Some((known, _)) => Similarity::NearKey { key, known },
                None => Similarity::NewKey { key: Some(key) },
            },
            None if self.known.iter().all(|(known, _)| key(known.as_str()).is_some()) => {
                Similarity::NewKey { key: None }
            }
            None => Similarity::Unlike,
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

/// The most similar one within the limit, the first of equals.
fn nearest<'a, T>(typed: &[char], known: &'a [(T, Vec<char>)]) -> Option<(&'a T, usize)> {
    let mut reach = reach(typed.len());
    let mut found = None;
    for (item, characters) in known {
        if let Some(distance) = distance(typed, characters, reach)
            && (distance == 0 || !is_sibling(typed, characters))
        {
            found = Some((item, distance));
            match distance.checked_sub(1) {
                // From here on, only a smaller distance counts.
                Some(nearer) => reach = nearer,
                None => break,
            }
        }
    }
    found
}

/// Whether two words differ only in digits: `eu-west-2` isn't a typo of `eu-west-1`.
fn is_sibling(left: &[char], right: &[char]) -> bool {
    let is_letter = |character: &&char| !character.is_ascii_digit();
    left.iter().filter(is_letter).eq(right.iter().filter(is_letter))
}

/// How many edits still count as a typo: more in a long word, none in a very short one.
const fn reach(characters: usize) -> usize {
    match characters {
        0..=2 => 0,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    }
}
