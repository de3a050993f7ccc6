//! What waits in the tab's storage: a draft, and a write whose end is not known. Never a secret.

use leptos::prelude::*;

use super::client;
use crate::{
    domain::{draft::IdentityDraft, host::PublicHost, name::IdentityName, plan::PlanContext},
    flow::pending::PendingWrite,
    ui::{browser::storage, editor::state::Editor},
    wire::{
        draft::{read_draft, write_draft},
        pending::{read_pending, read_rotation_1, write_pending},
    },
};

/// Keeps a write that is about to be sent.
pub fn keep_write(editor: Editor, pending: &PendingWrite) {
    if let Some(key) = write_key(editor) {
        storage::keep(&key, &write_pending(&pending.to_stored()));
        let before = pending.context.identity();
        if let Some(spec) = pending.request.spec()
            && before.is_stored()
            && before.name != spec.name
        {
            // Under the old name, which may be all that is known after a reload.
            storage::keep(&rename_key(editor, &before.name), spec.name.as_str());
        }
    }
}

/// Forgets a write whose outcome is known.
pub fn forget_write(editor: Editor) {
    let Some(key) = write_key(editor) else { return };
    if let Some(kept) = storage::kept(&key).as_deref().and_then(read_pending) {
        storage::forget(&rename_key(editor, &kept.before.name));
    }
    storage::forget(&key);
    if let Some(key) = rotation_key(editor) {
        storage::forget(&key);
    }
}

/// The name that a write of this tab gives to the identity of this name.
pub fn kept_rename(editor: Editor, name: &IdentityName) -> Option<IdentityName> {
    storage::kept(&rename_key(editor, name)).map(IdentityName::received)
}

/// Whether there is a write of this tab whose outcome is unknown.
pub fn has_write(editor: Editor) -> bool {
    let is_kept = |key: String| storage::kept(&key).is_some();
    write_key(editor).is_some_and(is_kept) || rotation_key(editor).is_some_and(is_kept)
}

/// A write of this tab whose outcome is unknown.
pub fn kept_write(editor: Editor, known: &PlanContext) -> Option<PendingWrite> {
    let kept = storage::kept(&write_key(editor)?);
    let kept = kept.as_deref().and_then(read_pending).or_else(|| {
        let text = storage::kept(&rotation_key(editor)?)?;
        read_rotation_1(&text, known.identity())
    });
    kept.map(|stored| PendingWrite::from_stored(stored, known))
}

/// Where rotations were kept before version 2 of the stored form.
fn rotation_key(editor: Editor) -> Option<String> {
    let identity = editor.baseline.try_get_untracked().flatten()?;
    Some(format!("rotation:{}:{}", client(editor).base(), identity.id))
}

fn write_key(editor: Editor) -> Option<String> {
    let identity = editor.baseline.try_get_untracked().flatten()?;
    Some(format!("write:{}:{}", client(editor).base(), identity.id))
}

fn rename_key(editor: Editor, name: &IdentityName) -> String {
    format!("rename:{}:{name}", client(editor).base())
}

/// Keeps the public host for this gateway: it is set once, and used for every identity (G9).
pub fn keep_public_host(editor: Editor, host: Option<&PublicHost>) {
    let key = public_host_key(editor);
    match host {
        Some(host) => storage::keep(&key, host.as_str()),
        None => storage::forget(&key),
    }
}

/// The public host that was set in this tab.
pub fn kept_public_host(editor: Editor) -> Option<PublicHost> {
    storage::kept(&public_host_key(editor)).and_then(|host| PublicHost::parse(&host).ok())
}

fn public_host_key(editor: Editor) -> String {
    format!("public-host:{}", client(editor).base())
}

/// Keeps the draft for a reload of the page, and forgets it when it holds no change.
pub fn keep_draft(editor: Editor) {
    let Some(key) = draft_key(editor) else { return };
    if editor.is_changed.get() {
        storage::keep(&key, &write_draft(&editor.draft()));
    } else {
        storage::forget(&key);
    }
}

/// Forgets the draft: it is saved.
pub fn forget_draft(editor: Editor) {
    if let Some(key) = draft_key(editor) {
        storage::forget(&key);
    }
}

/// Takes up the draft that was kept, if it is another than what is stored.
pub fn restore(editor: Editor) {
    let draft = draft_key(editor).and_then(|key| storage::kept(&key));
    if let Some(draft) = draft.as_deref().and_then(read_draft) {
        let is_other =
            editor.baseline.get_untracked().is_some_and(|now| IdentityDraft::of(&now) != draft);
        if is_other {
            editor.fill(&draft);
            editor.is_restored.set(true);
        }
    }
}

/// Ids do not change when the name does, and two gateways may have the same.
fn draft_key(editor: Editor) -> Option<String> {
    let identity = editor.baseline.try_get_untracked().flatten()?;
    let base = client(editor).base().to_string();
    Some(format!("draft:{base}:{}", identity.id))
}
