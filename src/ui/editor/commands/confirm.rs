//! What a write leaves behind until its outcome is known: the tab keeps it, it blocks every other
//! write, and checks go on.

use std::{ops::ControlFlow, sync::Arc};

use leptos::task::spawn_local;

use super::{edit, note, results, start, when_done};
use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::IdentitySpec,
        merge::{self, ContextChange},
        plan::{Edits, PlanContext},
    },
    flow::{
        confirm::{self, Confirmed, pause_before_check},
        pending::{PendingWrite, SaveStep, unwatched},
        save::WriteOutcome,
        write_result::WriteResult,
    },
    gateway::{error::GatewayError, pause::pause},
    ui::editor::{
        lazy_part::lazy_part,
        model::{Editor, loaded::Lists, rotation::Replaced, write::Unconfirmed},
        storage,
    },
};

/// Shows a step, and keeps the write that is about to be sent. Closing the editor cancels what
/// wasn't sent.
pub fn show(editor: Editor, step: SaveStep, pending: Option<&PendingWrite>) -> ControlFlow<()> {
    if editor.is_gone() {
        return ControlFlow::Break(());
    }
    if let Some(pending) = pending {
        storage::keep_write(editor, pending);
    }
    editor.write.advance(step);
    ControlFlow::Continue(())
}

/// A write was sent and its outcome is unknown: blocks every other write, and keeps checking.
pub fn track(editor: Editor, pending: PendingWrite, reading: Option<GatewayError>) {
    if let Some(reading) = &reading {
        note(editor, reading);
    }
    wait(
        editor,
        Unconfirmed { pending: Arc::new(pending), reading, is_checking: false, checks: 0 },
    );
}

/// Takes up the write that the tab kept, such as after a reload.
pub fn resume(editor: Editor) {
    let is_tracked = editor.write.unconfirmed_untracked().is_some();
    if !is_tracked && !untrack(|| editor.write.is_running()) && storage::has_write(editor) {
        start(editor, confirm_kept_lazily(editor));
    }
}

/// Checks now: on "Check again", and when the page becomes visible or comes online.
pub fn check_again(editor: Editor) {
    match editor.write.unconfirmed_untracked() {
        Some(unconfirmed) if !unconfirmed.is_checking => {
            start(editor, check_lazily(editor, unconfirmed));
        }
        Some(_) => {}
        // Its program couldn't be loaded.
        None if editor.loaded.lists.with_untracked(|lists| *lists != Lists::Loading) => {
            resume(editor);
        }
        None => {}
    }
}

/// Stops tracking an unconfirmed write.
pub fn forget(editor: Editor) {
    storage::set_aside_write(editor);
    editor.write.release();
}

/// Finds out whether a change comes from a save of this tab that the user chose to forget: then it is ours,
/// and took effect late. What changed besides, or else everything, is asked by `conflict`.
pub fn recognize(
    editor: Editor,
    now: PlanContext,
    context_changes: Vec<ContextChange>,
    conflict: impl FnOnce(PlanContext, Vec<ContextChange>) + 'static,
) {
    let before = editor.loaded.context.try_get_untracked().flatten();
    let forgotten = storage::forgotten_write(editor, &now);
    let (Some(before), Some(pending)) = (before, forgotten) else {
        return conflict(now, context_changes);
    };
    // Fields that were stored before aren't what changed.
    let stored = before.identity().as_spec();
    let is_news = |sent: &&IdentitySpec| !Edits::between(stored, sent.borrowed()).is_empty();
    let Some(sent) = pending.request.spec().filter(is_news).cloned() else {
        return conflict(now, context_changes);
    };
    let client = editor.client();
    let look = async move { confirm::check(&client, pending).await };
    when_done(editor, look, move |outcome| {
        let WriteOutcome::Known(confirmed) = outcome else { return conflict(now, context_changes) };
        storage::drop_forgotten(editor);
        let is_of_form = results::is_of_form(editor, &confirmed.pending.request);
        let is_whole = confirmed.result.is_whole();
        if is_whole {
            if is_of_form {
                edit::follow(editor, &sent);
            }
            take_late(editor, *confirmed);
        }
        if !is_whole || !is_of_form {
            return conflict(now, context_changes);
        }
        // With what the late save did, is there anything left that the plan didn't expect?
        let stored = editor.loaded.context.try_get_untracked().flatten().unwrap_or(before.clone());
        let state = || stored.state().clone();
        let (known, now) = (before.with_state(state()), now.with_state(state()));
        let spec = untrack(|| editor.fields.draft()).as_typed();
        let rest = merge::context_changes(&known, &now, &spec);
        if !rest.is_empty() {
            conflict(now, rest);
        }
    });
}

lazy_part!(writing: confirm_kept_lazily(editor: Editor) -> () = confirm_kept);
lazy_part!(writing: check_lazily(editor: Editor, unconfirmed: Unconfirmed) -> () = check);

fn confirm_kept(editor: Editor) {
    let Some(context) = editor.loaded.context.get_untracked() else { return };
    if editor.write.unconfirmed_untracked().is_some() {
        return;
    }
    let Some(pending) = storage::kept_write(editor, &context) else {
        // It can't be read, so nothing can be confirmed.
        storage::forget_write(editor);
        return editor.write.release();
    };
    let checking = Unconfirmed {
        pending: Arc::new(pending.clone()),
        reading: None,
        is_checking: true,
        checks: 0,
    };
    editor.write.lose(checking);
    let client = editor.client();
    spawn_local(async move {
        let outcome = confirm::confirm(&client, pending, &unwatched).await;
        conclude(editor, outcome, 0);
    });
}

fn check(editor: Editor, unconfirmed: Unconfirmed) {
    let checks = unconfirmed.checks + 1;
    let pending = (*unconfirmed.pending).clone();
    editor.write.lose(Unconfirmed { is_checking: true, checks, ..unconfirmed });
    let client = editor.client();
    spawn_local(async move {
        let outcome = confirm::check(&client, pending).await;
        conclude(editor, outcome, checks);
    });
}

fn conclude(editor: Editor, outcome: WriteOutcome<Confirmed>, checks: usize) {
    // The user may have chosen to forget the write meanwhile.
    if editor.write.unconfirmed_untracked().is_none() {
        return;
    }
    match outcome {
        WriteOutcome::Known(confirmed) => {
            storage::forget_write(editor);
            editor.write.release();
            take_late(editor, *confirmed);
        }
        WriteOutcome::Unconfirmed { pending, reading } => {
            if let Some(reading) = &reading {
                note(editor, reading);
            }
            let pending = Arc::new(*pending);
            wait(editor, Unconfirmed { pending, reading, is_checking: false, checks });
        }
        // A check sends nothing that could end otherwise.
        WriteOutcome::NotSent(_) | WriteOutcome::Abandoned | WriteOutcome::ContextChange { .. } => {
        }
    }
}

fn take_late(editor: Editor, confirmed: Confirmed) {
    if let WriteResult::Rotated(rotated) = &confirmed.result {
        editor.secrets.replaced.try_set(vec![Replaced::of(rotated)]);
    }
    results::take_late(editor, confirmed);
}

/// Blocks every other write until the next check.
fn wait(editor: Editor, unconfirmed: Unconfirmed) {
    let checks = unconfirmed.checks;
    let is_interrupted = matches!(unconfirmed.reading, Some(GatewayError::OtherSession));
    editor.write.lose(unconfirmed);
    if is_interrupted {
        // The user who signed in meanwhile can look at once.
        return check_again(editor);
    }
    spawn_local(async move {
        pause(pause_before_check(checks)).await;
        // "Check again" may have been faster.
        let now = editor.write.unconfirmed_untracked();
        if now.is_some_and(|now| now.checks == checks) {
            check_again(editor);
        }
    });
}
