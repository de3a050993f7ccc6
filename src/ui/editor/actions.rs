//! The only place where the editor starts a flow.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{
    Saved,
    state::{Editor, Listing, Phase, Report},
};
use crate::{
    domain::{
        draft::{IdentityDraft, IdentitySpec},
        identity::Identity,
        name::IdentityName,
    },
    flow::{
        load,
        save::{self, SaveOutcome, Settled, Verdict},
    },
    gateway::{calls::GetIdentity, client::Client, error::GatewayError},
    ui::browser::storage,
    wire::draft::{read_draft, write_draft},
};

/// Reads the identity, and beside it the catalog.
pub fn load(editor: Editor, name: IdentityName) {
    let client = client(editor);
    editor.phase.set(Phase::Loading);
    spawn_local(async move {
        let answer = client.send(&GetIdentity { name: &name }).await;
        match answer {
            Ok(identity) => {
                rebase(editor, identity);
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

/// Reads the connections and attributes that can be chosen.
pub fn list(editor: Editor) {
    let client = client(editor);
    editor.listing.try_set(Listing::Loading);
    spawn_local(async move {
        let listing = match load::catalog(&client).await {
            Ok(catalog) => Listing::Loaded(Arc::new(catalog)),
            Err(error) => {
                note(editor, &error);
                Listing::Failed(error)
            }
        };
        editor.listing.try_set(listing);
    });
}

/// Saves. The phase keeps a second save from starting.
pub fn save(editor: Editor, spec: IdentitySpec) {
    let Some(loaded) = editor.baseline.get_untracked() else { return };
    let client = client(editor);
    editor.report.set(None);
    editor.shown.set(Vec::new());
    editor.phase.set(Phase::Saving(save::SaveStep::Comparing));
    spawn_local(async move {
        let step = move |step| {
            editor.phase.try_set(Phase::Saving(step));
        };
        let outcome = save::save(&client, &loaded, &spec, step).await;
        conclude(editor, outcome);
        editor.phase.try_set(Phase::Editing);
    });
}

fn conclude(editor: Editor, outcome: SaveOutcome) {
    let report = match outcome {
        SaveOutcome::NotSent(error) => {
            note(editor, &error);
            Report::NotSent(error)
        }
        SaveOutcome::Moved(now) => {
            // The draft stays; what it is compared with is what there is now.
            editor.baseline.try_set(Some(Arc::new(now.identity)));
            Report::Moved
        }
        SaveOutcome::Undecided { reading, .. } => {
            note(editor, &reading);
            Report::Undecided { reading }
        }
        SaveOutcome::Known(settled) => {
            if let Some(error) = &settled.answer {
                note(editor, error);
            }
            settle(editor, &settled);
            Report::Settled(Arc::new(*settled))
        }
    };
    editor.report.try_set(Some(report));
}

fn settle(editor: Editor, settled: &Settled) {
    let before = editor.baseline.try_get_untracked().flatten();
    let now = settled.now.identity.clone();
    if settled.verdict == Verdict::Saved {
        forget_draft(editor);
        rebase(editor, now.clone());
        let host = editor.host.get_value();
        host.on_saved.run(Saved {
            identity: now.name.clone(),
            new_credentials: settled.new_credentials.len(),
        });
    } else {
        editor.baseline.try_set(Some(Arc::new(now.clone())));
    }
    if before.is_some_and(|before| before.name != now.name) {
        editor.host.get_value().on_renamed.run(now.name);
    }
    let credentials = settled.now.credentials.iter().flatten();
    let new = credentials
        .filter(|credential| settled.new_credentials.contains(&credential.connection_name))
        .map(|credential| Arc::new(credential.clone()))
        .collect();
    editor.shown.try_set(new);
}

/// Takes an identity as what everything is compared with, and fills the form from it.
fn rebase(editor: Editor, identity: Identity) {
    editor.fill(&IdentityDraft::of(&identity));
    editor.baseline.try_set(Some(Arc::new(identity)));
    editor.refused_saves.try_set(0);
    editor.is_restored.try_set(false);
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
fn note(editor: Editor, error: &GatewayError) {
    if matches!(error, GatewayError::SignedOut { .. }) {
        editor.host.get_value().on_signed_out.run(());
    }
}

fn client(editor: Editor) -> Client {
    editor.host.with_value(|host| host.client.clone())
}
