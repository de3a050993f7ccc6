//! The only place where the editor starts a flow.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{
    Saved,
    state::{Conflict, Editor, Listing, Phase, Report},
};
use crate::{
    domain::{
        aftermath::Verdict,
        catalog::Catalog,
        draft::{IdentityDraft, IdentitySpec},
        merge::Merge,
        name::IdentityName,
    },
    flow::{
        ground::{self, Ground},
        load::{self, Reading},
        save::{self, SaveOutcome, SaveStep, Settled, Trail, WriteEnd},
    },
    gateway::{client::Client, error::GatewayError},
    ui::browser::storage,
    wire::{
        draft::{read_draft, write_draft},
        trail::{KeptTrail, read_trail, write_trail},
    },
};

/// Reads the identity, and beside it the catalog. A write of this tab whose end is not known yet is
/// looked up first.
pub fn load(editor: Editor, name: IdentityName) {
    let client = client(editor);
    editor.phase.set(Phase::Loading);
    spawn_local(async move {
        let mut answer = load::reading(&client, &name).await;
        // A rename whose answer was lost has moved the identity; the tab knows where to.
        if let (Err(GatewayError::Gone { .. }), Some(kept)) = (&answer, kept_rename(editor, &name))
        {
            answer = load::reading(&client, &kept.sent.name).await;
        }
        match answer {
            Ok(reading) => {
                rebase(editor, &reading);
                restore(editor);
                editor.phase.try_set(Phase::Editing);
            }
            Err(error) => {
                note(editor, &error);
                editor.phase.try_set(Phase::Unloaded(error));
                return;
            }
        }
        list(editor);
    });
}

/// Reads the connections and attributes that can be chosen, and goes on with what waited for them.
pub fn list(editor: Editor) {
    let client = client(editor);
    editor.listing.try_set(Listing::Loading);
    spawn_local(async move {
        let listing = match catalog(&client, editor).await {
            Ok(catalog) => Listing::Loaded(Arc::new(catalog)),
            Err(error) => {
                note(editor, &error);
                Listing::Failed(error)
            }
        };
        if editor.listing.try_set(listing).is_none() {
            look_up_kept(editor);
            editor.go_on();
        }
    });
}

async fn catalog(client: &Client, editor: Editor) -> Result<Catalog, GatewayError> {
    let mut catalog = load::catalog(client).await?;
    if let Some(identity) = editor.baseline.try_get_untracked().flatten() {
        ground::ask_for_hidden(client, &mut catalog, identity.attributes.iter()).await?;
    }
    Ok(catalog)
}

/// Saves. The phase keeps a second save from starting.
pub fn save(editor: Editor, ground: &Ground, spec: IdentitySpec) {
    let (client, ground) = (client(editor), ground.clone());
    clear_reports(editor);
    editor.phase.set(Phase::Saving(SaveStep::Comparing));
    spawn_local(async move {
        let step = |step| {
            if step == SaveStep::Writing {
                keep_trail(editor, &ground, &spec);
            }
            editor.phase.try_set(Phase::Saving(step));
        };
        let outcome = save::save(&client, &ground, &spec, &step).await;
        conclude(editor, outcome);
    });
}

/// Looks again at what a write did.
pub fn look_again(editor: Editor) {
    if let Some(identity) = editor.baseline.get_untracked() {
        editor.report.set(None);
        load(editor, identity.name.clone());
    }
}

/// Takes up a write of this tab whose end is not known, such as after a reload of the page.
fn look_up_kept(editor: Editor) {
    let Some(ground) = editor.ground.try_get_untracked().flatten() else { return };
    let kept = trail_key(editor).and_then(|key| storage::kept(&key));
    let Some(kept) = kept.as_deref().and_then(read_trail) else { return };
    let client = client(editor);
    let ground = Ground {
        identity: Arc::new(kept.before),
        live: kept.live.map(Arc::new),
        ..(*ground).clone()
    };
    let trail = Trail { ground, spec: kept.sent, end: WriteEnd::PageLeft, before: None };
    clear_reports(editor);
    editor.phase.set(Phase::Saving(SaveStep::ReadingBack { attempt: 1 }));
    spawn_local(async move {
        let step = |step| {
            editor.phase.try_set(Phase::Saving(step));
        };
        let outcome = save::find_out(&client, trail, &step).await;
        conclude(editor, outcome);
    });
}

fn clear_reports(editor: Editor) {
    editor.report.set(None);
    editor.conflict.set(None);
    editor.shown.set(Vec::new());
}

fn conclude(editor: Editor, outcome: SaveOutcome) {
    match outcome {
        SaveOutcome::NotSent(error) => {
            note(editor, &error);
            editor.report.try_set(Some(Report::NotSent(error)));
        }
        SaveOutcome::Moved { now, moved } => {
            let base = editor.baseline.try_get_untracked().flatten();
            let base = base.map(|identity| IdentityDraft::of(&identity)).unwrap_or_default();
            let theirs = IdentityDraft::of(&now.identity);
            let merge = Merge::new(&base, &theirs, &editor.draft());
            editor.conflict.try_set(Some(Conflict { now: *now, moved: Arc::new(moved), merge }));
        }
        // What is kept of the write stays until its end is known.
        SaveOutcome::Undecided { reading, .. } => {
            note(editor, &reading);
            editor.report.try_set(Some(Report::Undecided { reading }));
        }
        SaveOutcome::Known(settled) => {
            if let Some(error) = settled.end.error() {
                note(editor, error);
            }
            forget_trail(editor);
            settle(editor, &settled);
            editor.report.try_set(Some(Report::Settled(Arc::new(*settled))));
        }
    }
    editor.phase.try_set(Phase::Editing);
}

fn settle(editor: Editor, settled: &Settled) {
    let Some(now) = &settled.now else { return };
    let before = editor.baseline.try_get_untracked().flatten();
    if settled.aftermath.verdict == Verdict::Saved {
        forget_draft(editor);
        editor.fill(&IdentityDraft::of(&now.identity));
        editor.refused_saves.try_set(0);
        editor.is_restored.try_set(false);
        let host = editor.host.get_value();
        host.on_saved.run(Saved {
            identity: now.identity.name.clone(),
            new_credentials: settled.fresh.len(),
        });
    }
    editor.stand_on(now);
    if before.is_some_and(|before| before.name != now.identity.name) {
        editor.host.get_value().on_renamed.run(now.identity.name.clone());
    }
    editor.shown.try_set(settled.fresh.iter().cloned().map(Arc::new).collect());
    // A save may have created attributes, and the lists are what the next plan rests on.
    if settled.aftermath.verdict == Verdict::Saved {
        refresh_list(editor);
    }
}

/// Reads the lists again while the old ones stay in use.
pub fn refresh_list(editor: Editor) {
    let client = client(editor);
    spawn_local(async move {
        if let Ok(catalog) = catalog(&client, editor).await {
            editor.listing.try_set(Listing::Loaded(Arc::new(catalog)));
        }
    });
}

/// Asks whether another identity has the name that is being given.
pub fn check_name(editor: Editor) {
    let Ok(name) = IdentityName::parse(&editor.name.get_untracked()) else { return };
    let is_rename = editor.baseline.get_untracked().is_some_and(|now| now.name != name);
    if !is_rename || editor.taken.with_untracked(|taken| taken.contains(&name)) {
        return;
    }
    let client = client(editor);
    spawn_local(async move {
        // If it cannot be told now, the save asks again.
        if ground::is_taken(&client, &name).await == Ok(true) {
            editor.taken.try_update(|taken| {
                Arc::make_mut(taken).insert(name);
            });
        }
    });
}

/// Takes an identity as what everything is compared with, and fills the form from it.
fn rebase(editor: Editor, reading: &Reading) {
    editor.fill(&IdentityDraft::of(&reading.identity));
    editor.baseline.try_set(Some(Arc::new(reading.identity.clone())));
    editor.live.try_set(reading.live().map(Arc::new));
    editor.refused_saves.try_set(0);
    editor.is_restored.try_set(false);
}

pub(super) fn keep_trail(editor: Editor, ground: &Ground, spec: &IdentitySpec) {
    if let Some(key) = trail_key(editor) {
        let kept = KeptTrail {
            before: (*ground.identity).clone(),
            live: ground.live.as_deref().cloned(),
            sent: spec.clone(),
        };
        storage::keep(&key, &write_trail(&kept));
        if ground.identity.name != spec.name {
            // Under the old name, which may be all that is known after a reload.
            storage::keep(&rename_key(editor, &ground.identity.name), &write_trail(&kept));
        }
    }
}

pub(super) fn forget_trail(editor: Editor) {
    let Some(key) = trail_key(editor) else { return };
    if let Some(kept) = storage::kept(&key).as_deref().and_then(read_trail) {
        storage::forget(&rename_key(editor, &kept.before.name));
    }
    storage::forget(&key);
}

fn kept_rename(editor: Editor, name: &IdentityName) -> Option<KeptTrail> {
    storage::kept(&rename_key(editor, name)).as_deref().and_then(read_trail)
}

fn trail_key(editor: Editor) -> Option<String> {
    let identity = editor.baseline.try_get_untracked().flatten()?;
    Some(format!("write:{}:{}", client(editor).base(), identity.id))
}

fn rename_key(editor: Editor, name: &IdentityName) -> String {
    format!("rename:{}:{name}", client(editor).base())
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

fn forget_draft(editor: Editor) {
    if let Some(key) = draft_key(editor) {
        storage::forget(&key);
    }
}

fn restore(editor: Editor) {
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

/// Tells the page when the token is not accepted.
pub(super) fn note(editor: Editor, error: &GatewayError) {
    if matches!(error, GatewayError::SignedOut { .. }) {
        editor.host.get_value().on_signed_out.run(());
    }
}

pub(super) fn client(editor: Editor) -> Client {
    editor.host.with_value(|host| host.client.clone())
}
