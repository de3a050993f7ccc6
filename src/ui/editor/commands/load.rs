//! Loading what is edited, with the edits and the write that the tab kept.

use std::sync::Arc;

use super::{confirm, credentials, lists, note, save, when_done};
use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::{Field, IdentityDraft},
        identity_state::IdentityState,
        name::IdentityName,
        plan::{ChangePlan, PlanContext, Unknown},
    },
    flow::{context, load},
    gateway::{client::Client, error::GatewayError},
    ui::{
        components::token_list::TokenList,
        editor::{
            host::Subject,
            lazy_part::lazy_part,
            model::{
                Editor,
                loaded::{Lists, LoadState},
                write::Report,
            },
            storage,
        },
    },
};

/// Reads what is to be edited.
pub fn load(editor: Editor, subject: &Subject) {
    match subject {
        Subject::Stored(name) => load_stored(editor, name.clone()),
        Subject::New => {
            ready(editor, IdentityState::unsaved());
        }
        Subject::CopyOf(name) => load_copy(editor, name.clone()),
    }
}

/// Starts a new identity as a copy, to be reviewed and saved like any other.
fn load_copy(editor: Editor, name: IdentityName) {
    let client = editor.client();
    editor.loaded.state.set(LoadState::Loading);
    let read = async move { load::state(&client, &name).await };
    when_done(editor, read, move |answer| match answer {
        Ok(state) => {
            let original = IdentityDraft::of(&state.identity);
            editor.loaded.copy_of.set_value(Some(state.identity.name.clone()));
            ready(editor, IdentityState::unsaved());
            if !editor.fields.is_restored.get_untracked() {
                let name = format!("{}-copy", original.name);
                editor.fields.load(&IdentityDraft { name, ..original });
            }
        }
        Err(error) => {
            note(editor, &error);
            editor.loaded.state.set(LoadState::Failed(error));
        }
    });
}

fn load_stored(editor: Editor, name: IdentityName) {
    let client = editor.client();
    // A rename whose answer was lost has changed the name; the tab knows the new one.
    let renamed = storage::kept_rename(editor, &name);
    editor.loaded.state.set(LoadState::Loading);
    let read = async move {
        match (load::state(&client, &name).await, renamed) {
            (Err(GatewayError::Gone { .. }), Some(name)) => load::state(&client, &name).await,
            (answer, _) => answer,
        }
    };
    when_done(editor, read, move |answer| match answer {
        Ok(state) => ready(editor, state),
        Err(error) => {
            note(editor, &error);
            editor.loaded.state.set(LoadState::Failed(error));
        }
    });
}

/// Starts editing what was read, with the edits in the form if they're of the same identity, or else
/// with those that the tab kept.
fn ready(editor: Editor, state: IdentityState) {
    let typed = untrack(|| typed(editor, &state));
    let listeners = editor.host.with_value(|host| host.listeners);
    editor.fields.load(&IdentityDraft::of(&state.identity));
    let context = PlanContext::new(state, Arc::default()).with_listeners(listeners);
    editor.loaded.begin(context);
    editor.review.refused_saves.set(0);
    if let Some(Typed { draft, edited, pending }) = typed {
        edited.into_iter().for_each(|field| editor.fields.take(field, &draft));
        pending.into_iter().for_each(|(list, text)| list.type_text(text));
    } else {
        let draft = storage::kept_draft(editor);
        editor.fields.is_restored.set(draft.is_some());
        if let Some(draft) = draft {
            editor.fields.load(&draft);
        }
    }
    // Before anything can be sent.
    if storage::has_write(editor) {
        editor.write.hold();
    }
    editor.loaded.state.set(LoadState::Ready);
    credentials::refresh(editor);
    load_lists(editor);
}

/// The edits in the form.
struct Typed {
    draft: IdentityDraft,
    edited: Vec<Field>,
    /// What isn't entered yet.
    pending: [(TokenList, String); 2],
}

/// The edits that stay when the same identity is read again; tracked.
fn typed(editor: Editor, state: &IdentityState) -> Option<Typed> {
    let fields = editor.fields;
    let before = editor.loaded.identity_untracked()?;
    let is_same = before.is_stored() && before.id == state.identity.id;
    (is_same && fields.is_changed.get()).then(|| Typed {
        draft: fields.draft(),
        edited: Field::ALL.into_iter().filter(|field| fields.is_edited(*field)).collect(),
        pending: [fields.inputs.attributes, fields.inputs.connection_names]
            .map(|list| (list, list.pending().get())),
    })
}

/// Reads the lists, then confirms a write of this tab whose outcome is unknown, and continues a save
/// that waited for them.
pub fn load_lists(editor: Editor) {
    editor.loaded.lists.set(Lists::Loading);
    when_done(editor, lists::read(editor), move |answer| {
        match answer {
            Ok(catalog) => lists::set(editor, catalog),
            Err(error) => {
                note(editor, &error);
                editor.loaded.lists.set(Lists::Failed(error));
            }
        }
        confirm::resume(editor);
        save::continue_waiting(editor);
    });
}

/// Whether a typed text may be a secret: then nothing is asked, because what is asked about ends up in
/// the logs of the gateway and of proxies.
fn has_secret(editor: Editor) -> bool {
    untrack(|| !editor.fields.secrets.undecided().is_empty())
}

/// Asks whether another identity has the typed name.
pub fn check_name(editor: Editor) {
    let Ok(name) = IdentityName::parse(&editor.fields.inputs.name.get_untracked()) else { return };
    if has_secret(editor) {
        return;
    }
    let stored = editor.loaded.identity_untracked();
    let is_rename = stored.is_some_and(|identity| identity.name != name);
    if !is_rename || editor.loaded.is_taken_untracked(&name) {
        return;
    }
    let client = editor.client();
    let asked = name.clone();
    let ask = async move { context::is_taken(&client, &asked).await };
    when_done(editor, ask, move |answer| {
        // When the answer fails, the save asks again.
        if answer == Ok(true) {
            editor.loaded.update(|context| {
                let mut taken = context.taken_names().clone();
                Arc::make_mut(&mut taken).insert(name);
                context.with_taken_names(taken)
            });
        }
    });
}

/// Asks the gateway about what the plan doesn't know and a save would find out: attributes that are
/// in no list (G10), and listeners where the page may (G29). Each is asked about once.
pub fn complete_plan(editor: Editor) {
    if !editor.loaded.has_lists() || !editor.fields.secrets.undecided().is_empty() {
        return;
    }
    let Some(plan) = editor.review.plan.get() else { return };
    let client = editor.client();
    let is_answerable = |unknown: &&Unknown| match unknown {
        Unknown::NewAttribute { .. } => true,
        Unknown::Listener(_) => client.may_read_server_config(),
        _ => false,
    };
    let unknowns = plan.unknowns.iter().filter(is_answerable).cloned();
    // The place of an attribute in the list doesn't matter.
    let unknowns = unknowns.map(|unknown| match unknown {
        Unknown::NewAttribute { attribute, .. } => Unknown::NewAttribute { index: 0, attribute },
        other => other,
    });
    if !editor.loaded.ask_about(unknowns) {
        return;
    }
    // When this fails, the save asks again.
    when_done(editor, complete_lazily(editor, client, plan), |_| ());
}

lazy_part!(review: complete_lazily(
    editor: Editor, client: Client, plan: Arc<ChangePlan>
) -> () = complete);

fn complete(editor: Editor, client: Client, plan: Arc<ChangePlan>) {
    let read = async move { context::complete(&client, &plan).await };
    when_done(editor, read, move |answer| {
        if let Ok(complete) = answer {
            editor.loaded.update(|context| context.completed_by(&complete));
        }
    });
}

/// Reads again what couldn't be read without a valid token. What was said of the old one is no longer
/// true.
pub fn resume(editor: Editor, subject: &Subject) {
    if editor
        .write
        .report
        .with_untracked(|report| report.as_ref().is_some_and(Report::is_refused_token))
    {
        editor.write.clear_report();
    }
    confirm::check_again(editor);
    if matches!(editor.loaded.state.get_untracked(), LoadState::Failed(_)) {
        load(editor, subject);
    } else if matches!(editor.loaded.lists.get_untracked(), Lists::Failed(_)) {
        load_lists(editor);
    } else {
        confirm::resume(editor);
    }
}
