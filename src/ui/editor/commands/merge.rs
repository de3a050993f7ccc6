//! What someone else stored, merged with the edits (G15).

use std::sync::Arc;

use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::{Field, IdentityDraft, TextOrList},
        identity_state::IdentityState,
        merge::{ContextChange, Merge},
        plan::PlanContext,
    },
    ui::editor::model::{Editor, write::Conflict},
};

/// Takes in what was read after a write. What only others changed follows into the form; where both
/// sides changed a text, the user decides.
pub fn take_in(editor: Editor, now: PlanContext) {
    editor.loaded.outdate_readings();
    take(editor, now);
}

/// The same for a reading that began as number `reading`; ignored while a write runs, which reads for
/// itself, and after a later reading.
pub fn take_in_reading(editor: Editor, reading: u32, state: IdentityState) {
    if editor.is_gone() {
        // Its program was loaded too late.
        return;
    }
    if untrack(|| editor.write.is_running()) || editor.loaded.is_outdated(reading) {
        return;
    }
    editor.loaded.note_reading(reading);
    if let Some(known) = editor.loaded.context.get_untracked() {
        take(editor, known.with_state(state));
    }
}

fn take(editor: Editor, now: PlanContext) {
    let Some(before) = editor.loaded.identity_untracked() else { return };
    if before.is_stored() && before.id != now.identity().id {
        // Another identity has the name by now, which the next save finds.
        return;
    }
    if let Some(conflict) = editor.write.conflict.get_untracked() {
        return renew(editor, conflict, now);
    }
    if before == *now.identity() {
        return editor.loaded.rebase(now);
    }
    let merge = merge_with(editor, &now);
    if merge.open().next().is_some() {
        let context_changes = Arc::default();
        return show(editor, Conflict { now, is_of_save: false, context_changes, merge });
    }
    let merged = merge.merged();
    editor.loaded.rebase(now);
    for field in Field::ALL {
        editor.fields.follow(field, &merged);
    }
    if !untrack(|| editor.fields.is_changed.get()) {
        editor.fields.is_restored.try_set(false);
    }
}

/// Shows what a save found, which wasn't sent, for the user to decide.
pub fn ask(editor: Editor, now: PlanContext, context_changes: Vec<ContextChange>) {
    editor.loaded.outdate_readings();
    let merge = merge_with(editor, &now);
    let context_changes = Arc::new(context_changes);
    show(editor, Conflict { now, is_of_save: true, context_changes, merge });
}

fn show(editor: Editor, conflict: Conflict) {
    editor.insight.changed_by.try_set(None);
    editor.write.conflict.try_set(Some(conflict));
}

/// The conflict in view is older than what was read. Choices stay where their text is the same.
fn renew(editor: Editor, shown: Conflict, now: PlanContext) {
    if shown.now.identity() == now.identity() {
        let identity = shown.now.identity().clone();
        let now = now.with_state(IdentityState { identity, ..now.state().clone() });
        editor.write.conflict.try_set(Some(Conflict { now, ..shown }));
        return;
    }
    let mut merge = merge_with(editor, &now);
    for field in Field::ALL {
        let is_same = match (shown.merge.get(field), merge.get(field)) {
            (TextOrList::Text(old), TextOrList::Text(new)) => old.theirs == new.theirs,
            _ => false,
        };
        if is_same {
            merge.choose(field, shown.merge.choice(field));
        }
    }
    show(editor, Conflict { now, merge, ..shown });
}

/// The edits, what they're based on, and what is stored now. What was typed meanwhile is among the edits.
fn merge_with(editor: Editor, now: &PlanContext) -> Merge {
    let base = editor.loaded.identity_untracked();
    let base = base.map(|identity| IdentityDraft::of(&identity)).unwrap_or_default();
    Merge::new(&base, &IdentityDraft::of(now.identity()), &untrack(|| editor.fields.draft()))
}
