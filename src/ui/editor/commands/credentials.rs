//! Loading the credentials, secrets included.

use std::sync::Arc;

use super::{merge, note, start, start_or, when_done};
use crate::ui::reactive::*;
use crate::{
    domain::collect::{Collect, HashedSet, sort},
    flow::load,
    gateway::pause::give_way,
    ui::editor::{
        lazy_part::lazy_part,
        model::{Editor, secrets::CredentialList},
    },
};

/// Loads all credentials when the user asks for them (G24, G26).
pub fn load(editor: Editor) {
    editor.secrets.is_wiped.set(false);
    editor.secrets.set_list(CredentialList::Loading);
    start_or(editor, read_lazily(editor), move || editor.secrets.close_list());
}

/// Reads the credentials again while they are open, after something may have changed them: what is
/// listed there must be what works.
pub fn refresh(editor: Editor) {
    if untrack(|| matches!(editor.secrets.list(), CredentialList::Open(_))) {
        start(editor, read_lazily(editor));
    }
}

lazy_part!(writing: read_lazily(editor: Editor) -> () = read);

/// Reads the credentials into the open list.
pub fn read(editor: Editor) {
    let Some(identity) = editor.loaded.identity_untracked() else { return };
    let client = editor.client();
    let wipes = editor.secrets.wipes();
    let reading = editor.loaded.begin_reading();
    let answer = async move {
        let load::Reading { state, credentials } = load::reading(&client, &identity.name).await?;
        if !editor.is_gone() && editor.secrets.may_show_since(wipes) {
            merge::take_in_reading(editor, reading, state);
        }
        // What changes by that can be drawn before the list.
        give_way().await;
        let mut all: Vec<_> = credentials.into_iter().map(Arc::new).collect();
        sort(&mut all, |left, right| left.connection_name.cmp(&right.connection_name));
        Ok(all)
    };
    when_done(editor, answer, move |answer| {
        if editor.loaded.is_outdated(reading) && editor.secrets.may_show_since(wipes) {
            // It began before the last write ended.
            return read(editor);
        }
        editor.secrets.set_list(match answer {
            Ok(_) if !editor.secrets.may_show_since(wipes) => CredentialList::Closed,
            Ok(all) => {
                let names: HashedSet<_> =
                    all.iter().map(|it| &it.connection_name).into_hashed_set();
                editor.secrets.keep_chosen(|name| names.contains(name));
                CredentialList::Open(Arc::new(all))
            }
            Err(error) => {
                note(editor, &error);
                CredentialList::Failed(error)
            }
        });
    });
}
