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
    /// The values as they are compared with what is typed.
    folded: Vec<Arc<str>>,
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
        let fold = |value: &Arc<str>| match is_folded(value) {
            true => value.clone(),
            false => folded(value).into(),
        };
        Self { folded: values.iter().map(fold).collect(), values, describe: Box::new(describe) }
    }

    /// The first `most` options that contain the typed text and pass the filter, and how many more do.
    pub(super) fn fitting(
        &self,
        typed: &str,
        filter: impl Fn(&str) -> bool,
        most: usize,
    ) -> (Vec<TokenOption>, usize) {
        let typed = folded(typed.trim());
        let options = self.values.iter().zip(&self.folded);
        let mut fitting =
            options.filter(|(value, folded)| folded.contains(&typed) && filter(value));
        let drawn = fitting.by_ref().take(most).map(|(value, _)| (self.describe)(value)).collect();
        (drawn, fitting.count())
    }
}
