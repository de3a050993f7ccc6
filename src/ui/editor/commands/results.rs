//! Taking in what a write did: the model moves on to what was read after it.

use std::sync::Arc;

use super::{credentials, lists, merge, note};
use crate::ui::reactive::*;
use crate::{
    domain::{
        connection::ConnectionName, draft::IdentityDraft, identity::Identity, plan::PlanContext,
        save_result::Verdict, write::WriteRequest,
    },
    flow::{
        confirm::Confirmed,
        pending::PendingWrite,
        rotate::{Rotated, RotationResult},
        save::Settled,
        write_result::WriteResult,
    },
    ui::editor::{
        host::{Renamed, Saved},
        model::{
            Editor,
            rotation::{Rotating, Turn, TurnEnd},
            secrets::CredentialList,
            write::Report,
        },
        storage,
    },
};

/// Takes in a write that was unconfirmed before.
pub fn take_late(editor: Editor, confirmed: Confirmed) {
    let Confirmed { pending, result } = confirmed;
    match result {
        WriteResult::Saved(settled) => settle_late(editor, &pending, *settled),
        WriteResult::Rotated(rotated) => rotated_late(editor, &pending, rotated),
        WriteResult::Resaved(resaved) => {
            editor.loaded.learn_addresses(&resaved.fresh);
            editor.secrets.add_created(resaved.fresh);
            stand_on(editor, resaved.now);
        }
        WriteResult::Deleted(deleted) => stand_on(editor, deleted.now),
    }
}

/// Takes in what was read after a write.
fn stand_on(editor: Editor, now: Option<PlanContext>) {
    if let Some(now) = now {
        merge::take_in(editor, with_lists(editor, &now));
    }
    credentials::refresh(editor);
    lists::refresh(editor);
}

/// What was read after a write that was unconfirmed, with the lists of the moment: they may have been read
/// since it was sent.
fn with_lists(editor: Editor, now: &PlanContext) -> PlanContext {
    let known = editor.loaded.context.try_get_untracked().flatten();
    known.map_or_else(|| now.clone(), |known| known.with_state(now.state().clone()))
}

/// Edits made since the save was sent stay.
fn settle_late(editor: Editor, pending: &PendingWrite, mut settled: Settled) {
    if let Some(error) = settled.end.error() {
        note(editor, error);
    }
    let typed = untrack(|| editor.fields.draft()).as_typed();
    let is_unedited = pending.request.spec().is_none_or(|sent| typed == *sent);
    settled.now = settled.now.map(|now| with_lists(editor, &now));
    let created = match &settled.now {
        Some(now) if !is_of_form(editor, &pending.request) => Some(now.identity().name.clone()),
        _ => None,
    };
    match &created {
        Some(created) => {
            // Its credentials are shown where it is.
            let new_credentials = std::mem::take(&mut settled.fresh).len();
            let saved = Saved { identity: created.clone(), new_credentials };
            editor.host.get_value().on_saved.run(saved);
        }
        None => settle(editor, &mut settled, is_unedited),
    }
    let at = pending.took_effect_at().cloned();
    let settled = Arc::new(settled);
    editor.write.report.try_set(Some(Report::SettledLate { settled, at, created }));
}

/// Whether a write was for what the form is about: under another name than it was created with, that is an
/// identity which isn't stored yet.
pub fn is_of_form(editor: Editor, request: &WriteRequest) -> bool {
    match request {
        WriteRequest::Create { spec } => {
            let name = editor.fields.inputs.name.try_get_untracked().unwrap_or_default();
            name.trim() == spec.name.as_str()
        }
        _ => true,
    }
}

/// Moves the editor on to what was read after a save. `is_unedited`: the form holds what was sent.
pub fn settle(editor: Editor, settled: &mut Settled, is_unedited: bool) {
    let created = std::mem::take(&mut settled.fresh);
    let new_credentials = created.len();
    editor.loaded.learn_addresses(&created);
    editor.secrets.set_created(created.into_iter().map(Arc::new).collect());
    let Some(now) = &settled.now else { return };
    let before = editor.loaded.identity_untracked();
    editor.insight.forget();
    let is_saved = settled.save_result.verdict == Verdict::Saved;
    if is_saved {
        storage::drop_repeated(editor, settled.plan.spec());
    }
    if is_saved && is_unedited {
        storage::forget_draft(editor);
        editor.fields.load(&IdentityDraft::of(now.identity()));
        editor.review.refused_saves.try_set(0);
        editor.insight.reason.try_set(String::new());
        editor.fields.is_restored.try_set(false);
        editor.write.conflict.try_set(None);
        editor.loaded.outdate_readings();
        editor.loaded.rebase(now.clone());
    } else {
        if before.as_ref().is_some_and(|before| !before.is_stored()) {
            // The tab keeps the edits with the identity from now on.
            storage::forget_draft(editor);
        }
        if is_saved {
            // The form has what was edited since.
            editor.loaded.base_on(settled.plan.spec().clone());
        }
        merge::take_in(editor, now.clone());
    }
    credentials::refresh(editor);
    if let Some(before) = before {
        tell(editor, &before, now.identity(), is_saved, new_credentials);
    }
    if is_saved {
        // A save may have created attributes.
        lists::refresh(editor);
    }
}

/// Tells the page around the editor what a save came to.
pub fn tell(
    editor: Editor,
    before: &Identity,
    now: &Identity,
    is_saved: bool,
    new_credentials: usize,
) {
    let host = editor.host.get_value();
    if is_saved {
        host.on_saved.run(Saved { identity: now.name.clone(), new_credentials });
    }
    if before.name != now.name {
        host.on_renamed.run(Renamed { from: before.name.clone(), to: now.name.clone() });
    }
}

fn rotated_late(editor: Editor, pending: &PendingWrite, rotated: Rotated) {
    let WriteRequest::Rotate { connection_name: name } = pending.request.clone() else { return };
    let now = rotated.now.as_ref().map(|now| with_lists(editor, now));
    let (mut context, mut fresh) = (pending.context.clone(), Vec::new());
    storage::forget_write(editor);
    let turn = self::rotated(editor, name, rotated, &mut context, &mut fresh);
    end_rotation(editor, now, vec![turn], fresh);
}

/// What one rotation came to. The context moves on to what was read after it, and a new credential
/// is added to `fresh`.
pub fn rotated(
    editor: Editor,
    name: ConnectionName,
    rotated: Rotated,
    context: &mut PlanContext,
    fresh: &mut Vec<ConnectionName>,
) -> Turn {
    let Rotated { end, result, now, .. } = rotated;
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
    let error = end.error().cloned();
    if let Some(error) = &error {
        note(editor, error);
    }
    Turn { name, end: turn, error }
}

/// Ends a sequence of rotations: the new credentials are shown in the list, marked as new. `now`: what
/// was read after the last one that was sent.
pub fn end_rotation(
    editor: Editor,
    now: Option<PlanContext>,
    turns: Vec<Turn>,
    fresh: Vec<ConnectionName>,
) {
    if let Some(now) = now {
        merge::take_in(editor, now);
    }
    editor.secrets.is_unseen.set(!fresh.is_empty());
    editor.secrets.opened.set(fresh.first().cloned());
    editor.secrets.rotating.try_set(Some(Rotating::Over(Arc::new(turns))));
    editor.secrets.chosen.try_set(Default::default());
    editor.write.end();
    editor.insight.forget();
    editor.secrets.set_list(CredentialList::Loading);
    credentials::read(editor);
}
