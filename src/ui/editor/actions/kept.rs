//! What waits in the tab's storage: a draft, and a write whose end is not known. Never a secret.

use leptos::prelude::*;

use super::client;
use crate::{
    domain::{
        connection::ConnectionName,
        draft::{IdentityDraft, IdentitySpec},
        host::PublicHost,
        name::IdentityName,
        plan::PlanContext,
    },
    flow::rotate::KeptRotation,
    ui::{browser::storage, editor::state::Editor},
    wire::{
        draft::{read_draft, write_draft},
        trail::{KeptTrail, read_trail, write_trail},
    },
};

/// Keeps what is about to be sent.
pub fn keep_trail(editor: Editor, context: &PlanContext, spec: &IdentitySpec) {
    if let Some(key) = trail_key(editor) {
        let kept = KeptTrail {
            before: (**context.identity()).clone(),
            live: context.credentials().map(|live| (**live).clone()),
            sent: spec.clone(),
        };
        storage::keep(&key, &write_trail(&kept));
        if context.identity().is_stored() && context.identity().name != spec.name {
            // Under the old name, which may be all that is known after a reload.
            storage::keep(&rename_key(editor, &context.identity().name), spec.name.as_str());
        }
    }
}

/// Forgets a write whose end is known.
pub fn forget_trail(editor: Editor) {
    let Some(key) = trail_key(editor) else { return };
    if let Some(kept) = storage::kept(&key).as_deref().and_then(read_trail) {
        storage::forget(&rename_key(editor, &kept.before.name));
    }
    storage::forget(&key);
}

/// The name that a write of this tab gives to the identity of this name.
pub fn kept_rename(editor: Editor, name: &IdentityName) -> Option<IdentityName> {
    storage::kept(&rename_key(editor, name)).map(IdentityName::received)
}

/// Whether there is a write of this tab whose end is not known.
pub fn has_trail(editor: Editor) -> bool {
    trail_key(editor).and_then(|key| storage::kept(&key)).is_some()
}

/// A write of this tab whose end is not known.
pub fn kept_trail(editor: Editor) -> Option<KeptTrail> {
    let key = trail_key(editor)?;
    storage::kept(&key).as_deref().and_then(read_trail)
}

/// Keeps what is needed to find out what a rotation did.
pub fn keep_rotation(editor: Editor, kept: &KeptRotation) {
    if let Some(key) = rotation_key(editor) {
        storage::keep(&key, &format!("{} {}", kept.mark, kept.connection_name));
    }
}

/// Forgets a rotation whose end is known.
pub fn forget_rotation(editor: Editor) {
    if let Some(key) = rotation_key(editor) {
        storage::forget(&key);
    }
}

/// A rotation of this tab whose end is not known.
pub fn kept_rotation(editor: Editor) -> Option<KeptRotation> {
    let text = storage::kept(&rotation_key(editor)?)?;
    let (mark, name) = text.split_once(' ')?;
    let connection_name = ConnectionName::received(name);
    Some(KeptRotation { connection_name, mark: mark.parse().ok()? })
}

fn rotation_key(editor: Editor) -> Option<String> {
    let identity = editor.baseline.try_get_untracked().flatten()?;
    Some(format!("rotation:{}:{}", client(editor).base(), identity.id))
}

fn trail_key(editor: Editor) -> Option<String> {
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
