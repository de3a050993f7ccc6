//! Loading what is edited, with the edits and the write that the tab kept.

use std::sync::Arc;

use super::{confirm, credentials, lists, merge, note, save, when_done};
use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::IdentityDraft,
        identity_state::IdentityState,
        name::IdentityName,
        plan::{ChangePlan, PlanContext, Unknown},
    },
    flow::{context, load},
    gateway::{client::Client, error::GatewayError},
    ui::editor::{
        host::Subject,
        lazy_part::lazy_part,
        model::{
            Editor,
            loaded::{Lists, LoadState},
            write::Report,
        },
        storage::{self, KeptDraft},
    },
};

/// Reads what is to be edited.
pub fn load(editor: Editor, subject: &Subject) {
    match subject {
        Subject::Stored(name) => load_stored(editor, name.clone()),
        Subject::New => {
            ready(editor, editor.loaded.begin_reading(), IdentityState::unsaved());
        }
        Subject::CopyOf(name) => load_copy(editor, name.clone()),
    }
}

/// Starts a new identity as a copy, to be reviewed and saved like any other.
fn load_copy(editor: Editor, name: IdentityName) {
    let client = editor.client();
    editor.loaded.state.set(LoadState::Loading);
    let read = async move { load::state(&client, &name).await };
    when_done(editor, read, move |answer| match answer {
        Ok(state) => {
            let original = IdentityDraft::of(&state.identity);
            editor.loaded.copy_of.set_value(Some(state.identity.name.clone()));
            ready(editor, editor.loaded.begin_reading(), IdentityState::unsaved());
            if !editor.fields.is_restored.get_untracked() {
                let name = format!("{}-copy", original.name);
                editor.fields.load(&IdentityDraft { name, ..original });
            }
        }
        Err(error) => {
            note(editor, &error);
            editor.loaded.state.set(LoadState::Failed(error));
        }
    });
}

fn load_stored(editor: Editor, name: IdentityName) {
    let client = editor.client();
    // A rename whose answer was lost has changed the name; the tab knows the new one.
    let renamed = storage::kept_rename(editor, &name);
    editor.loaded.state.set(LoadState::Loading);
    let reading = editor.loaded.begin_reading();
    let read = async move {
        match (load::state(&client, &name).await, renamed) {
            (Err(GatewayError::Gone { .. }), Some(name)) => load::state(&client, &name).await,
            (answer, _) => answer,
        }
    };
    when_done(editor, read, move |answer| match answer {
        Ok(state) => ready(editor, reading, state),
        Err(error) => {
            note(editor, &error);
            editor.loaded.state.set(LoadState::Failed(error));
        }
    });
}

/// Starts editing what was read, with the edits in the form if they're of the same identity, or else
/// with those that the tab kept. They are merged with what was stored since they began (G15).
fn ready(editor: Editor, reading: u32, state: IdentityState) {
    editor.review.refused_saves.set(0);
    if untrack(|| has_edits_of(editor, &state)) {
        return take_in(editor, reading, state);
    }
    let listeners = editor.host.with_value(|host| host.listeners);
    let stored = IdentityDraft::of(&state.identity);
    editor.write.conflict.set(None);
    editor.fields.load(&stored);
    editor.loaded.note_reading(reading);
    let context = PlanContext::new(state.clone(), Arc::default()).with_listeners(listeners);
    editor.loaded.begin(context);
    let kept = storage::kept_draft(editor);
    editor.fields.is_restored.set(kept.is_some());
    if let Some(KeptDraft { draft, base }) = kept {
        editor.fields.load(&draft);
        if base != stored {
            editor.loaded.base_on(base.as_typed());
            return take_in(editor, reading, state);
        }
    }
    show(editor);
}

/// Whether the form has edits of the same identity; tracked.
fn has_edits_of(editor: Editor, state: &IdentityState) -> bool {
    let before = editor.loaded.identity_untracked();
    let is_same = before.is_some_and(|it| it.is_stored() && it.id == state.identity.id);
    is_same && editor.fields.is_changed.get()
}

lazy_part!(writing: take_in_lazily(
    editor: Editor, reading: u32, state: IdentityState
) -> () = merge::take_in_reading);

/// Merges the edits with what was read, and then shows the form.
fn take_in(editor: Editor, reading: u32, state: IdentityState) {
    when_done(editor, take_in_lazily(editor, reading, state), move |taken| {
        if taken.is_err() {
            // The edits are still based on what was read before, so that the next save compares.
            editor.is_part_missing.set(true);
        }
        show(editor);
    });
}

fn show(editor: Editor) {
    // Before anything can be sent.
    if storage::has_write(editor) {
        editor.write.hold();
    }
    editor.loaded.state.set(LoadState::Ready);
    credentials::refresh(editor);
    load_lists(editor);
}

/// Reads the lists, then confirms a write of this tab whose outcome is unknown, and continues a save
/// that waited for them.
pub fn load_lists(editor: Editor) {
    editor.loaded.lists.set(Lists::Loading);
    when_done(editor, lists::read(editor), move |answer| {
        match answer {
            Ok(catalog) => lists::set(editor, catalog),
            Err(error) => {
                note(editor, &error);
                editor.loaded.lists.set(Lists::Failed(error));
            }
        }
        confirm::resume(editor);
        save::continue_waiting(editor);
    });
}

/// Whether a typed text may be a secret: then nothing is asked, because what is asked about ends up in
/// the logs of the gateway and of proxies.
fn has_secret(editor: Editor) -> bool {
    untrack(|| !editor.fields.secrets.undecided().is_empty())
}

/// Asks whether another identity has the typed name.
pub fn check_name(editor: Editor) {
    let Ok(name) = IdentityName::parse(&editor.fields.inputs.name.get_untracked()) else { return };
    if has_secret(editor) {
        return;
    }
    let stored = editor.loaded.identity_untracked();
    let is_rename = stored.is_some_and(|identity| identity.name != name);
    if !is_rename || editor.loaded.is_taken_untracked(&name) {
        return;
    }
    let client = editor.client();
    let asked = name.clone();
    let ask = async move { context::is_taken(&client, &asked).await };
    when_done(editor, ask, move |answer| {
        // When the answer fails, the save asks again.
        if answer == Ok(true) {
            editor.loaded.update(|context| {
                let mut taken = context.taken_names().clone();
                Arc::make_mut(&mut taken).insert(name);
                context.with_taken_names(taken)
            });
        }
    });
}

/// Asks the gateway about what the plan doesn't know and a save would find out: attributes that are
/// in no list (G10), and listeners where the page may (G29). Each is asked about once.
pub fn complete_plan(editor: Editor) {
    if !editor.loaded.has_lists() || !editor.fields.secrets.undecided().is_empty() {
        return;
    }
    let Some(plan) = editor.review.plan.get() else { return };
    let client = editor.client();
    let is_answerable = |unknown: &&Unknown| match unknown {
        Unknown::NewAttribute { .. } => true,
        Unknown::Listener(_) => client.may_read_server_config(),
        _ => false,
    };
    let unknowns = plan.unknowns.iter().filter(is_answerable).cloned();
    // The place of an attribute in the list doesn't matter.
    let unknowns = unknowns.map(|unknown| match unknown {
        Unknown::NewAttribute { attribute, .. } => Unknown::NewAttribute { index: 0, attribute },
        other => other,
    });
    if !editor.loaded.ask_about(unknowns) {
        return;
    }
    // When this fails, the save asks again.
    when_done(editor, complete_lazily(editor, client, plan), |_| ());
}

lazy_part!(review: complete_lazily(
    editor: Editor, client: Client, plan: Arc<ChangePlan>
) -> () = complete);

fn complete(editor: Editor, client: Client, plan: Arc<ChangePlan>) {
    let read = async move { context::complete(&client, &plan).await };
    when_done(editor, read, move |answer| {
        if let Ok(complete) = answer {
            editor.loaded.update(|context| context.completed_by(&complete));
        }
    });
}

/// Reads again what couldn't be read without a valid token. What was said of the old one is no longer
/// true.
pub fn resume(editor: Editor, subject: &Subject) {
    if editor
        .write
        .report
        .with_untracked(|report| report.as_ref().is_some_and(Report::is_refused_token))
    {
        editor.write.clear_report();
    }
    confirm::check_again(editor);
    if matches!(editor.loaded.state.get_untracked(), LoadState::Failed(_)) {
        load(editor, subject);
    } else if matches!(editor.loaded.lists.get_untracked(), Lists::Failed(_)) {
        load_lists(editor);
    } else {
        confirm::resume(editor);
    }
}
