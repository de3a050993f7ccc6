//! Finding mends and doing them.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::collect::Gather;

use leptos::{prelude::*, task::spawn_local};

use super::{Line, Offer, Repairing, Report, Running};
use crate::{
    domain::{
        connection::ConnectionName,
        credential::Credential,
        draft::{IdentityDraft, IdentitySpec},
        identity_state::IdentityState,
        plan::{Cause, PlanContext},
        repair::{self, Action, Drift, Reconciliation, RepairPlan, drift},
    },
    flow::{
        pending::PendingWrite,
        resave::{self, ResaveOutcome, Resaved},
        save::{self, SaveOutcome, SaveStep, Settled},
    },
    gateway::calls::ListIdentities,
    ui::{
        editor::{
            actions::{self, client, note, when_done, write},
            state::{self, Editor, Phase},
        },
        messages::plan,
    },
};

/// Opens the mends for what is wrong with the identity as it is stored.
pub fn open(editor: Editor) {
    offer(editor, |before, others| {
        let mut offers = Vec::new();
        let needs = drift(before);
        let missing: BTreeSet<_> = needs
            .iter()
            .filter(|need| matches!(need, Drift::Missing { .. }))
            .map(|need| need.connection_name().clone())
            .into_set();
        if needs.iter().any(|need| matches!(need, Drift::Leftover { .. })) {
            let title = "End what is left over".to_owned();
            let repair = repair::revoke_all_leftover(before, others);
            offers.push(Offer { title, repair, is_of_draft: false });
        }
        if !missing.is_empty() {
            let title = "Make the missing credentials".to_owned();
            offers.push(Offer {
                title,
                repair: repair::create_missing(before, &missing),
                is_of_draft: false,
            });
        }
        if needs.iter().any(|need| matches!(need, Drift::NoSuchConnection { .. })) {
            let title = "Take connections off the list that do not exist".to_owned();
            offers.push(Offer {
                title,
                repair: repair::remove_deleted(before),
                is_of_draft: false,
            });
        }
        offers
    });
}

/// Opens the ways to save of a draft what can be saved.
pub fn open_for_draft(editor: Editor, spec: IdentitySpec) {
    offer(editor, move |before, others| {
        let split = repair::split(before, &spec);
        let mut offers = Vec::new();
        let is_live = |left: &repair::Skipped| {
            matches!(left, repair::Skipped::Refused(Cause::AlreadyLive { .. }))
        };
        if split.skipped.iter().any(is_live) {
            offers.push(Offer {
                title: "List what has a credential already: end that first".to_owned(),
                repair: repair::list_after_revoking(before, &spec, others),
                is_of_draft: true,
            });
        }
        offers.insert(
            0,
            Offer { title: "Save what can be saved".to_owned(), repair: split, is_of_draft: true },
        );
        offers
    });
}

/// Reads the other identities, and works out the mends.
fn offer(
    editor: Editor,
    find: impl FnOnce(&PlanContext, &[IdentityState]) -> Vec<Offer> + 'static,
) {
    let Some(context) = editor.context.get_untracked() else { return };
    let client = client(editor);
    editor.repairing.set(Some(Repairing::Reading));
    let read = async move { client.send(&ListIdentities).await };
    when_done(editor, read, move |answer| {
        let next = match answer {
            Ok(identities) => {
                let others: Vec<_> = identities
                    .into_iter()
                    .map(|identity| IdentityState::new(identity, None))
                    .collect();
                Repairing::Offered(Arc::new(find(&context, &others)))
            }
            Err(error) => {
                note(editor, &error);
                Repairing::Failed(error)
            }
        };
        editor.repairing.set(Some(next));
    });
}

/// Does the steps of an offer, one after the other.
pub(super) fn start(editor: Editor, offers: Arc<Vec<Offer>>, index: usize) {
    // One write at a time, and none after one whose end is not known (G16).
    if editor.is_locked().get_untracked() {
        return;
    }
    let Some(context) = editor.context.get_untracked() else { return };
    editor.report.set(None);
    editor.show(Vec::new());
    editor.is_stopping.set(false);
    spawn_local(async move {
        let Offer { title, repair, is_of_draft } = &offers[index];
        let mut lines = Vec::new();
        let mut context = (*context).clone();
        let is_undisturbed = repair::is_same_state(&repair.start, context.state());
        let steps = if is_undisturbed { repair.steps.as_slice() } else { &[] };
        for (index, step) in steps.iter().enumerate() {
            let tell = |stage| {
                if editor.is_gone() {
                    return;
                }
                editor.repairing.set(Some(Repairing::Running(Running {
                    title: title.clone(),
                    step: index + 1,
                    steps: steps.len(),
                    stage,
                })));
            };
            let line = act(editor, &mut context, &step.action, tell).await;
            let Some(line) = line else { return };
            let is_done = line.is_done;
            lines.push(line);
            if !is_done || editor.is_stopping.try_get_untracked() == Some(true) {
                break;
            }
        }
        editor.stand_on(&context);
        if !is_of_draft {
            editor.fill(&IdentityDraft::of(context.identity()));
        }
        let left = repair.steps.len() - lines.len();
        let report = Report { title: summary(repair, &lines, title), lines, left };
        editor.repairing.try_set(Some(Repairing::Over(Arc::new(report))));
        editor.phase.try_set(Phase::Editing);
        actions::refresh_list(editor);
    });
}

fn summary(repair: &RepairPlan, lines: &[Line], title: &str) -> String {
    let done = lines.iter().filter(|line| line.is_done).count();
    if done == repair.steps.len() {
        format!("{title}: done, and read back.")
    } else {
        format!("{title}: {done} of {} steps done.", repair.steps.len())
    }
}

/// Does one step, and moves the context to what was read after it; `None` when nobody is there any
/// more to be told.
async fn act(
    editor: Editor,
    context: &mut PlanContext,
    action: &Action,
    show: impl Fn(SaveStep),
) -> Option<Line> {
    if editor.is_gone() {
        return None;
    }
    let client = client(editor);
    match action {
        Action::Save { spec, .. } => {
            let before = context.clone();
            let step = |stage, pending: Option<&PendingWrite>| {
                show(stage);
                write::tell(editor, stage, pending)
            };
            let outcome = save::save(&client, &before, spec, &step).await;
            (!editor.is_gone()).then(|| after_save(editor, context, outcome))
        }
        Action::Resave { connection_name, reconciled, .. } => {
            let step = |stage, pending: Option<&PendingWrite>| {
                show(stage);
                write::tell(editor, stage, pending)
            };
            let outcome =
                resave::resave(&client, context, connection_name, reconciled, &step).await;
            (!editor.is_gone()).then(|| after_resave(editor, context, outcome))
        }
    }
}

fn after_save(editor: Editor, context: &mut PlanContext, outcome: SaveOutcome) -> Line {
    let (is_done, text, error) = match outcome {
        SaveOutcome::NotSent(error) => (false, "Nothing was sent.".to_owned(), Some(error)),
        SaveOutcome::Abandoned => (false, "Nothing was sent.".to_owned(), None),
        SaveOutcome::ContextChange { now, .. } => {
            *context = *now;
            (false, "Nothing was sent: somebody else has changed it.".to_owned(), None)
        }
        SaveOutcome::Unconfirmed { reading, .. } => {
            // Nothing more is written before it is known (G16).
            editor.report.set(Some(state::Report::Undecided { reading: reading.clone() }));
            let text = "It was sent, and what it did could not be read back so far.".to_owned();
            (false, text, reading)
        }
        SaveOutcome::Known(settled) => {
            actions::kept::forget_write(editor);
            let made: Vec<_> = settled.save_result.provisioned().cloned().collect();
            let ended: Vec<_> = settled.save_result.revoked().cloned().collect();
            let is_done = settled.save_result.is_as_planned();
            let Settled { now, fresh, end, .. } = *settled;
            if let Some(now) = now {
                *context = now;
            }
            show(editor, fresh);
            (is_done, said(is_done, &made, &ended), end.error().cloned())
        }
    };
    if let Some(error) = &error {
        note(editor, error);
    }
    Line { is_done, text, error }
}

fn after_resave(editor: Editor, context: &mut PlanContext, outcome: ResaveOutcome) -> Line {
    let (is_done, text, error) = match outcome {
        ResaveOutcome::NotSent(error) => (false, "Nothing was sent.".to_owned(), Some(error)),
        ResaveOutcome::Abandoned => (false, "Nothing was sent.".to_owned(), None),
        ResaveOutcome::ContextChange { now, .. } => {
            *context = *now;
            (false, "Nothing was sent: somebody else has changed it.".to_owned(), None)
        }
        ResaveOutcome::Unconfirmed { reading, .. } => {
            editor.report.set(Some(state::Report::Undecided { reading: reading.clone() }));
            let text = "It was sent, and what it did could not be read back.".to_owned();
            (false, text, reading)
        }
        ResaveOutcome::Known(resaved) => {
            actions::kept::forget_write(editor);
            let is_done = resaved.left == Reconciliation::default() && resaved.unplanned.is_empty();
            let mut text = said(is_done, &resaved.done.provisioned, &resaved.done.revoked);
            if !resaved.left.revoked.is_empty() {
                text.push_str(&format!(" Still live: {}.", plan::list(&resaved.left.revoked)));
            }
            if !resaved.unplanned.is_empty() {
                let names = plan::list(&resaved.unplanned);
                text.push_str(&format!(" Changed without being planned: {names}."));
            }
            let Resaved { now, fresh, end, .. } = *resaved;
            if let Some(now) = now {
                *context = now;
            }
            show(editor, fresh);
            (is_done, text, end.error().cloned())
        }
    };
    if let Some(error) = &error {
        note(editor, error);
    }
    Line { is_done, text, error }
}

/// Adds what a step made to the credentials on screen.
fn show(editor: Editor, fresh: Vec<Credential>) {
    let mut all = editor.shown.try_get_untracked().unwrap_or_default();
    all.extend(fresh.into_iter().map(Arc::new));
    editor.show(all);
}

fn said(is_done: bool, made: &[ConnectionName], ended: &[ConnectionName]) -> String {
    let mut text = String::new();
    if !ended.is_empty() {
        text.push_str(&format!("Ended {}. ", plan::list(ended)));
    }
    if !made.is_empty() {
        text.push_str(&format!("Made {}. ", plan::list(made)));
    }
    if !is_done {
        text.push_str("It is not as it was planned.");
    } else if text.is_empty() {
        text.push_str("Saved.");
    }
    text.trim_end().to_owned()
}
