//! Rotating credentials one after the other.

use std::sync::Arc;

use leptos::task::spawn_local;

use super::{
    confirm::{self, show},
    note, results, start_or, write_lock,
};
use crate::{
    domain::{connection::ConnectionName, plan::PlanContext},
    flow::{
        pending::PendingWrite,
        rotate::{self, RotateOutcome, Unfit},
    },
    gateway::client::Client,
    ui::editor::{
        lazy_part::lazy_part,
        model::{
            Editor,
            rotation::{Replaced, Rotating, Turn, TurnEnd},
        },
        storage,
    },
};

/// Asks before rotating, unless another write isn't finished.
pub fn ask(editor: Editor, names: Vec<ConnectionName>) {
    let context = editor.loaded.context.get_untracked();
    let live = context.as_ref().and_then(|context| context.credentials());
    let names = editor
        .insight
        .usage
        .with_untracked(|usage| rotate::in_turn(names, usage.records(), live.map(|live| &**live)));
    if editor.can_write().get_untracked() && !names.is_empty() {
        editor.secrets.rotating.set(Some(Rotating::Asked(names)));
    }
}

/// Rotates credentials until the last, or until the user stops it or one fails.
pub fn rotate(editor: Editor, names: Vec<ConnectionName>) {
    let Some(context) = editor.loaded.context.get_untracked() else { return };
    if editor.write.begin() {
        let part = run_lazily(editor, editor.client().bound(), context, names);
        start_or(editor, part, move || editor.write.end());
    }
}

lazy_part!(writing: run_lazily(
    editor: Editor,
    client: Client,
    context: Arc<PlanContext>,
    names: Vec<ConnectionName>
) -> () = run);

/// `client` is bound to the user who asked for the rotation.
fn run(editor: Editor, client: Client, context: Arc<PlanContext>, names: Vec<ConnectionName>) {
    editor.write.is_stopping.set(false);
    editor.secrets.set_created(Vec::new());
    editor.secrets.replaced.set(Vec::new());
    spawn_local(async move {
        let _lock = write_lock(editor).await;
        let start = context;
        let mut context = (*start).clone();
        let (mut turns, mut fresh, of) = (Vec::new(), Vec::new(), names.len());
        for (done, name) in names.into_iter().enumerate() {
            if editor.write.is_stopping.try_get_untracked() == Some(true) {
                turns.push(Turn { name, end: TurnEnd::NotStarted, error: None });
                continue;
            }
            let running = Rotating::Running { done, of, name: name.clone() };
            editor.secrets.rotating.try_set(Some(running));
            let step = |step, pending: Option<&PendingWrite>| show(editor, step, pending);
            let outcome = rotate::rotate(&client, &context, &name, &step).await;
            if editor.is_gone() {
                return;
            }
            let turn = take(editor, outcome, name, &mut context, &mut fresh);
            // After a failure the next one would most likely be destroyed as well.
            if !matches!(turn.end, TurnEnd::Rotated | TurnEnd::Unfit(_)) {
                editor.write.is_stopping.try_set(true);
            }
            turns.push(turn);
        }
        let is_read = !Arc::ptr_eq(context.identity(), start.identity());
        results::end_rotation(editor, is_read.then_some(context), turns, fresh);
    });
}

/// What one rotation came to; the context moves on to what was read.
fn take(
    editor: Editor,
    outcome: Result<RotateOutcome, Unfit>,
    name: ConnectionName,
    context: &mut PlanContext,
    fresh: &mut Vec<ConnectionName>,
) -> Turn {
    if !matches!(outcome, Ok(RotateOutcome::Unconfirmed { .. })) {
        storage::forget_write(editor);
    }
    let (end, error) = match outcome {
        Err(unfit) => (TurnEnd::Unfit(unfit), None),
        Ok(RotateOutcome::NotSent(error)) => (TurnEnd::NotSent, Some(error)),
        Ok(RotateOutcome::Abandoned | RotateOutcome::ContextChange { .. }) => {
            (TurnEnd::NotStarted, None)
        }
        Ok(RotateOutcome::Unconfirmed { pending, reading }) => {
            confirm::track(editor, *pending, reading.clone());
            (TurnEnd::Unconfirmed, reading)
        }
        Ok(RotateOutcome::Known(rotated)) => {
            editor.secrets.replaced.try_update(|all| all.push(Replaced::of(&rotated)));
            return results::rotated(editor, name, *rotated, context, fresh);
        }
    };
    if let Some(error) = &error {
        note(editor, error);
    }
    Turn { name, end, error }
}
