//! The theme of the page: that of the system, unless the user has chosen one.

use leptos::prelude::*;

use super::preference;

const KEY: &str = "theme";

/// A theme to choose.
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

    /// What the user has chosen.
    pub fn kept() -> Self {
        let kept = preference::kept(KEY).unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.word() == kept).unwrap_or_default()
    }

    /// Shows the page in this theme, and keeps the choice.
    pub fn choose(self) {
        preference::keep(KEY, self.word());
        self.apply();
    }

    /// Shows the page in this theme.
    pub fn apply(self) {
        let Some(root) = document().document_element() else { return };
        // An attribute of the page's own root can be set and removed.
        let _ = match self {
            Self::System => root.remove_attribute("data-theme"),
            Self::Light | Self::Dark => root.set_attribute("data-theme", self.word()),
        };
    }
}
