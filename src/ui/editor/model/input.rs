//! What a field of the form is typed into.

use crate::ui::reactive::*;
use crate::{
    domain::draft::{PerField, TextOrList},
    ui::components::token_list::TokenList,
};

/// What a field is typed into.
pub type Input = TextOrList<RwSignal<String>, TokenList>;

/// What each field is typed into.
pub type Inputs = PerField<RwSignal<String>, RwSignal<String>, TokenList, TokenList>;

impl Input {
    /// Calls `read` with the typed texts: one for a text, one per entry for a list. Tracked.
    pub fn with<T>(self, read: impl FnOnce(&[String]) -> T) -> T {
        match self {
            Self::Text(text) => text.with(|text| read(std::slice::from_ref(text))),
            Self::List(list) => list.items().with(|items| read(items)),
        }
    }
}
