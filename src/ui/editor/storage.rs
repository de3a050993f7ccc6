//! What survives a reload of the tab: edits, writes whose outcome is unknown, the public host. Never
//! a secret.

use std::sync::Arc;

use super::model::Editor;
use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::{Field, IdentityDraft, IdentitySpec},
        host::PublicHost,
        identity::Identity,
        name::IdentityName,
        plan::PlanContext,
    },
    flow::pending::PendingWrite,
    gateway::client::Client,
    ui::browser::storage,
    wire::{
        draft::{WrittenDraft, read_draft, write_lists, write_texts},
        pending::{read_pending, read_rotation_1, write_pending},
    },
};

/// The kind of key under which the texts of a draft are kept.
const DRAFT: &str = "draft";

/// The kind of key under which its lists are kept.
const DRAFT_LISTS: &str = "draft-lists";

/// The kind of key under which the texts that a draft is based on are kept.
const DRAFT_BASE: &str = "draft-base";

/// The kind of key under which the lists that it is based on are kept.
const DRAFT_BASE_LISTS: &str = "draft-base-lists";

/// The kind of key under which a write is kept.
const WRITE: &str = "write";

/// The kind of key under which a forgotten write is kept.
const FORGOTTEN: &str = "forgotten";

/// Where rotations were kept before version 2 of the stored form.
const ROTATION_1: &str = "rotation";

/// Keeps a write that is about to be sent.
pub fn keep_write(editor: Editor, pending: &PendingWrite) {
    let Some(key) = key(editor, WRITE) else { return };
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

/// Forgets a write whose outcome is known.
pub fn forget_write(editor: Editor) {
    let Some(key) = key(editor, WRITE) else { return };
    if let Some(kept) = storage::kept(&key).as_deref().and_then(read_pending) {
        storage::forget(&rename_key(editor, &kept.before.name));
    }
    storage::forget(&key);
    if let Some(key) = self::key(editor, ROTATION_1) {
        storage::forget(&key);
    }
}

/// Stops tracking a write that the user chose to forget. A save or a creation is recognized if it lands
/// later: by its fields, which no other write has.
pub fn set_aside_write(editor: Editor) {
    let kept = key(editor, WRITE).and_then(|key| storage::kept(&key));
    forget_write(editor);
    let has_fields =
        |kept: &String| read_pending(kept).is_some_and(|it| it.request.spec().is_some());
    if let (Some(kept), Some(key)) = (kept.filter(has_fields), key(editor, FORGOTTEN)) {
        storage::keep(&key, &kept);
    }
}

/// A save or creation that the user chose to forget.
pub fn forgotten_write(editor: Editor, known: &PlanContext) -> Option<PendingWrite> {
    let kept = storage::kept(&key(editor, FORGOTTEN)?)?;
    read_pending(&kept).map(|stored| PendingWrite::from_stored(stored, known))
}

/// Drops what was known of a forgotten write: its outcome is known.
pub fn drop_forgotten(editor: Editor) {
    if let Some(key) = key(editor, FORGOTTEN) {
        storage::forget(&key);
    }
}

/// The same once what it sent was saved by another one, and verified.
pub fn drop_repeated(editor: Editor, saved: &IdentitySpec) {
    let kept = key(editor, FORGOTTEN).and_then(|key| storage::kept(&key));
    let forgotten = kept.as_deref().and_then(read_pending);
    if forgotten.is_some_and(|it| it.request.spec() == Some(saved)) {
        drop_forgotten(editor);
    }
}

/// The name that an unconfirmed save of this tab gives to the identity of this name.
pub fn kept_rename(editor: Editor, name: &IdentityName) -> Option<IdentityName> {
    storage::kept(&rename_key(editor, name)).map(IdentityName::received)
}

/// Whether there is a write of this tab whose outcome is unknown.
pub fn has_write(editor: Editor) -> bool {
    let is_kept = |kind| key(editor, kind).as_deref().and_then(storage::kept).is_some();
    is_kept(WRITE) || is_kept(ROTATION_1)
}

/// The same for the identity with this id, on any page.
pub fn has_write_to(client: &Client, id: &str) -> bool {
    let is_kept = |kind| storage::kept(&key_of(client, id, kind)).is_some();
    is_kept(WRITE) || is_kept(ROTATION_1)
}

/// A write of this tab whose outcome is unknown.
pub fn kept_write(editor: Editor, known: &PlanContext) -> Option<PendingWrite> {
    let kept = storage::kept(&key(editor, WRITE)?);
    let kept = kept.as_deref().and_then(read_pending).or_else(|| {
        let text = storage::kept(&key(editor, ROTATION_1)?)?;
        read_rotation_1(&text, known.identity())
    });
    kept.map(|stored| PendingWrite::from_stored(stored, known))
}

/// Keeps the public host for this gateway: set once, it applies to every identity (G9).
pub fn keep_public_host(editor: Editor, host: Option<&PublicHost>) {
    let key = public_host_key(editor);
    match host {
        Some(host) => storage::keep(&key, host.as_str()),
        None => storage::forget(&key),
    }
}

/// The public host set in this tab.
pub fn kept_public_host(editor: Editor) -> Option<PublicHost> {
    storage::kept(&public_host_key(editor)).and_then(|host| PublicHost::parse(&host).ok())
}

/// The lists in their kept form. A list with what looks like a secret is kept as it is stored.
pub fn written_lists(editor: Editor) -> String {
    let (fields, stored) = (editor.fields, || stored(editor));
    let attributes = match fields.secrets.is_in(Field::Attributes) {
        true => stored().attributes,
        false => fields.inputs.attributes.items().get(),
    };
    let connection_names = match fields.secrets.is_in(Field::ConnectionNames) {
        true => stored().connection_names,
        false => fields.inputs.connection_names.items().get(),
    };
    write_lists(&attributes, &connection_names)
}

/// Keeps the texts of the edits, and forgets them once there are no edits. A text that looks like a
/// secret is kept as it is stored.
pub fn keep_texts(editor: Editor) {
    let fields = editor.fields;
    let texts = fields.is_changed.get().then(|| {
        let mut texts = fields.texts();
        for field in Field::ALL.into_iter().filter(|field| fields.secrets.is_in(*field)) {
            texts.take(field, &stored(editor).texts());
        }
        write_texts(&texts)
    });
    keep_or_forget(key(editor, DRAFT), texts);
}

/// The same for the lists, if one of them is edited. Otherwise a draft has the lists that are stored.
pub fn keep_lists(editor: Editor, written: Memo<String>) {
    let lists = is_any_list_edited(editor).then(|| written.get());
    keep_or_forget(key(editor, DRAFT_LISTS), lists);
}

fn is_any_list_edited(editor: Editor) -> bool {
    let lists = [Field::Attributes, Field::ConnectionNames];
    lists.into_iter().any(|field| editor.fields.is_edited(field))
}

/// Keeps what the edits are based on beside them, so that they can be merged with what someone else stores
/// until they're restored (G15).
pub fn keep_base(editor: Editor, loaded: Memo<Option<Arc<Identity>>>) {
    let loaded = loaded.get();
    let is_any_list_edited = is_any_list_edited(editor);
    let is_changed = editor.fields.is_changed.get();
    let base_if = |is_edited: bool| loaded.as_deref().filter(|_| is_edited);
    let texts = base_if(is_changed).map(|base| {
        let texts = base.as_spec().as_strs();
        write_texts(&texts.map(str::to_owned, str::to_owned, |_| (), |_| ()))
    });
    let lists = base_if(is_any_list_edited).map(|base| {
        let base = IdentityDraft::of(base);
        write_lists(&base.attributes, &base.connection_names)
    });
    keep_or_forget(key(editor, DRAFT_BASE), texts);
    keep_or_forget(key(editor, DRAFT_BASE_LISTS), lists);
}

fn keep_or_forget(key: Option<String>, text: Option<String>) {
    match (key, text) {
        (Some(key), Some(text)) => storage::keep(&key, &text),
        (Some(key), None) => storage::forget(&key),
        (None, _) => {}
    }
}

/// What is stored; nothing for a new identity.
fn stored(editor: Editor) -> IdentityDraft {
    let stored = editor.loaded.identity_untracked().map(|it| IdentityDraft::of(&it));
    stored.unwrap_or_default()
}

/// Forgets the edits: they're saved.
pub fn forget_draft(editor: Editor) {
    for kind in [DRAFT, DRAFT_LISTS, DRAFT_BASE, DRAFT_BASE_LISTS] {
        keep_or_forget(key(editor, kind), None);
    }
}

/// Edits that the tab kept.
pub struct KeptDraft {
    pub draft: IdentityDraft,
    /// What was stored when they began.
    pub base: IdentityDraft,
}

/// The kept edits, if they differ from what is stored.
pub fn kept_draft(editor: Editor) -> Option<KeptDraft> {
    let kept = |kind| key(editor, kind).as_deref().and_then(storage::kept);
    let stored = IdentityDraft::of(&*editor.loaded.identity_untracked()?);
    let read = |texts, lists| {
        let lists = kept(lists)
            .unwrap_or_else(|| write_lists(&stored.attributes, &stored.connection_names));
        read_draft(WrittenDraft { texts: kept(texts)?, lists })
    };
    let draft = read(DRAFT, DRAFT_LISTS).filter(|draft| stored != *draft)?;
    // An earlier version kept no base.
    let base = read(DRAFT_BASE, DRAFT_BASE_LISTS);
    Some(KeptDraft { draft, base: base.unwrap_or(stored) })
}

/// Keys use the id, which a rename doesn't change, and the gateway, as two may have the same id. What isn't
/// stored yet has no id: a new identity has a key, and each copy has its own.
fn key(editor: Editor, kind: &str) -> Option<String> {
    let identity = editor.loaded.identity_untracked()?;
    let key = key_of(&editor.client(), &identity.id, kind);
    let original = editor.loaded.copy_of.try_get_value().flatten();
    let original = original.filter(|_| !identity.is_stored());
    Some(original.map_or_else(|| key.clone(), |name| format!("{key}copy-of:{name}")))
}

fn key_of(client: &Client, id: &str, kind: &str) -> String {
    format!("{kind}:{}:{id}", client.base())
}

fn rename_key(editor: Editor, name: &IdentityName) -> String {
    format!("rename:{}:{name}", editor.client().base())
}

fn public_host_key(editor: Editor) -> String {
    format!("public-host:{}", editor.client().base())
}
