//! The editor as a whole.

use leptos::{prelude::*, task::spawn_local};

use crate::ui::dom::{Content, El, ElRef, View, aside, code, dd, div, dl, dt, h1, live, p, time};

use super::{
    EditorHost, Subject, Unsettled, actions, form, parts, plan,
    state::{Editor, Listing, Phase},
    vault,
};
use crate::ui::{
    browser::panic,
    components::{
        button::{ButtonKind, button},
        failure::failure_notice,
        lazy::{lazy, when},
        notice::{NoticeKind, notice},
    },
    messages::failure::{During, failure},
};

/// The editor, as a part of a program.
pub fn editor_view(host: EditorHost, subject: Subject) -> View {
    editor(host, subject).into_any()
}

/// The editor of an identity.
pub fn editor(host: EditorHost, subject: Subject) -> El {
    let unsettled = host.unsettled;
    let is_signed_out = host.is_signed_out;
    let editor = Editor::new(host);
    let root = ElRef::new();
    if let Some(host) = actions::kept::kept_public_host(editor) {
        editor.public_host.set(Some(host));
    }
    begin(editor, &subject);
    on_cleanup(move || unsettled.set(Unsettled::Nothing));
    let idle_minutes = editor.host.with_value(|host| host.idle_minutes);
    editor.secret_visibility.watch(f64::from(idle_minutes) * 60_000.0, move || editor.wipe());
    // To the world outside: the page's own guard, the tab's storage, and the last resort.
    Effect::new(move || {
        let is_writing = matches!(editor.phase.get(), Phase::Saving(_));
        unsettled.set(match (is_writing, editor.is_changed.get(), editor.is_unseen.get()) {
            (true, _, _) => Unsettled::Writing,
            (_, true, _) => Unsettled::Draft,
            (_, false, true) => Unsettled::Credentials,
            (_, false, false) => Unsettled::Nothing,
        });
    });
    Effect::new(move || {
        actions::kept::keep_draft(editor);
        if let Some(root) = root.get() {
            panic::keep_draft(&root, readable(editor));
        }
    });
    // Somebody who may not see secrets has signed in where they were shown.
    Effect::new(move || {
        if !editor.rights().can_write {
            editor.wipe();
        }
    });
    // What is going to be needed is loaded while the person is still busy.
    Effect::new(move || {
        if editor.is_changed.get() {
            spawn_local(async {
                // Whoever needs it says so if it cannot be loaded.
                let _ = parts::prepare_to_write().await;
            });
        }
    });
    Effect::new(move || {
        let is_writing = matches!(editor.phase.get(), Phase::Saving(_));
        if is_writing || editor.vault.with(|vault| matches!(vault, vault::CredentialList::Loading))
        {
            spawn_local(async {
                let _ = parts::prepare_credentials().await;
            });
        }
    });
    let wanted = subject.clone();
    Effect::new(move |was_signed_out: Option<bool>| {
        let is_signed_out = is_signed_out.get();
        if was_signed_out == Some(true) && !is_signed_out {
            resume(editor, &wanted);
        }
        is_signed_out
    });
    div().node_ref(root).class("editor").child((
        h1().node_ref(editor.heading).attr("tabindex", "-1").attr("translate", "no").child({
            let subject = subject.clone();
            move || title(editor, &subject)
        }),
        move || body(editor, subject.clone()),
    ))
}

fn begin(editor: Editor, subject: &Subject) {
    match subject {
        Subject::Stored(name) => editor.load(name.clone()),
        Subject::New => editor.begin_new(),
    }
}

fn title(editor: Editor, subject: &Subject) -> String {
    match (editor.baseline.get(), subject) {
        (Some(identity), _) if identity.is_stored() => identity.name.to_string(),
        (None, Subject::Stored(name)) => name.to_string(),
        _ => "New machine identity".to_owned(),
    }
}

/// Reads what could not be read for want of a token.
fn resume(editor: Editor, subject: &Subject) {
    match editor.phase.get_untracked() {
        Phase::Unloaded(_) => begin(editor, subject),
        _ if matches!(editor.listing.get_untracked(), Listing::Failed(_)) => actions::list(editor),
        _ => {}
    }
}

/// The draft in a form that a person can copy from.
fn readable(editor: Editor) -> String {
    if !editor.is_changed.get() {
        return String::new();
    }
    let draft = editor.draft();
    format!(
        "Name: {}\nDescription: {}\nAttributes: {}\nConnections: {}",
        draft.name,
        draft.description,
        draft.attributes.join(", "),
        draft.connection_names.join(", ")
    )
}

fn body(editor: Editor, subject: Subject) -> AnyView {
    // Only these two states replace the form; a save must not make it anew.
    let shown = Memo::new(move |_| match editor.phase.get() {
        Phase::Loading => Err(None),
        Phase::Unloaded(error) => Err(Some(error)),
        Phase::Editing | Phase::Waiting | Phase::Saving(_) => Ok(()),
    });
    (move || match shown.get() {
        Err(None) => p().class("waiting").role("status").child("Loading the identity…").into_any(),
        Err(Some(error)) => {
            let subject = subject.clone();
            failure_notice(
                failure(During::Loading, &error),
                button(ButtonKind::Secondary, None, "Try again", move || begin(editor, &subject)),
            )
            .into_any()
        }
        Ok(()) => div()
            .class("editor__columns")
            .child((
                div().class("editor__main").child((
                    restored(editor),
                    missing(editor),
                    outcome(editor),
                    when(
                        move || editor.shown.with(|shown| !shown.is_empty()),
                        move || lazy(move || parts::new_credentials(editor)),
                    ),
                    read_only(editor),
                    form::identity_form(editor),
                )),
                facts(editor),
                div().class("editor__rest").child((
                    wiped(editor),
                    when(
                        move || !editor.is_new() && editor.rights().can_write,
                        move || vault::vault(editor),
                    ),
                )),
                when(
                    move || editor.consent.with(Option::is_some),
                    move || lazy(move || parts::consent(editor)),
                ),
                when(
                    move || editor.exporting.with(Option::is_some),
                    move || lazy(move || parts::export(editor)),
                ),
            ))
            .into_any(),
    })
    .into_any()
}

/// What became of a save, and what can be done about it.
fn outcome(editor: Editor) -> View {
    (
        when(
            move || editor.report.with(Option::is_some),
            move || lazy(move || parts::report(editor)),
        ),
        when(
            move || editor.conflict.with(Option::is_some),
            move || lazy(move || parts::conflict(editor)),
        ),
        when(
            move || editor.repairing.with(Option::is_some),
            move || lazy(move || parts::repair(editor)),
        ),
    )
        .view()
}

/// Something could not begin, because its part of the program is not here.
fn missing(editor: Editor) -> View {
    live(move || {
        editor.is_part_missing.get().then(|| {
            notice(
                NoticeKind::Error,
                p().child(
                    "Nothing was sent: a part of the editor that this needs could not be loaded. \
                     Your draft is as it was; try again.",
                ),
            )
        })
    })
}

/// Says first what nobody should find out by pressing.
fn read_only(editor: Editor) -> View {
    live(move || {
        let text = match editor.is_new() {
            true => "Only an administrator can create identities.",
            false => "You may look at this identity. Only an administrator may change it.",
        };
        (!editor.rights().can_write).then(|| notice(NoticeKind::Info, p().child(text)))
    })
}

fn wiped(editor: Editor) -> View {
    live(move || {
        editor.is_wiped.get().then(|| {
            notice(
                NoticeKind::Info,
                p().child(
                    "The credentials were taken off this page, because nobody was there or the page \
                     was left. An administrator can fetch them again below.",
                ),
            )
        })
    })
}

fn restored(editor: Editor) -> View {
    live(move || {
        editor.is_restored.get().then(|| {
            notice(
                NoticeKind::Info,
                (
                    p().child("These are the changes that you had not saved when you left."),
                    button(ButtonKind::Secondary, None, "Discard them", move || {
                        editor.discard();
                        editor.focus_heading();
                    }),
                ),
            )
        })
    })
}

/// What can be read and not changed.
fn facts(editor: Editor) -> El {
    let row = |title: &'static str, value: AnyView| {
        div().class("facts__row").child((dt().child(title), dd().child(value)))
    };
    let listing = move || match editor.listing.get() {
        Listing::Loading => p()
            .class("form__aside")
            .role("status")
            .child("Loading the lists to choose from…")
            .into_any(),
        Listing::Loaded(_) => ().into_any(),
        Listing::Failed(error) => failure_notice(
            failure(During::Loading, &error),
            (
                p().child(
                    "Connections and attributes cannot be suggested, and are not checked against \
                     the gateway’s lists. You can still type them.",
                ),
                button(ButtonKind::Secondary, None, "Try again", move || actions::list(editor)),
            ),
        )
        .into_any(),
    };
    aside().class("editor__aside").attr("aria-label", "About this identity").child((
        plan::panel(editor),
        move || {
            let stored = editor.baseline.get().filter(|identity| identity.is_stored());
            stored.map(|identity| {
                let when = |text: &str| {
                    time().attr("datetime", text.to_owned()).child(readable_time(text)).into_any()
                };
                dl().class("card facts").child((
                    row("ID", code().attr("translate", "no").child(identity.id.clone()).into_any()),
                    row("Created", when(identity.created_at.as_str())),
                    row("Updated", when(identity.updated_at.as_str())),
                ))
            })
        },
        listing,
    ))
}

/// `2024-07-25 15:56:35 UTC` of an RFC 3339 text in UTC; any other text as it stands.
fn readable_time(text: &str) -> String {
    match text.strip_suffix('Z').and_then(|text| text.split_once('T')) {
        Some((date, time)) => {
            let seconds = time.split('.').next().unwrap_or(time);
            format!("{date} {seconds} UTC")
        }
        None => text.to_owned(),
    }
}
