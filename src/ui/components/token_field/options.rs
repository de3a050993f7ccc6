//! What a field offers to choose from.

use std::sync::Arc;

use crate::ui::{browser::letters::folded, components::icon::Icon};

/// An option.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct TokenOption {
    pub value: String,
    /// A short note beside it, after an icon.
    pub note: String,
    pub sign: Option<Icon>,
    /// The source it is already assigned through, such as "from env:prod"; empty for none.
    pub source: String,
    /// Why it cannot be chosen; `None` when it can.
    pub refused: Option<String>,
}

/// The options of a field. There may be thousands, of which only the drawn ones are described.
pub struct TokenOptions {
    /// In the order in which they are offered.
    values: Vec<Arc<str>>,
    /// The values as they are compared with what is typed, a line each: one search goes through all of them.
    folded: String,
    /// Where the line of each value ends.
    ends: Vec<usize>,
    describe: Box<dyn Fn(&str) -> TokenOption + Send + Sync>,
}

impl TokenOptions {
    /// `describe` is asked about these `values` only.
    pub fn new(
        values: Vec<Arc<str>>,
        describe: impl Fn(&str) -> TokenOption + Send + Sync + 'static,
    ) -> Self {
        let is_folded =
            |text: &str| text.bytes().all(|it| it.is_ascii() && !it.is_ascii_uppercase());
        let (mut all, mut ends) = (String::new(), Vec::with_capacity(values.len()));
        for value in &values {
            match is_folded(value) {
                true => all.push_str(value),
                false => all.push_str(&folded(value)),
            }
            all.push('\n');
            ends.push(all.len());
        }
        Self { folded: all, ends, values, describe: Box::new(describe) }
    }

    /// The first `most` options that contain the typed text and pass the filter, and how many more do.
    pub(super) fn fitting(
        &self,
        typed: &str,
        filter: impl Fn(&str) -> bool,
        most: usize,
    ) -> (Vec<TokenOption>, usize) {
        let typed = folded(typed.trim());
        let mut fitting = self
            .containing(&typed)
            .into_iter()
            .map(|at| &*self.values[at])
            .filter(|value| filter(value));
        let drawn = fitting.by_ref().take(most).map(|value| (self.describe)(value)).collect();
        (drawn, fitting.count())
    }

    /// The places of the values that contain a folded text.
    fn containing(&self, typed: &str) -> Vec<usize> {
        if typed.is_empty() {
            return (0..self.values.len()).collect();
        }
        let (mut found, mut at) = (Vec::new(), 0);
        for (place, _) in self.folded.match_indices(typed) {
            while self.ends[at] <= place {
                at += 1;
            }
            if found.last() != Some(&at) {
                found.push(at);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(values: &[&str], typed: &str) -> (Vec<String>, usize) {
        let describe = |value: &str| TokenOption {
            value: value.to_owned(),
            note: String::new(),
            sign: None,
            source: String::new(),
            refused: None,
        };
        let options = TokenOptions::new(values.iter().map(|it| Arc::from(*it)).collect(), describe);
        let (drawn, more) = options.fitting(typed, |value| value != "hidden", 2);
        (drawn.into_iter().map(|it| it.value).collect(), more)
    }

    #[test]
    fn options_contain_what_is_typed() {
        let values = ["prod-db", "Prod-Web", "hidden", "oo-oo"];
        for (typed, expected, more) in [
            ("", &["prod-db", "Prod-Web"][..], 1),
            (" PROD ", &["prod-db", "Prod-Web"], 0),
            ("o", &["prod-db", "Prod-Web"], 1),
            ("oo", &["oo-oo"], 0),
            ("hid", &[], 0),
            ("bp", &[], 0),
        ] {
            let expected = expected.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(found(&values, typed), (expected, more), "{typed}");
        }
    }
}
