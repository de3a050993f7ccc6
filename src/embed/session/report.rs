//! What the page is told, and what the editor needs of it.

use super::{Session, Stage};
use crate::ui::reactive::*;
use crate::{
    domain::{listeners::Listeners, name::IdentityName},
    embed::events::{self, DirtyDetail, IdentityDetail, RenamedDetail, SavedDetail, StateDetail},
    ui::{
        editor::{
            EditorHost, IdentityMenu, Renamed, Rights, Saved, Unsettled, Views,
            control::{Control, EditorState},
        },
        options::PageOptions,
    },
};

impl Session {
    pub(super) fn fire(self, name: &str, detail: &impl serde::Serialize) -> bool {
        let fired = self.page.hooks.try_with_value(|hooks| events::fire(hooks, name, detail));
        fired.unwrap_or(true)
    }

    /// Tells the page of every change of state.
    pub(super) fn announce(self) {
        let state = Memo::new(move |_| match self.stage.get() {
            Stage::SignInNeeded(_) => "waiting",
            Stage::Connecting => "loading",
            Stage::Failed(_) | Stage::SandboxMissing => "error",
            Stage::Ready { .. } if self.is_signed_out.get() => "waiting",
            Stage::Ready { .. } => match self.page.control.get().map(Control::state) {
                None | Some(EditorState::Loading) => "loading",
                Some(EditorState::Failed) => "error",
                Some(EditorState::Ready) => "ready",
                Some(EditorState::Saving) => "saving",
                Some(EditorState::Unconfirmed) => "unconfirmed",
            },
        });
        let is_dirty = Memo::new(move |_| self.page.unsettled() == Unsettled::Draft);
        // One effect for both events, so that their order doesn't depend on that of effects.
        Effect::new(move |before: Option<(&'static str, bool)>| {
            let now @ (state, dirty) = (state.get(), is_dirty.get());
            let (old_state, was_dirty) = before.unwrap_or_default();
            if state != old_state {
                self.fire("state-change", &StateDetail { state });
            }
            if state == "ready" && old_state == "loading" {
                let name = untrack(|| self.page.control.get().and_then(Control::name));
                let identity = name.map(|name| name.to_string()).unwrap_or_default();
                self.fire("ready", &IdentityDetail { identity: &identity });
            }
            if dirty != was_dirty {
                self.fire("dirty-change", &DirtyDetail { dirty });
            }
            now
        });
    }

    /// What the editor needs of the page.
    pub(super) fn host(self, options: Signal<PageOptions>, listeners: Listeners) -> EditorHost {
        EditorHost {
            control: self.page.control,
            may_save: Callback::new(move |name: IdentityName| {
                self.fire("before-save", &IdentityDetail { identity: name.as_str() })
            }),
            client: self.client.get_value(),
            rights: Signal::derive(move || {
                let rights = self.rights.get();
                let can_write = rights.can_write && !options.with(|it| it.is_read_only);
                Rights { can_write, ..rights }
            }),
            options,
            listeners,
            views: Views::in_memory(),
            menu: IdentityMenu::default(),
            list: None,
            page_of: None,
            on_signed_out: Callback::new(move |()| self.sign_out()),
            is_deleting: Signal::stored(false),
            on_saved: Callback::new(move |saved: Saved| {
                let detail = SavedDetail {
                    identity: saved.identity.as_str(),
                    new_credentials: saved.new_credentials,
                };
                self.fire("saved", &detail);
            }),
            on_renamed: Callback::new(move |renamed: Renamed| {
                let detail = RenamedDetail { from: renamed.from.as_str(), to: renamed.to.as_str() };
                self.fire("renamed", &detail);
            }),
        }
    }
}
