//! What writes or reads secrets: saving, rotating, fetching, and finding out what a write of this
//! tab has done.

use std::{ops::ControlFlow, sync::Arc};

use leptos::prelude::*;

use super::{client, kept, note, refresh_list, when_done};
use crate::{
    domain::{
        collect::sort,
        credential::Credential,
        draft::{IdentityDraft, IdentitySpec},
        merge::Merge,
        plan::PlanContext,
        save_result::Verdict,
    },
    flow::{
        confirm::{self, Confirmed},
        load,
        pending::PendingWrite,
        save::{self, SaveOutcome, SaveStep, Settled, WriteOutcome},
        write_result::WriteResult,
    },
    ui::editor::{
        Saved,
        state::{Conflict, Editor, Phase, Report},
        vault::CredentialList,
    },
};

pub mod rotate;

/// Saves; the phase says so already.
pub fn save(editor: Editor, context: Arc<PlanContext>, spec: IdentitySpec) {
    let client = client(editor);
    clear_reports(editor);
    let wipes = editor.wipes.get_value();
    let write = async move {
        let step = |step, pending: Option<&PendingWrite>| tell(editor, step, pending);
        save::save(&client, &context, &spec, &step).await
    };
    when_done(editor, write, move |outcome| conclude(editor, outcome, wipes));
}

/// Shows a step and keeps the write that is about to be sent. Closing the editor cancels what has
/// not been sent.
pub fn tell(editor: Editor, step: SaveStep, pending: Option<&PendingWrite>) -> ControlFlow<()> {
    if editor.is_gone() {
        return ControlFlow::Break(());
    }
    if let Some(pending) = pending {
        kept::keep_write(editor, pending);
    }
    editor.phase.set(Phase::Saving(step));
    ControlFlow::Continue(())
}

/// Takes up a write of this tab whose end is not known, such as after a reload of the page.
pub fn look_up_kept(editor: Editor) {
    let Some(context) = editor.context.get_untracked() else { return };
    let Some(pending) = kept::kept_write(editor, &context) else { return };
    let client = client(editor);
    clear_reports(editor);
    editor.phase.set(Phase::Saving(SaveStep::ReadingBack { attempt: 1 }));
    let look = async move {
        let step = |step, _: Option<&PendingWrite>| tell(editor, step, None);
        confirm::confirm(&client, pending, &step).await
    };
    let wipes = editor.wipes.get_value();
    when_done(editor, look, move |outcome| match outcome {
        WriteOutcome::Known(confirmed) => {
            let Confirmed { result, pending } = *confirmed;
            match result {
                WriteResult::Saved(settled) => {
                    conclude(editor, SaveOutcome::Known(Box::new(settled)), wipes);
                }
                WriteResult::Rotated(rotated) => {
                    rotate::conclude_kept(editor, &pending, rotated);
                }
                WriteResult::Resaved(resaved) => stand_on_kept(editor, resaved.now.as_ref()),
                WriteResult::Deleted(deleted) => stand_on_kept(editor, deleted.now.as_ref()),
            }
        }
        WriteOutcome::Unconfirmed { pending, reading } => {
            conclude(editor, SaveOutcome::Unconfirmed { pending, reading }, wipes);
        }
        WriteOutcome::NotSent(_) | WriteOutcome::Abandoned | WriteOutcome::ContextChange { .. } => {
        }
    });
}

/// Takes what was read after a kept write as what is stored.
fn stand_on_kept(editor: Editor, now: Option<&PlanContext>) {
    kept::forget_write(editor);
    if let Some(now) = now {
        editor.stand_on(now);
    }
    editor.phase.try_set(Phase::Editing);
}

fn clear_reports(editor: Editor) {
    editor.report.set(None);
    editor.conflict.set(None);
    editor.show(Vec::new());
}

/// Shows what became of a write; its secrets only if nothing was taken off the page since it began.
fn conclude(editor: Editor, outcome: SaveOutcome, wipes: u32) {
    match outcome {
        SaveOutcome::NotSent(error) => {
            note(editor, &error);
            editor.report.try_set(Some(Report::NotSent(error)));
        }
        SaveOutcome::Abandoned => {}
        SaveOutcome::ContextChange { now, context_changes } => {
            let base = editor.baseline.try_get_untracked().flatten();
            let base = base.map(|identity| IdentityDraft::of(&identity)).unwrap_or_default();
            let theirs = IdentityDraft::of(now.identity());
            let merge = Merge::new(&base, &theirs, &editor.draft());
            editor.conflict.try_set(Some(Conflict {
                now: *now,
                context_changes: Arc::new(context_changes),
                merge,
            }));
        }
        // What is kept of the write stays until its end is known.
        SaveOutcome::Unconfirmed { reading, .. } => {
            if let Some(reading) = &reading {
                note(editor, reading);
            }
            editor.report.try_set(Some(Report::Undecided { reading }));
        }
        SaveOutcome::Known(mut settled) => {
            if let Some(error) = settled.end.error() {
                note(editor, error);
            }
            kept::forget_write(editor);
            // The report stays on the page; the secrets go when they are put away or wiped.
            let mut fresh = std::mem::take(&mut settled.fresh);
            if editor.wipes.get_value() != wipes {
                fresh.clear();
                editor.is_wiped.set(true);
            }
            settle(editor, &settled, fresh);
            editor.report.try_set(Some(Report::Settled(Arc::new(*settled))));
        }
    }
    editor.phase.try_set(Phase::Editing);
}

fn settle(editor: Editor, settled: &Settled, fresh: Vec<Credential>) {
    let Some(now) = &settled.now else { return };
    let before = editor.baseline.try_get_untracked().flatten();
    if settled.save_result.verdict == Verdict::Saved {
        kept::forget_draft(editor);
        editor.fill(&IdentityDraft::of(now.identity()));
        editor.refused_saves.try_set(0);
        editor.is_restored.try_set(false);
        let host = editor.host.get_value();
        host.on_saved
            .run(Saved { identity: now.identity().name.clone(), new_credentials: fresh.len() });
    }
    editor.stand_on(now);
    if before.is_some_and(|before| before.name != now.identity().name) {
        editor.host.get_value().on_renamed.run(now.identity().name.clone());
    }
    editor.show(fresh.into_iter().map(Arc::new).collect());
    // A save may have created attributes, and the lists are what the next plan rests on.
    if settled.save_result.verdict == Verdict::Saved {
        refresh_list(editor);
    }
}

/// Fetches all credentials; the vault says so already.
pub fn fetch_credentials(editor: Editor) {
    let Some(identity) = editor.baseline.get_untracked() else { return };
    let client = client(editor);
    let wipes = editor.wipes.get_value();
    let read = async move { load::reading(&client, &identity.name).await };
    when_done(editor, read, move |answer| {
        editor.vault.set(match answer {
            Ok(_) if editor.wipes.get_value() != wipes => CredentialList::Closed,
            Ok(reading) => {
                editor.live.set(reading.state.credentials);
                let mut all: Vec<_> = reading.credentials.into_iter().map(Arc::new).collect();
                sort(&mut all, |left, right| left.connection_name.cmp(&right.connection_name));
                CredentialList::Open(Arc::new(all))
            }
            Err(error) => {
                note(editor, &error);
                CredentialList::Failed(error)
            }
        });
    });
}
