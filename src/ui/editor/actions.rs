//! The only place where the editor starts a flow.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{
    parts::{self, NotLoaded},
    state::{Editor, Listing, Phase},
    vault::CredentialList,
};
use crate::{
    domain::{
        catalog::Catalog,
        draft::{IdentityDraft, IdentitySpec},
        identity_state::IdentityState,
        name::IdentityName,
        plan::PlanContext,
    },
    flow::{context, load, save::SaveStep},
    gateway::{client::Client, error::GatewayError},
};

pub mod kept;
pub mod write;

/// Reads the identity, and beside it the catalog. A write of this tab whose end is not known yet is
/// looked up first.
pub fn load(editor: Editor, name: IdentityName) {
    let client = client(editor);
    // A rename whose answer was lost has changed the identity; the tab knows where to.
    let renamed = kept::kept_rename(editor, &name);
    editor.phase.set(Phase::Loading);
    let read = async move {
        match (load::state(&client, &name).await, renamed) {
            (Err(GatewayError::Gone { .. }), Some(name)) => load::state(&client, &name).await,
            (answer, _) => answer,
        }
    };
    when_done(editor, read, move |answer| match answer {
        Ok(state) => {
            rebase(editor, state);
            kept::restore(editor);
            editor.phase.set(Phase::Editing);
            list(editor);
        }
        Err(error) => {
            note(editor, &error);
            editor.phase.set(Phase::Unloaded(error));
        }
    });
}

/// Waits for something, and goes on with it if the editor is still there then: a person may leave at
/// any moment, and its signals are gone with it.
pub fn when_done<T: 'static>(
    editor: Editor,
    wait: impl Future<Output = T> + 'static,
    then: impl FnOnce(T) + 'static,
) {
    spawn_local(async move {
        let done = wait.await;
        if !editor.is_gone() {
            then(done);
        }
    });
}

/// Begins with nothing stored, and reads what there is to choose from.
pub fn begin_new(editor: Editor) {
    rebase(editor, IdentityState::unsaved());
    kept::restore(editor);
    editor.phase.set(Phase::Editing);
    list(editor);
}

/// Reads the connections and attributes that can be chosen, and goes on with what waited for them.
pub fn list(editor: Editor) {
    editor.listing.set(Listing::Loading);
    when_done(editor, catalog(editor), move |answer| {
        editor.listing.set(match answer {
            Ok(catalog) => Listing::Loaded(Arc::new(catalog)),
            Err(error) => {
                note(editor, &error);
                Listing::Failed(error)
            }
        });
        if kept::has_write(editor) {
            begin(editor, parts::look_up_kept(editor));
        }
        editor.go_on();
    });
}

/// The connections and attributes, and the attributes of the identity that no list has.
fn catalog(editor: Editor) -> impl Future<Output = Result<Catalog, GatewayError>> {
    let client = client(editor);
    let identity = editor.baseline.get_untracked();
    async move {
        let mut catalog = load::catalog(&client).await?;
        if let Some(identity) = identity {
            context::ask_for_hidden(&client, &mut catalog, identity.attributes.iter()).await?;
        }
        Ok(catalog)
    }
}

/// Saves. The phase keeps a second save from starting.
pub fn save(editor: Editor, context: Arc<PlanContext>, spec: IdentitySpec) {
    editor.phase.set(Phase::Saving(SaveStep::Comparing));
    begin(editor, parts::save(editor, context, spec));
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
    when_done(editor, part, move |begun| {
        if begun.is_err() {
            editor.phase.set(Phase::Editing);
            editor.close_vault();
            editor.is_part_missing.set(true);
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
    editor.vault.set(CredentialList::Loading);
    begin(editor, parts::fetch_credentials(editor));
}

/// Reads the lists again while the old ones stay in use.
pub fn refresh_list(editor: Editor) {
    when_done(editor, catalog(editor), move |answer| {
        if let Ok(catalog) = answer {
            editor.listing.set(Listing::Loaded(Arc::new(catalog)));
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
    let asked = name.clone();
    let ask = async move { context::is_taken(&client, &asked).await };
    when_done(editor, ask, move |answer| {
        // If it cannot be told now, the save asks again.
        if answer == Ok(true) {
            editor.taken.update(|taken| {
                Arc::make_mut(taken).insert(name);
            });
        }
    });
}

/// Takes an identity as what everything is compared with, and fills the form from it.
fn rebase(editor: Editor, state: IdentityState) {
    editor.fill(&IdentityDraft::of(&state.identity));
    editor.baseline.try_set(Some(state.identity));
    editor.live.try_set(state.credentials);
    editor.refused_saves.try_set(0);
    editor.is_restored.try_set(false);
}

/// Tells the page when the token is not accepted.
pub fn note(editor: Editor, error: &GatewayError) {
    if matches!(error, GatewayError::SignedOut { .. }) {
        editor.host.with_value(|host| host.on_signed_out).run(());
    }
}

pub fn client(editor: Editor) -> Client {
    editor.host.with_value(|host| host.client.clone())
}
