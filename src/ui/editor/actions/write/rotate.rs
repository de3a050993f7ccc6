//! Rotating, one credential after the other, and finding out what a rotation of this tab has done.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{fetch_credentials, tell};
use crate::{
    domain::{connection::ConnectionName, plan::PlanContext},
    flow::{
        rotate::{self, KeptRotation, RotateOutcome, RotationResult},
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
            let mark = mark(editor, &name);
            let keep = || {
                if let Some(mark) = mark {
                    let kept = KeptRotation { connection_name: name.clone(), mark };
                    kept::keep_rotation(editor, &kept);
                }
            };
            let step = |step| tell(editor, step, keep);
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

/// Takes up a rotation of this tab whose end is not known.
pub fn look_up(editor: Editor) {
    let Some(context) = editor.context.try_get_untracked().flatten() else { return };
    let Some(kept) = kept::kept_rotation(editor) else { return };
    let client = client(editor);
    editor.phase.set(Phase::Saving(SaveStep::ReadingBack { attempt: 1 }));
    spawn_local(async move {
        let step = |step| tell(editor, step, || {});
        let outcome = rotate::look_up(&client, &context, &kept, &step).await;
        if editor.is_gone() {
            return;
        }
        let (mut context, mut fresh) = ((*context).clone(), Vec::new());
        let turn = take(editor, outcome, kept.connection_name, &mut context, &mut fresh);
        conclude(editor, &context, vec![turn], fresh);
    });
}

/// The mark of the secret that is to die; the vault has it, or nothing could be chosen in it.
fn mark(editor: Editor, name: &ConnectionName) -> Option<u32> {
    editor.vault.with_untracked(|vault| match vault {
        CredentialList::Open(all) => {
            let credential = all.iter().find(|it| it.connection_name == *name)?;
            credential.secret_key.as_ref().map(|secret| secret.mark())
        }
        _ => None,
    })
}

/// What one rotation came to; what was read moves the context on.
fn take(
    editor: Editor,
    outcome: RotateOutcome,
    name: ConnectionName,
    context: &mut PlanContext,
    fresh: &mut Vec<ConnectionName>,
) -> Turn {
    let is_known = !matches!(outcome, RotateOutcome::Undecided { .. });
    if is_known {
        kept::forget_rotation(editor);
    }
    let (end, error) = match outcome {
        RotateOutcome::NotSent(error) => (TurnEnd::NotSent, Some(error)),
        RotateOutcome::Abandoned => (TurnEnd::NotBegun, None),
        RotateOutcome::Unfit(unfit) => (TurnEnd::Unfit(unfit), None),
        RotateOutcome::Undecided { reading, .. } => {
            // Nothing more is written before it is known (G16).
            editor.report.set(Some(Report::Undecided { reading: reading.clone() }));
            (TurnEnd::Undecided, Some(reading))
        }
        RotateOutcome::Known { end, result, now } => {
            *context = *now;
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
