//! The theme of the page: the system's, unless the user chose one.

use super::preference;
use crate::ui::reactive::*;

const KEY: &str = "theme";

/// A theme the user can choose.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The user's choice.
    pub fn kept() -> Self {
        let kept = preference::kept(KEY).unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.word() == kept).unwrap_or_default()
    }

    /// Applies a theme and stores the choice.
    pub fn choose(self) {
        preference::keep(KEY, self.word());
        self.apply();
    }

    /// Applies a theme.
    pub fn apply(self) {
        let Some(root) = document().document_element() else { return };
        // An attribute of the document element can always be set and removed.
        let _ = match self {
            Self::System => root.remove_attribute("data-theme"),
            Self::Light | Self::Dark => root.set_attribute("data-theme", self.word()),
        };
    }
}
