//! The handle that the page around the editor gets.

use super::{edit, load, save};
use crate::ui::reactive::*;
use crate::ui::{
    browser::mark,
    editor::{
        control::{Control, EditorState, Unsettled},
        host::Subject,
        model::{Editor, loaded::LoadState, write::WriteState},
    },
};

/// The handle of an editor; it lives as long as the owner that this runs in.
pub fn control(editor: Editor, subject: Subject) -> Control {
    Effect::new(move |was_loaded: Option<bool>| {
        let is_loaded = editor.loaded.state.with(|state| matches!(state, LoadState::Ready));
        if is_loaded && was_loaded != Some(true) {
            mark::ready();
        }
        is_loaded
    });
    Control {
        state: Signal::derive(move || state(editor)),
        name: Signal::derive(move || editor.loaded.identity().map(|it| it.name.clone())),
        unsettled: Memo::new(move |_| unsettled(editor)).into(),
        resume: Callback::new({
            let subject = subject.clone();
            move |()| load::resume(editor, &subject)
        }),
        save: Callback::new(move |()| save::ask(editor)),
        discard: Callback::new(move |()| {
            if !editor.is_locked().get_untracked() {
                edit::discard(editor);
            }
        }),
        reload: Callback::new(move |()| reload(editor, &subject)),
        focus: Callback::new(move |()| edit::focus_heading(editor)),
    }
}

fn state(editor: Editor) -> EditorState {
    match (editor.loaded.state.get(), editor.write.state.get()) {
        (LoadState::Loading, _) => EditorState::Loading,
        (LoadState::Failed(_), _) => EditorState::Failed,
        (LoadState::Ready, WriteState::Running(_)) => EditorState::Saving,
        (LoadState::Ready, WriteState::Kept | WriteState::Unconfirmed(_)) => {
            EditorState::Unconfirmed
        }
        (LoadState::Ready, WriteState::Idle) => EditorState::Ready,
    }
}

fn unsettled(editor: Editor) -> Unsettled {
    match (editor.write.is_running(), editor.fields.is_changed.get()) {
        (true, _) => Unsettled::Writing,
        (_, true) => Unsettled::Draft,
        _ if editor.secrets.is_unseen.get() => Unsettled::Credentials,
        _ => Unsettled::Nothing,
    }
}

fn reload(editor: Editor, subject: &Subject) {
    if matches!(editor.loaded.state.get_untracked(), LoadState::Failed(_)) {
        return load::load(editor, subject);
    }
    let is_idle = editor.write.state.with_untracked(|it| *it == WriteState::Idle);
    if let Some(identity) = editor.loaded.identity_untracked().filter(|_| is_idle) {
        load::load(editor, &Subject::Stored(identity.name.clone()));
    }
}
