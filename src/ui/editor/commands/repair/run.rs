//! Running repairs, step by step.

use std::sync::Arc;

use leptos::task::spawn_local;

use super::{
    super::{
        confirm::{self, show},
        credentials, lists, merge, note, results, save as save_commands, write_lock,
    },
    waits_for_edits,
};
use crate::ui::reactive::*;
use crate::{
    domain::{
        connection::ConnectionName,
        draft::{Field, IdentityDraft, IdentitySpec},
        merge::ContextChange,
        plan::PlanContext,
        repair::{self, Action, Reconciliation, RepairPlan, Step},
        save_result::Verdict,
    },
    flow::{
        self,
        pending::{PendingWrite, SaveStep},
        resave::{self, ResaveOutcome, Resaved},
        save::{self, SaveOutcome, Settled},
    },
    gateway::client::Client,
    ui::editor::{
        model::{
            Editor,
            repair::{
                Offer, RepairKind, RepairReport, Repairing, RevokedAccess, Running, StepEnd,
                StepResult,
            },
        },
        storage,
    },
};
/// Runs the steps of an offer, one after the other. `client` is bound to the user who asked for it.
pub fn run(editor: Editor, client: Client, offers: Arc<Vec<Offer>>, index: usize) {
    let Some(context) = editor.loaded.context.get_untracked() else { return };
    let Offer { kind, repair } = &offers[index];
    let is_save = |step: &Step| matches!(step.action, Action::Save { .. });
    let may_send = !untrack(|| waits_for_edits(editor, *kind))
        && (!kind.is_of_draft() || save_commands::has_consent(editor))
        && (!repair.steps.iter().any(is_save) || save_commands::may_save(editor, &context));
    if !may_send || !editor.write.begin() {
        return;
    }
    editor.write.clear_report();
    editor.write.is_stopping.set(false);
    editor.secrets.set_created(Vec::new());
    spawn_local(async move {
        let _lock = write_lock(editor).await;
        let Offer { kind, repair } = &offers[index];
        let mut lines = Vec::new();
        let mut progress = Progress { context: (*context).clone(), saved: None, conflict: None };
        let is_undisturbed = repair::is_same_state(&repair.start, progress.context.state());
        let steps = if is_undisturbed { repair.steps.as_slice() } else { &[] };
        let tell = |step, stage| {
            let running = Running { kind: *kind, step, steps: steps.len(), stage };
            editor.repairing.try_set(Some(Repairing::Running(running)));
        };
        // Of several steps, the last must not be the first to find out that a proxy is off.
        if steps.len() > 1 {
            tell(1, SaveStep::Comparing);
            lines.extend(check(editor, &client, &progress.context, repair).await);
            if editor.is_gone() {
                return;
            }
        }
        let steps = if lines.is_empty() { steps } else { &[] };
        for (index, step) in steps.iter().enumerate() {
            let tell = |stage| tell(index + 1, stage);
            let Some(line) = act(editor, &client, &mut progress, &step.action, tell).await else {
                return;
            };
            let is_done = line.end.is_done();
            lines.push(line);
            if !is_done || editor.write.is_stopping.try_get_untracked() == Some(true) {
                break;
            }
        }
        let still_working = still_working(progress.known());
        let revoked_access = (*kind == RepairKind::RevokeAccess).then(|| RevokedAccess {
            before: IdentityDraft::of(&repair.start.identity),
            still_working,
        });
        let known = progress.known().identity().clone();
        take_in(editor, *kind, &context, progress);
        let put_back = match kind.is_of_draft() {
            true => Vec::new(),
            false => repair.taken_off(&known),
        };
        if !put_back.is_empty() {
            let whole = repair.put_back(&known).borrowed().to_draft();
            editor.fields.take(Field::ConnectionNames, &whole);
        }
        editor.insight.forget();
        let left = repair.steps.len() - lines.len();
        let report = RepairReport { kind: *kind, lines, left, put_back, revoked_access };
        editor.repairing.try_set(Some(Repairing::Over(Arc::new(report))));
        editor.write.end();
        credentials::refresh(editor);
        lists::refresh(editor);
    });
}

/// Moves the editor on to what the steps came to.
fn take_in(editor: Editor, kind: RepairKind, start: &PlanContext, progress: Progress) {
    let typed = untrack(|| editor.fields.draft().as_typed());
    // What was saved as it is in the form is no edit any more.
    let is_unedited = !kind.is_of_draft() || progress.saved.as_ref() == Some(&typed);
    if is_unedited {
        let now = progress.known().clone();
        editor.fields.load(&IdentityDraft::of(now.identity()));
        editor.fields.is_restored.try_set(false);
        editor.loaded.outdate_readings();
        return editor.loaded.rebase(now);
    }
    if let Some(saved) = progress.saved {
        editor.loaded.base_on(saved);
    }
    if let Some((now, changes)) = progress.conflict {
        save_commands::decide(editor, *now, changes);
    } else if !Arc::ptr_eq(progress.context.identity(), start.identity()) {
        merge::take_in(editor, progress.context);
    }
}

/// The line of a repair that isn't started: one of its steps would be rejected, or that couldn't be
/// checked.
async fn check(
    editor: Editor,
    client: &Client,
    context: &PlanContext,
    repair: &RepairPlan,
) -> Option<StepResult> {
    match flow::repair::obstacles(client, context, repair).await {
        Ok(causes) if causes.is_empty() => None,
        Ok(causes) => Some(StepResult { end: StepEnd::Blocked(causes), error: None }),
        Err(error) => {
            note(editor, &error);
            Some(StepResult { end: StepEnd::NotSent, error: Some(error) })
        }
    }
}

fn still_working(context: &PlanContext) -> Option<Vec<ConnectionName>> {
    let credentials = context.credentials()?;
    Some(credentials.connections().cloned().collect())
}

/// How far a repair is: the context of its next step, the edits that it saved, and a conflict that it met.
struct Progress {
    context: PlanContext,
    saved: Option<IdentitySpec>,
    conflict: Option<(Box<PlanContext>, Vec<ContextChange>)>,
}

impl Progress {
    /// What was read last.
    fn known(&self) -> &PlanContext {
        self.conflict.as_ref().map_or(&self.context, |(now, _)| now)
    }
}

/// Runs one step, and moves on to what was read after it; `None` once the editor is unmounted.
async fn act(
    editor: Editor,
    client: &Client,
    progress: &mut Progress,
    action: &Action,
    tell: impl Fn(SaveStep),
) -> Option<StepResult> {
    let result = match action {
        Action::Save { spec, .. } => {
            let before = progress.context.clone();
            let step = |stage, pending: Option<&PendingWrite>| {
                tell(stage);
                show(editor, stage, pending)
            };
            let outcome = {
                let reason = editor.insight.reason();
                save::save(client, &before, spec, reason.as_deref(), &step).await
            };
            (!editor.is_gone()).then(|| after_save(editor, progress, spec, outcome))?
        }
        Action::Resave { connection_name, reconciled, .. } => {
            let step = |stage, pending: Option<&PendingWrite>| {
                tell(stage);
                show(editor, stage, pending)
            };
            let context = &mut progress.context;
            let outcome = resave::resave(client, context, connection_name, reconciled, &step).await;
            (!editor.is_gone()).then(|| after_resave(editor, context, outcome))?
        }
    };
    if let Some(error) = &result.error {
        note(editor, error);
    }
    Some(result)
}

fn after_save(
    editor: Editor,
    progress: &mut Progress,
    spec: &IdentitySpec,
    outcome: SaveOutcome,
) -> StepResult {
    let context = &mut progress.context;
    let (end, error) = match outcome {
        SaveOutcome::NotSent(error) => (StepEnd::NotSent, Some(error)),
        SaveOutcome::Abandoned => (StepEnd::NotSent, None),
        SaveOutcome::ContextChange { now, context_changes } => {
            let is_same = now.state() == context.state();
            // The edits are still based on what was read before.
            progress.conflict = Some((now, context_changes));
            (if is_same { StepEnd::Changed } else { StepEnd::Conflict }, None)
        }
        SaveOutcome::Unconfirmed { pending, reading } => {
            confirm::track(editor, *pending, reading.clone());
            (StepEnd::Unconfirmed, reading)
        }
        SaveOutcome::Known(settled) => {
            storage::forget_write(editor);
            let Settled { now, fresh, end, save_result, .. } = *settled;
            let (before, new_credentials) = (context.identity().clone(), fresh.len());
            if let Some(now) = now {
                *context = now;
            }
            editor.loaded.learn_addresses(&fresh);
            editor.secrets.add_created(fresh);
            let is_saved = save_result.verdict == Verdict::Saved;
            if is_saved {
                // The reason was sent with this save.
                editor.insight.reason.try_set(String::new());
                progress.saved = Some(spec.clone());
                storage::drop_repeated(editor, spec);
            }
            results::tell(editor, &before, context.identity(), is_saved, new_credentials);
            let step = StepEnd::Verified {
                is_as_planned: save_result.is_as_planned(),
                created: save_result.provisioned().cloned().collect(),
                revoked: save_result.revoked().cloned().collect(),
                still_live: Vec::new(),
                unplanned: Vec::new(),
            };
            (step, end.error().cloned())
        }
    };
    StepResult { end, error }
}

fn after_resave(editor: Editor, context: &mut PlanContext, outcome: ResaveOutcome) -> StepResult {
    let (end, error) = match outcome {
        ResaveOutcome::NotSent(error) => (StepEnd::NotSent, Some(error)),
        ResaveOutcome::Abandoned => (StepEnd::NotSent, None),
        ResaveOutcome::ContextChange { now, .. } => {
            *context = *now;
            (StepEnd::Conflict, None)
        }
        ResaveOutcome::Unconfirmed { pending, reading } => {
            confirm::track(editor, *pending, reading.clone());
            (StepEnd::Unconfirmed, reading)
        }
        ResaveOutcome::Known(resaved) => {
            storage::forget_write(editor);
            let Resaved { now, fresh, end, done, left, unplanned, .. } = *resaved;
            if let Some(now) = now {
                *context = now;
            }
            editor.loaded.learn_addresses(&fresh);
            editor.secrets.add_created(fresh);
            let step = StepEnd::Verified {
                is_as_planned: left == Reconciliation::default() && unplanned.is_empty(),
                created: done.provisioned,
                revoked: done.revoked,
                still_live: left.revoked,
                unplanned,
            };
            (step, end.error().cloned())
        }
    };
    StepResult { end, error }
}
