//! Saving: check, ask, send, and take in what the save did.

use std::sync::Arc;

use leptos::task::spawn_local;

use super::{
    confirm::{self, show},
    merge, note, results, start_or, when_done, write_lock,
};
use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::IdentitySpec,
        merge::ContextChange,
        plan::{ChangePlan, PlanContext},
        typed_secret,
    },
    flow::{
        pending::{PendingWrite, SaveStep},
        progress,
        save::{self, SaveOutcome},
    },
    gateway::client::Client,
    ui::{
        editor::{
            lazy_part::lazy_part,
            model::{
                Editor,
                loaded::Lists,
                write::{Report, WriteState},
            },
            storage,
        },
        messages::history as words,
    },
};

/// Saves what the review in view shows: its button is the consent.
pub fn save(editor: Editor) {
    if check(editor).is_some() {
        send(editor);
    }
}

/// Saves by keyboard: asks once when something stops working, as the review may be out of view.
pub fn ask(editor: Editor) {
    if editor.write.consent.with_untracked(Option::is_some) {
        // The question is there already.
        return;
    }
    let Some(plan) = check(editor) else { return };
    let is_new = editor.loaded.identity_untracked().is_some_and(|it| !it.is_stored());
    match plan.consent().filter(|_| !is_new) {
        Some(consent) => editor.write.consent.set(Some(consent)),
        None => send(editor),
    }
}

/// The plan to send, unless a problem blocks it or another write isn't finished.
pub fn check(editor: Editor) -> Option<Arc<ChangePlan>> {
    let is_free = editor.can_write().get_untracked();
    if !is_free || editor.write.conflict.with_untracked(Option::is_some) {
        return None;
    }
    editor.fields.enter_pending();
    if !has_consent(editor) {
        return None;
    }
    if editor.fields.checked.with_untracked(Result::is_err) {
        refuse(editor);
        return None;
    }
    if editor.loaded.lists.with_untracked(|lists| *lists == Lists::Loading) {
        // The plan isn't complete yet.
        editor.write.is_waiting.set(true);
        return None;
    }
    let plan = editor.review.plan.get_untracked()?;
    if !plan.obstacles.is_empty() {
        refuse(editor);
        return None;
    }
    // A save without a change is still a write, with everything that can go wrong in one.
    editor.review.is_noop_asked.set(plan.is_noop());
    (!plan.is_noop()).then_some(plan)
}

/// Whether the user has decided about everything that looks like a secret, and given a reason where the
/// page requires one (G30); tracked.
pub fn is_decided(editor: Editor) -> bool {
    reason_problem(editor).is_none() && editor.fields.secrets.undecided().is_empty()
}

/// The same for a save: if not, it counts as refused.
pub fn has_consent(editor: Editor) -> bool {
    let is_decided = untrack(|| is_decided(editor));
    if !is_decided {
        refuse(editor);
    }
    is_decided
}

/// Asks the page around the editor, right before a save is sent.
pub fn may_save(editor: Editor, context: &PlanContext) -> bool {
    editor.host.with_value(|host| host.may_save).run(context.identity().name.clone())
}

/// What is wrong with the reason; tracked.
pub fn reason_problem(editor: Editor) -> Option<&'static str> {
    let insight = editor.insight;
    let is_required = editor.options.with(|options| options.require_reason);
    let is_empty = insight.reason.with(|reason| reason.trim().is_empty());
    match insight.is_reason_refused.get() {
        true if is_required => return Some(words::REASON_BLOCKED),
        true if !is_empty => return Some(words::REASON_REFUSED),
        _ => {}
    }
    if is_required && is_empty {
        return Some(words::REASON_REQUIRED);
    }
    insight.reason.with(|reason| typed_secret::find(reason).map(words::secret_in_reason))
}

/// Continues a save that waited for the lists.
pub fn continue_waiting(editor: Editor) {
    if editor.write.is_waiting.get_untracked() {
        editor.write.is_waiting.set(false);
        ask(editor);
    }
}

/// Sends a save that the user confirmed.
pub fn confirm(editor: Editor) {
    editor.write.consent.set(None);
    send(editor);
}

fn refuse(editor: Editor) {
    // The last save's result says nothing about this one.
    editor.write.report.set(None);
    editor.review.refused_saves.update(|count| *count += 1);
}

fn send(editor: Editor) {
    let (Ok(spec), Some(context)) =
        (editor.fields.checked.get_untracked(), editor.loaded.context.get_untracked())
    else {
        return;
    };
    if may_save(editor, &context) && editor.write.begin() {
        let part = run_lazily(editor, editor.client().bound(), context, spec);
        start_or(editor, part, move || editor.write.end());
    }
}

lazy_part!(writing: run_lazily(
    editor: Editor, client: Client, context: Arc<PlanContext>, spec: IdentitySpec
) -> () = run);

/// `client` is bound to the user who asked for the save.
fn run(editor: Editor, client: Client, context: Arc<PlanContext>, spec: IdentitySpec) {
    editor.write.clear_report();
    editor.secrets.set_created(Vec::new());
    let wipes = editor.secrets.wipes();
    let write = async move {
        let step = |step, pending: Option<&PendingWrite>| show(editor, step, pending);
        let _lock = write_lock(editor).await;
        let reason = editor.insight.reason();
        let reason = reason.as_deref();
        watch_if_long(editor, &client, &context, &spec).await;
        let outcome = save::save(&client, &context, &spec, reason, &step).await;
        editor.insight.long_write.try_set(None);
        editor.insight.is_reason_refused.try_set(client.receipts().is_field_refused());
        outcome
    };
    when_done(editor, write, move |outcome| conclude(editor, outcome, wipes));
}

/// Shows how far a write is that creates many credentials, from the entries that they leave.
async fn watch_if_long(
    editor: Editor,
    client: &Client,
    context: &PlanContext,
    spec: &IdentitySpec,
) {
    let planned = ChangePlan::new(context, spec).provisioned().count();
    let id = context.identity().id.clone();
    // The entries of an identity that isn't stored yet can't be asked for.
    if planned < progress::WATCHED_FROM || id.is_empty() {
        return;
    }
    let before = progress::count(client, &id).await;
    let client = client.clone();
    editor.insight.long_write.try_set(Some(progress::LongWrite { planned, ..Default::default() }));
    spawn_local(async move {
        let show = |now| {
            let is_running = editor.write.state.try_with_untracked(|state| {
                matches!(state, WriteState::Running(SaveStep::Comparing | SaveStep::Writing))
            });
            let is_shown = is_running == Some(true)
                && editor.insight.long_write.try_with_untracked(Option::is_some) == Some(true);
            if is_shown {
                editor.insight.long_write.try_set(Some(now));
            }
            is_shown
        };
        progress::follow(&client, &id, planned, before, show).await;
    });
}

/// Shows what someone else changed beside the edits, for the user to decide.
pub fn decide(editor: Editor, now: PlanContext, context_changes: Vec<ContextChange>) {
    confirm::recognize(editor, now, context_changes, move |now, context_changes| {
        merge::ask(editor, now, context_changes);
    });
}

/// Takes in the outcome of a save. `wipes` is the number of wipes when it started.
fn conclude(editor: Editor, outcome: SaveOutcome, wipes: u32) {
    match outcome {
        SaveOutcome::NotSent(error) => {
            note(editor, &error);
            editor.write.report.try_set(Some(Report::NotSent(error)));
        }
        SaveOutcome::Abandoned => {}
        SaveOutcome::ContextChange { now, context_changes } => {
            decide(editor, *now, context_changes);
        }
        SaveOutcome::Unconfirmed { pending, reading } => {
            confirm::track(editor, *pending, reading);
        }
        SaveOutcome::Known(mut settled) => {
            if let Some(error) = settled.end.error() {
                note(editor, error);
            }
            storage::forget_write(editor);
            if !editor.secrets.may_show_since(wipes) {
                settled.fresh.clear();
                editor.secrets.is_wiped.set(true);
            }
            results::settle(editor, &mut settled, true);
            editor.write.report.try_set(Some(Report::Settled(Arc::new(*settled))));
        }
    }
    editor.write.end();
}
