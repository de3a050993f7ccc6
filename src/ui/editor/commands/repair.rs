//! Finding repairs and running them, step by step.

use std::{collections::BTreeSet, sync::Arc};

use leptos::task::spawn_local;

use super::{
    confirm::{self, show},
    edit::go_to,
    lists, note, results, save as save_commands, start, when_done, write_lock,
};
use crate::ui::reactive::*;
use crate::{
    domain::{
        collect::Collect,
        connection::ConnectionName,
        draft::{Field, IdentityDraft, IdentitySpec},
        identity_state::IdentityState,
        merge::ContextChange,
        plan::{Cause, PlanContext},
        repair::{self, Action, Drift, Reconciliation, Skipped, Step, drift},
        save_result::Verdict,
    },
    flow::{
        pending::{PendingWrite, SaveStep},
        resave::{self, ResaveOutcome, Resaved},
        save::{self, SaveOutcome, Settled},
    },
    gateway::{calls::ListIdentities, client::Client},
    ui::editor::{
        lazy_part::lazy_part,
        model::{
            Editor,
            repair::{
                Offer, RepairKind, RepairReport, RepairTitle, Repairing, RevokedAccess, Running,
                StepEnd, StepResult,
            },
        },
        storage,
    },
};

/// Offers repairs for what is wrong with the identity as it is stored.
pub fn open(editor: Editor) {
    start(editor, open_lazily(editor), || ());
}

/// Offers ways to save what can be saved of the edits.
pub fn open_for_draft(editor: Editor, spec: IdentitySpec) {
    start(editor, open_for_draft_lazily(editor, spec), || ());
}

/// Saves the edits and revokes the credentials that they leave behind, as one procedure. Where that
/// would change another identity it isn't offered: the preview names each of them.
pub fn save_and_revoke(editor: Editor) {
    if let (Some(_), Ok(spec)) =
        (save_commands::check(editor), editor.fields.checked.get_untracked())
    {
        let client = editor.client().bound();
        start(editor, save_and_revoke_lazily(editor, client, spec), || ());
    }
}

/// Offers to take all access away from the identity as it is stored.
pub fn revoke_access(editor: Editor) {
    start(editor, revoke_access_lazily(editor), || ());
}

/// Fills the form with the access that was revoked, to be reviewed like any edit.
pub fn restore_access(editor: Editor, before: &IdentityDraft) {
    for field in [Field::Attributes, Field::ConnectionNames] {
        editor.fields.take(field, before);
    }
    editor.repairing.set(None);
    go_to(editor, Field::ConnectionNames);
}

lazy_part!(writing: revoke_access_lazily(editor: Editor) -> () = find_revoke_access);
lazy_part!(writing: save_and_revoke_lazily(
    editor: Editor, client: Client, spec: IdentitySpec
) -> () = find_save_and_revoke);
lazy_part!(writing: open_lazily(editor: Editor) -> () = find_for_stored);
lazy_part!(writing: open_for_draft_lazily(editor: Editor, spec: IdentitySpec) -> ()
    = find_for_draft);

fn find_for_stored(editor: Editor) {
    offer(editor, RepairTitle::Repair, |context, others| {
        let mut offers = Vec::new();
        let drift = drift(context);
        let missing: BTreeSet<_> = drift
            .iter()
            .filter(|drift| matches!(drift, Drift::Missing { .. }))
            .map(|drift| drift.connection_name().clone())
            .into_set();
        let mut add = |kind, repair| offers.push(Offer { kind, repair });
        if drift.iter().any(|drift| matches!(drift, Drift::Leftover { .. })) {
            add(RepairKind::RevokeLeftovers, repair::revoke_all_leftover(context, others));
        }
        if !missing.is_empty() {
            add(RepairKind::CreateMissing, repair::create_missing(context, &missing));
        }
        if drift.iter().any(|drift| matches!(drift, Drift::NoSuchConnection { .. })) {
            add(RepairKind::RemoveGone, repair::remove_deleted(context));
        }
        offers
    });
}

fn find_for_draft(editor: Editor, spec: IdentitySpec) {
    offer(editor, RepairTitle::Repair, move |context, others| {
        let accepted = repair::split(context, &spec);
        let is_live =
            |skipped: &Skipped| matches!(skipped, Skipped::Refused(Cause::AlreadyLive { .. }));
        let has_live = accepted.skipped.iter().any(is_live);
        let mut offers = vec![Offer { kind: RepairKind::SaveAccepted, repair: accepted }];
        if has_live {
            let repair = repair::list_after_revoking(context, &spec, others);
            offers.push(Offer { kind: RepairKind::ReplaceLive, repair });
        }
        offers
    });
}

/// `client` is bound to the user who asked for it.
fn find_save_and_revoke(editor: Editor, client: Client, spec: IdentitySpec) {
    let asked = spec.clone();
    let found = read_offers(editor, RepairTitle::Repair, move |context, others| {
        let repair = repair::save_and_revoke(context, &spec, others);
        vec![Offer { kind: RepairKind::SaveAndRevoke, repair }]
    });
    when_done(editor, found, move |offers| {
        // The button that led here named the whole effect, so there is nothing left to ask, unless
        // there is more to it or the edits are others now.
        let is_same = editor.fields.checked.with_untracked(|now| now.as_ref() == Ok(&asked));
        if let Some(offers) = offers
            && is_same
            && offers.iter().any(Offer::is_alone)
        {
            run(editor, client, offers, 0);
        }
    });
}

fn find_revoke_access(editor: Editor) {
    offer(editor, RepairTitle::RevokeAccess, |context, others| {
        let repair = repair::revoke_all_access(context, others);
        vec![Offer { kind: RepairKind::RevokeAccess, repair }]
    });
}

/// Reads the other identities, and offers the repairs that it finds.
fn offer(
    editor: Editor,
    title: RepairTitle,
    find: impl FnOnce(&PlanContext, &[IdentityState]) -> Vec<Offer> + 'static,
) {
    when_done(editor, read_offers(editor, title, find), |_| ());
}

async fn read_offers(
    editor: Editor,
    title: RepairTitle,
    find: impl FnOnce(&PlanContext, &[IdentityState]) -> Vec<Offer>,
) -> Option<Arc<Vec<Offer>>> {
    let context = editor.loaded.context.try_get_untracked().flatten()?;
    let client = editor.client();
    editor.repairing.set(Some(Repairing::Reading(title)));
    let answer = client.send(&ListIdentities).await;
    if editor.is_gone() {
        return None;
    }
    match answer {
        Ok(identities) => {
            let others: Vec<_> =
                identities.into_iter().map(|it| IdentityState::new(it, None)).collect();
            let offers = Arc::new(find(&context, &others));
            editor.repairing.set(Some(Repairing::Offered(offers.clone())));
            Some(offers)
        }
        Err(error) => {
            note(editor, &error);
            editor.repairing.set(Some(Repairing::Failed(error)));
            None
        }
    }
}

/// Whether edits have to be saved or discarded before a repair of what is stored; tracked.
pub fn waits_for_edits(editor: Editor, kind: RepairKind) -> bool {
    !kind.is_of_draft() && editor.fields.is_changed.get()
}

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
        for (index, step) in steps.iter().enumerate() {
            let (kind, step_number, steps) = (*kind, index + 1, steps.len());
            let tell = |stage| {
                let running = Running { kind, step: step_number, steps, stage };
                editor.repairing.try_set(Some(Repairing::Running(running)));
            };
            let Some(line) = act(editor, &client, &mut progress, &step.action, tell).await else {
                return;
            };
            let is_done = line.end.is_done();
            lines.push(line);
            if !is_done || editor.write.is_stopping.try_get_untracked() == Some(true) {
                break;
            }
        }
        let Progress { mut context, saved, mut conflict } = progress;
        if !kind.is_of_draft()
            && let Some((now, _)) = conflict.take()
        {
            context = *now;
        }
        if kind.is_of_draft() {
            // What was saved as it is in the form is no edit any more.
            let typed = untrack(|| editor.fields.draft().as_typed());
            if saved.is_some_and(|saved| saved == typed) {
                storage::forget_draft(editor);
                editor.fields.load(&IdentityDraft::of(context.identity()));
                editor.fields.is_restored.try_set(false);
            }
        } else {
            editor.fields.load(&IdentityDraft::of(context.identity()));
        }
        let revoked_access = (*kind == RepairKind::RevokeAccess).then(|| RevokedAccess {
            before: IdentityDraft::of(&repair.start.identity),
            still_working: still_working(&context),
        });
        editor.loaded.rebase(context);
        if let Some((now, changes)) = conflict {
            save_commands::decide(editor, *now, changes);
        }
        editor.insight.forget();
        let left = repair.steps.len() - lines.len();
        let report = RepairReport { kind: *kind, lines, left, revoked_access };
        editor.repairing.try_set(Some(Repairing::Over(Arc::new(report))));
        editor.write.end();
        lists::refresh(editor);
    });
}

fn still_working(context: &PlanContext) -> Option<Vec<ConnectionName>> {
    let credentials = context.credentials()?;
    Some(credentials.connections().cloned().collect())
}

/// How far a repair is: what it stands on, the edits that it saved, and what it met instead.
struct Progress {
    context: PlanContext,
    saved: Option<IdentitySpec>,
    conflict: Option<(Box<PlanContext>, Vec<ContextChange>)>,
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
            // The edits still stand on what was read before.
            progress.conflict = Some((now, context_changes));
            (StepEnd::Conflict, None)
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
                // It went with this save.
                editor.insight.reason.try_set(String::new());
                progress.saved = Some(spec.clone());
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
