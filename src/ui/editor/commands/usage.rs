//! Reading when credentials were issued and used.

use super::{ask, note, start, when_done};
use crate::{
    domain::usage::Usage,
    flow::usage,
    gateway::error::GatewayError,
    ui::editor::{
        lazy_part::lazy_part,
        model::{Editor, insight::Records},
    },
};

/// Reads the newest sessions, unless they were asked for.
pub fn ensure(editor: Editor) {
    if editor.insight.ask_for_usage() {
        ask(editor, open_lazily(editor));
    }
}

/// Reads older sessions.
pub fn more(editor: Editor) {
    start(editor, more_lazily(editor));
}

lazy_part!(history: open_lazily(editor: Editor) -> () = open);
lazy_part!(history: more_lazily(editor: Editor) -> () = read_more);

fn open(editor: Editor) {
    let Some(identity) = editor.loaded.identity_untracked() else { return };
    let client = editor.client();
    let read = async move { usage::open(&client, &identity).await };
    when_done(editor, read, move |answer| take_in(editor, answer));
}

fn read_more(editor: Editor) {
    let Some(identity) = editor.loaded.identity_untracked() else { return };
    let found = editor.insight.usage.try_update(|usage| match usage {
        Records::Open { records, is_loading, error } if !*is_loading => {
            (*is_loading, *error) = (true, None);
            Some(records.clone())
        }
        _ => None,
    });
    let Some(Some(known)) = found else { return };
    let client = editor.client();
    let read = async move { usage::more(&client, &identity, &known).await };
    when_done(editor, read, move |answer| take_in(editor, answer));
}

fn take_in(editor: Editor, answer: Result<Usage, GatewayError>) {
    let failed = match answer {
        Ok(usage) => {
            editor.insight.usage.set(Records::open(usage));
            return;
        }
        Err(error) => error,
    };
    note(editor, &failed);
    editor.insight.usage.update(|usage| match usage {
        Records::Open { is_loading, error, .. } => (*is_loading, *error) = (false, Some(failed)),
        other => *other = Records::Failed(failed),
    });
}
