//! What the user can do, by name: the only place that starts a flow.

use leptos::task::spawn_local;

use super::{lazy_part::NotLoaded, model::Editor};
use crate::ui::reactive::*;
use crate::{
    gateway::error::GatewayError,
    ui::browser::write_lock::{self, WriteLock},
};

pub mod confirm;
pub mod control;
pub mod credentials;
pub mod edit;
pub mod history;
pub mod lists;
pub mod load;
mod merge;
pub mod repair;
pub mod results;
pub mod rotate;
pub mod save;
pub mod usage;

/// Waits for something, and goes on if the editor is still mounted then.
fn when_done<T: 'static>(
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

/// Starts something whose program may have to be loaded first. When that fails, nothing was sent.
fn start(editor: Editor, part: impl Future<Output = Result<(), NotLoaded>> + 'static) {
    start_or(editor, part, || ());
}

/// The same; `undo` takes back what has begun already when the program can't be loaded.
fn start_or(
    editor: Editor,
    part: impl Future<Output = Result<(), NotLoaded>> + 'static,
    undo: impl FnOnce() + 'static,
) {
    editor.is_part_missing.set(false);
    when_done(editor, part, move |started| {
        if started.is_err() {
            undo();
            editor.is_part_missing.set(true);
        }
    });
}

/// Asks the gateway ahead of need, with a program that may have to be loaded first. Writes nothing
/// before the answer: effects call it.
fn ask(editor: Editor, part: impl Future<Output = Result<(), NotLoaded>> + 'static) {
    when_done(editor, part, move |started| {
        if started.is_err() {
            editor.is_part_missing.set(true);
        }
    });
}

/// Waits until no other tab of this browser writes to the identity.
async fn write_lock(editor: Editor) -> WriteLock {
    let identity = editor.loaded.identity_untracked();
    // A new identity has no id yet; its name is what two tabs could both create.
    let key = identity
        .filter(|it| it.is_stored())
        .map_or_else(|| editor.fields.inputs.name.get_untracked(), |identity| identity.id.clone());
    write_lock::hold(editor.client().base(), &key).await
}

/// Tells the page when the gateway rejects the token.
fn note(editor: Editor, error: &GatewayError) {
    if matches!(error, GatewayError::SignedOut { .. }) {
        editor.host.with_value(|host| host.on_signed_out).run(());
    }
}
