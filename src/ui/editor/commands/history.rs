//! Reading the history, and restoring a version of it.

use std::sync::Arc;

use super::{ask, edit, note, start, when_done};
use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::{Field, IdentityDraft, IdentitySpec},
        history::{AuditTrail, Gone, HistorySubject, as_stored},
        identity::Identity,
    },
    flow::{context, history},
    gateway::error::GatewayError,
    ui::editor::{
        lazy_part::lazy_part,
        model::{Editor, insight::Records},
        views::IdentityView,
    },
};

/// Reads the newest part of the history, unless it was asked for.
pub fn ensure(editor: Editor) {
    if editor.insight.ask_for_history() {
        ask(editor, open_lazily(editor));
    }
}

/// Reads the newest part of the history again.
pub fn reload(editor: Editor) {
    editor.insight.history.set(Records::Unread);
    start(editor, open_lazily(editor));
}

/// Reads an older part of the history.
pub fn more(editor: Editor) {
    start(editor, more_lazily(editor));
}

/// Finds out what of a version no longer exists.
pub fn look_for_gone(editor: Editor, version: IdentitySpec) {
    start(editor, look_lazily(editor, version));
}

/// Finds out who made the change that a conflict is about. Writes nothing before the answer: an effect
/// calls it.
pub fn look_for_author(editor: Editor, now: Arc<Identity>) {
    if untrack(|| editor.rights().can_read_log) {
        // The conflict says what changed without it too.
        when_done(editor, author_lazily(editor, now), |_| ());
    }
}

lazy_part!(history: open_lazily(editor: Editor) -> () = open);
lazy_part!(history: more_lazily(editor: Editor) -> () = read_more);
lazy_part!(history: look_lazily(editor: Editor, version: IdentitySpec) -> () = look);
lazy_part!(history: author_lazily(editor: Editor, now: Arc<Identity>) -> () = find_author);

fn open(editor: Editor) {
    let Some(identity) = editor.loaded.identity_untracked() else { return };
    let client = editor.client();
    let subject = HistorySubject::of(&identity);
    let read = async move { history::open(&client, subject).await };
    when_done(editor, read, move |answer| take_in(editor, answer));
}

fn read_more(editor: Editor) {
    let found = editor.insight.history.try_update(|history| match history {
        Records::Open { records, is_loading, error } if !*is_loading => {
            (*is_loading, *error) = (true, None);
            Some(records.clone())
        }
        _ => None,
    });
    let Some(Some(trail)) = found else { return };
    let client = editor.client();
    let read = async move { history::more(&client, &trail).await };
    when_done(editor, read, move |answer| take_in(editor, answer));
}

fn take_in(editor: Editor, answer: Result<AuditTrail, GatewayError>) {
    let failed = match answer {
        Ok(trail) => {
            editor.insight.history.set(Records::open(trail));
            return;
        }
        Err(error) => error,
    };
    note(editor, &failed);
    editor.insight.history.update(|history| match history {
        Records::Open { is_loading, error, .. } => (*is_loading, *error) = (false, Some(failed)),
        other => *other = Records::Failed(failed),
    });
}

fn look(editor: Editor, version: IdentitySpec) {
    let client = editor.client();
    let mut catalog = untrack(|| editor.loaded.catalog());
    let asked = version.clone();
    let read = async move {
        let asked = context::ask_for_hidden(&client, &mut catalog, asked.attributes.iter()).await;
        asked.map(|()| catalog)
    };
    when_done(editor, read, move |answer| {
        // What couldn't be asked for is taken to exist: the review tells of it all the same.
        let gone = answer.map(|catalog| Gone::of(&version, &catalog)).unwrap_or_default();
        editor.insight.gone.set(Some((version, gone)));
    });
}

fn find_author(editor: Editor, now: Arc<Identity>) {
    let client = editor.client();
    let read = async move { history::last_change(&client, &now).await };
    when_done(editor, read, move |answer| {
        // The conflict says what changed; who did it comes on top.
        editor.insight.changed_by.set(answer.ok().flatten());
    });
}

/// Fills the draft from a version, to be reviewed and saved like any edit. `with_name` restores the
/// name as well.
pub fn restore(editor: Editor, version: &IdentitySpec, with_name: bool) {
    if !untrack(|| editor.can_write().get()) {
        return;
    }
    let draft = IdentityDraft::of(&as_stored(version));
    let fields = Field::ALL.into_iter().filter(|field| with_name || *field != Field::Name);
    for field in fields {
        editor.fields.take(field, &draft);
    }
    editor.host.with_value(|host| host.views.show).run(IdentityView::Access);
    edit::focus_heading(editor);
}
