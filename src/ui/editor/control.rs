//! What the page around the editor can ask of it.

use leptos::prelude::*;

use super::{
    commands::{edit, load, save},
    host::Subject,
    model::{Editor, loaded::LoadState, write::WriteState},
};

/// How far an editor is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EditorState {
    Loading,
    Failed,
    Ready,
    Saving,
    /// A write was sent and its outcome is unknown.
    Unconfirmed,
}

/// A handle to a mounted editor. Its methods have no effect once the editor is unmounted.
#[derive(Clone, Copy)]
pub struct Control(Editor);

impl Control {
    pub(super) fn of(editor: Editor) -> Self {
        Self(editor)
    }

    /// How far the editor is; tracked.
    pub fn state(self) -> EditorState {
        let load = self.0.loaded.state.try_get().unwrap_or(LoadState::Loading);
        match (load, self.0.write.state.try_get()) {
            (LoadState::Loading, _) => EditorState::Loading,
            (LoadState::Failed(_), _) => EditorState::Failed,
            (LoadState::Ready, Some(WriteState::Running(_))) => EditorState::Saving,
            (LoadState::Ready, Some(WriteState::Unconfirmed(_))) => EditorState::Unconfirmed,
            (LoadState::Ready, _) => EditorState::Ready,
        }
    }

    /// Acts like the Save button: problems, review and consent appear.
    pub fn save(self) {
        if !self.0.is_gone() {
            save::ask(self.0);
        }
    }

    /// Discards unsaved edits, unless a write is running.
    pub fn discard(self) {
        if !self.0.is_gone() && !self.0.is_locked().get_untracked() {
            edit::discard(self.0);
        }
    }

    /// Reads the identity again; the tab keeps unsaved edits and restores them.
    pub fn reload(self) {
        if self.0.is_gone() || self.0.write.state.with_untracked(|it| *it != WriteState::Idle) {
            return;
        }
        if let Some(identity) = self.0.loaded.identity_untracked() {
            load::load(self.0, &Subject::Stored(identity.name.clone()));
        }
    }

    /// Focuses the heading.
    pub fn focus(self) {
        if !self.0.is_gone() {
            edit::focus_heading(self.0);
        }
    }
}
