//! The only place where the editor starts a flow.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{
    parts::{self, NotLoaded},
    state::{Editor, Listing, Phase},
    vault::Vault,
};
use crate::{
    domain::{
        catalog::Catalog,
        draft::{IdentityDraft, IdentitySpec},
        identity::Identity,
        name::IdentityName,
    },
    flow::{
        ground::{self, Ground},
        load::{self, Glance},
        save::SaveStep,
    },
    gateway::{client::Client, error::GatewayError},
};

pub mod kept;
pub mod write;

/// Reads the identity, and beside it the catalog. A write of this tab whose end is not known yet is
/// looked up first.
pub fn load(editor: Editor, name: IdentityName) {
    let client = client(editor);
    editor.phase.set(Phase::Loading);
    spawn_local(async move {
        let mut answer = load::glance(&client, &name).await;
        // A rename whose answer was lost has moved the identity; the tab knows where to.
        if let (Err(GatewayError::Gone { .. }), Some(new)) =
            (&answer, kept::kept_rename(editor, &name))
        {
            answer = load::glance(&client, &new).await;
        }
        match answer {
            Ok(glance) => {
                rebase(editor, glance);
                kept::restore(editor);
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

/// Begins with nothing stored, and reads what there is to choose from.
pub fn begin_new(editor: Editor) {
    rebase(editor, Glance { identity: Identity::unborn(), live: Some(Default::default()) });
    kept::restore(editor);
    editor.phase.set(Phase::Editing);
    list(editor);
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
            if kept::has_trail(editor) {
                begin(editor, parts::look_up_kept(editor));
            }
            if kept::kept_rotation(editor).is_some() {
                begin(editor, parts::look_up_rotation(editor));
            }
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
pub fn save(editor: Editor, ground: Arc<Ground>, spec: IdentitySpec) {
    editor.phase.set(Phase::Saving(SaveStep::Comparing));
    begin(editor, parts::save(editor, ground, spec));
}

/// Opens the mends for what is wrong with the identity as it is stored.
pub fn mend(editor: Editor) {
    begin(editor, parts::open_mends(editor));
}

/// Opens the ways to save of a draft what can be saved.
pub fn mend_draft(editor: Editor, spec: IdentitySpec) {
    begin(editor, parts::open_mends_of_draft(editor, spec));
}

/// Begins something whose part of the program may have to be loaded first. Nothing has been sent
/// when that fails.
fn begin(editor: Editor, part: impl Future<Output = Result<(), NotLoaded>> + 'static) {
    editor.is_part_missing.set(false);
    spawn_local(async move {
        if part.await.is_err() {
            editor.phase.try_set(Phase::Editing);
            editor.close_vault();
            editor.is_part_missing.try_set(true);
        }
    });
}

/// Looks again at what a write did.
pub fn look_again(editor: Editor) {
    let Some(identity) = editor.baseline.get_untracked() else { return };
    editor.report.set(None);
    match identity.is_stored() {
        true => load(editor, identity.name.clone()),
        false => begin(editor, parts::look_up_kept(editor)),
    }
}

/// Fetches all credentials, secrets included (G24, G26).
pub fn fetch_credentials(editor: Editor) {
    editor.is_wiped.set(false);
    editor.vault.set(Vault::Loading);
    match kept::kept_rotation(editor) {
        // It reads the same, and finds out what is not known yet.
        Some(_) => begin(editor, parts::look_up_rotation(editor)),
        None => begin(editor, parts::fetch_credentials(editor)),
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
fn rebase(editor: Editor, glance: Glance) {
    editor.fill(&IdentityDraft::of(&glance.identity));
    editor.baseline.try_set(Some(Arc::new(glance.identity)));
    editor.live.try_set(glance.live.map(Arc::new));
    editor.refused_saves.try_set(0);
    editor.is_restored.try_set(false);
}

/// Tells the page when the token is not accepted.
pub fn note(editor: Editor, error: &GatewayError) {
    if matches!(error, GatewayError::SignedOut { .. }) {
        editor.host.get_value().on_signed_out.run(());
    }
}

pub fn client(editor: Editor) -> Client {
    editor.host.with_value(|host| host.client.clone())
}
