//! Rotating, one credential after the other, and finding out what a rotation of this tab has done.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{fetch_credentials, tell};
use crate::{
    domain::{connection::ConnectionName, plan::PlanContext, write::WriteRequest},
    flow::{
        pending::PendingWrite,
        rotate::{self, RotateOutcome, Rotated, RotationResult, Unfit},
        save::SaveStep,
    },
    ui::editor::{
        actions::{client, kept, note},
        rotation::{Rotating, Turn, TurnEnd},
        state::{Editor, Phase, Report},
        vault::CredentialList,
    },
};

/// Rotates credentials, until the last or until it is stopped.
pub fn rotate(editor: Editor, names: Vec<ConnectionName>) {
    // One write at a time, and none after one whose end is not known (G16).
    if editor.is_locked().get_untracked() {
        return;
    }
    let Some(context) = editor.context.get_untracked() else { return };
    let client = client(editor);
    editor.is_stopping.set(false);
    editor.show(Vec::new());
    editor.phase.set(Phase::Saving(SaveStep::Comparing));
    spawn_local(async move {
        let mut context = (*context).clone();
        let (mut turns, mut fresh, of) = (Vec::new(), Vec::new(), names.len());
        for (done, name) in names.into_iter().enumerate() {
            if editor.is_stopping.try_get_untracked() == Some(true) {
                turns.push(Turn { name, end: TurnEnd::NotBegun, error: None });
                continue;
            }
            let running = Rotating::Running { done, of, name: name.clone() };
            editor.rotating.try_set(Some(running));
            let step = |step, pending: Option<&PendingWrite>| tell(editor, step, pending);
            let outcome = rotate::rotate(&client, &context, &name, &step).await;
            if editor.is_gone() {
                return;
            }
            let turn = take(editor, outcome, name, &mut context, &mut fresh);
            // After a failure the next one would most likely be destroyed as well.
            if !matches!(turn.end, TurnEnd::Rotated | TurnEnd::Unfit(_)) {
                editor.is_stopping.try_set(true);
            }
            turns.push(turn);
        }
        conclude(editor, &context, turns, fresh);
    });
}

/// Concludes a rotation of this tab that was confirmed after a reload.
pub fn conclude_kept(editor: Editor, pending: &PendingWrite, rotated: Rotated) {
    let WriteRequest::Rotate { connection_name: name } = pending.request.clone() else { return };
    let mut context = pending.context.clone();
    let mut fresh = Vec::new();
    let outcome = Ok(RotateOutcome::Known(Box::new(rotated)));
    let turn = take(editor, outcome, name, &mut context, &mut fresh);
    conclude(editor, &context, vec![turn], fresh);
}

/// What one rotation came to; what was read moves the context on.
fn take(
    editor: Editor,
    outcome: Result<RotateOutcome, Unfit>,
    name: ConnectionName,
    context: &mut PlanContext,
    fresh: &mut Vec<ConnectionName>,
) -> Turn {
    if !matches!(outcome, Ok(RotateOutcome::Unconfirmed { .. })) {
        kept::forget_write(editor);
    }
    let (end, error) = match outcome {
        Err(unfit) => (TurnEnd::Unfit(unfit), None),
        Ok(RotateOutcome::NotSent(error)) => (TurnEnd::NotSent, Some(error)),
        Ok(RotateOutcome::Abandoned | RotateOutcome::ContextChange { .. }) => {
            (TurnEnd::NotBegun, None)
        }
        Ok(RotateOutcome::Unconfirmed { reading, .. }) => {
            // Nothing more is written before it is known (G16).
            editor.report.set(Some(Report::Undecided { reading: reading.clone() }));
            (TurnEnd::Undecided, reading)
        }
        Ok(RotateOutcome::Known(rotated)) => {
            let Rotated { end, result, now } = *rotated;
            if let Some(now) = now {
                *context = now;
            }
            let turn = match result {
                RotationResult::Rotated(credential) => {
                    fresh.push(credential.connection_name);
                    TurnEnd::Rotated
                }
                RotationResult::Untouched => TurnEnd::Untouched,
                RotationResult::Destroyed => TurnEnd::Destroyed,
            };
            (turn, end.error().cloned())
        }
    };
    if let Some(error) = &error {
        note(editor, error);
    }
    Turn { name, end, error }
}

fn conclude(editor: Editor, context: &PlanContext, turns: Vec<Turn>, fresh: Vec<ConnectionName>) {
    editor.stand_on(context);
    // They are shown where they were rotated, and marked as new there.
    editor.is_unseen.set(!fresh.is_empty());
    editor.opened.set(fresh.first().cloned());
    editor.rotating.try_set(Some(Rotating::Over(Arc::new(turns))));
    editor.chosen.try_set(Default::default());
    editor.phase.try_set(Phase::Editing);
    editor.vault.try_set(CredentialList::Loading);
    fetch_credentials(editor);
}
