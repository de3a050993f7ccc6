//! The views of a stored identity.

use crate::ui::reactive::*;

/// One view of a stored identity. All views share one editor with its edits.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum IdentityView {
    /// What the identity can reach, and why.
    #[default]
    Access,
    Credentials,
    /// Name and description.
    Settings,
    /// Stored versions.
    History,
}

impl IdentityView {
    /// In the order of their tabs.
    pub const ALL: [Self; 4] = [Self::Access, Self::Credentials, Self::Settings, Self::History];
}

/// How the page that holds the editor chooses between the views.
#[derive(Clone, Copy)]
pub struct Views {
    /// The view that is shown.
    pub shown: Signal<IdentityView>,
    /// The URL of a view; `None` where views have no URLs.
    pub href: Callback<IdentityView, Option<String>>,
    /// Shows a view.
    pub show: Callback<IdentityView>,
}

impl Views {
    /// Views without URLs: the choice is kept in memory, as in the custom element.
    pub fn in_memory() -> Self {
        let shown = RwSignal::new(IdentityView::default());
        Self {
            shown: shown.into(),
            href: Callback::new(|_| None),
            show: Callback::new(move |view| shown.set(view)),
        }
    }
}
