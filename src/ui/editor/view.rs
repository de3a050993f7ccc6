//! The editor as a whole.

use leptos::{prelude::*, task::spawn_local};

use crate::ui::dom::{Content, El, ElRef, View, aside, code, dd, div, dl, dt, h1, live, p, time};

use super::{
    commands::{edit, load},
    control::Control,
    credentials::{cards, list},
    export,
    host::{EditorHost, Subject, Unsettled},
    lazy_part::lazy_part,
    model::{
        Editor,
        loaded::{Lists, LoadState},
        secrets::CredentialList,
    },
    repair, storage,
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

mod attributes;
mod conflict;
mod consent;
mod form;
mod options;
mod plan;
mod report;

lazy_part!(editor: pub editor_lazily(host: EditorHost, subject: Subject) -> View = editor_view);
lazy_part!(writing: prepare_to_write() -> () = ready);
lazy_part!(credentials: prepare_credentials() -> () = ready);

/// Does nothing: calling it loads its program before it's needed.
fn ready() {}

/// The editor, for a page that loads its program on demand.
fn editor_view(host: EditorHost, subject: Subject) -> View {
    editor(host, subject).into_any()
}

/// The editor of an identity.
pub fn editor(host: EditorHost, subject: Subject) -> El {
    let unsettled = host.unsettled;
    let is_signed_out = host.is_signed_out;
    let editor = Editor::new(host);
    let root = ElRef::new();
    if let Some(host) = storage::kept_public_host(editor) {
        editor.secrets.public_host.set(Some(host));
    }
    load::load(editor, &subject);
    let mounted = editor.host.with_value(|host| host.on_mounted);
    mounted.run(Control::of(editor));
    on_cleanup(move || unsettled.set(Unsettled::Nothing));
    let idle_minutes = editor.host.with_value(|host| host.idle_minutes);
    let idle = f64::from(idle_minutes) * 60_000.0;
    editor.secrets.visibility.watch(idle, move || editor.secrets.wipe());
    // To the world outside: the page's own guard, the tab's storage, and the last resort.
    Effect::new(move || {
        let is_writing = editor.write.is_running();
        unsettled.set(
            match (is_writing, editor.fields.is_changed.get(), editor.secrets.is_unseen.get()) {
                (true, _, _) => Unsettled::Writing,
                (_, true, _) => Unsettled::Draft,
                (_, false, true) => Unsettled::Credentials,
                (_, false, false) => Unsettled::Nothing,
            },
        );
    });
    Effect::new(move || {
        storage::keep_draft(editor);
        if let Some(root) = root.get() {
            panic::keep_draft(&root, readable(editor));
        }
    });
    // Somebody who may not see secrets has signed in where they were shown.
    Effect::new(move || {
        if !editor.rights().can_write {
            editor.secrets.drop_unseen();
        }
    });
    // A question to the gateway, not a value that the screen is derived from.
    Effect::new(move || load::complete_plan(editor));
    // What is going to be needed is loaded while the person is still busy.
    Effect::new(move || {
        if editor.fields.is_changed.get() {
            spawn_local(async {
                // Whoever needs it says so if it cannot be loaded.
                let _ = prepare_to_write().await;
            });
        }
    });
    Effect::new(move || {
        let is_loading = matches!(editor.secrets.list(), CredentialList::Loading);
        if editor.write.is_running() || is_loading {
            spawn_local(async {
                let _ = prepare_credentials().await;
            });
        }
    });
    let wanted = subject.clone();
    Effect::new(move |was_signed_out: Option<bool>| {
        let is_signed_out = is_signed_out.get();
        if was_signed_out == Some(true) && !is_signed_out {
            load::resume(editor, &wanted);
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

fn title(editor: Editor, subject: &Subject) -> String {
    match (editor.loaded.identity(), subject) {
        (Some(identity), _) if identity.is_stored() => identity.name.to_string(),
        (None, Subject::Stored(name)) => name.to_string(),
        _ => "New machine identity".to_owned(),
    }
}

/// The draft in a form that a person can copy from.
fn readable(editor: Editor) -> String {
    if !editor.fields.is_changed.get() {
        return String::new();
    }
    let draft = editor.fields.draft();
    format!(
        "Name: {}\nDescription: {}\nAttributes: {}\nConnections: {}",
        draft.name,
        draft.description,
        draft.attributes.join(", "),
        draft.connection_names.join(", ")
    )
}

fn body(editor: Editor, subject: Subject) -> AnyView {
    (move || match editor.loaded.state.get() {
        LoadState::Loading => {
            p().class("waiting").role("status").child("Loading the identity…").into_any()
        }
        LoadState::Failed(error) => {
            let subject = subject.clone();
            failure_notice(
                failure(During::Loading, &error),
                button(ButtonKind::Secondary, None, "Try again", move || {
                    load::load(editor, &subject)
                }),
            )
            .into_any()
        }
        LoadState::Ready => div()
            .class("editor__columns")
            .child((
                div().class("editor__main").child((
                    restored(editor),
                    missing(editor),
                    outcome(editor),
                    when(
                        move || !editor.secrets.created().is_empty(),
                        move || lazy(move || cards::new_credentials_lazily(editor)),
                    ),
                    read_only(editor),
                    form::identity_form(editor),
                )),
                facts(editor),
                div().class("editor__rest").child((
                    wiped(editor),
                    when(
                        move || !editor.loaded.is_new() && editor.rights().can_write,
                        move || list::vault(editor),
                    ),
                )),
                when(
                    move || editor.write.consent.with(Option::is_some),
                    move || lazy(move || consent::consent_lazily(editor)),
                ),
                when(
                    move || editor.secrets.exporting().is_some(),
                    move || lazy(move || export::export_lazily(editor)),
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
            move || {
                editor.write.report.with(Option::is_some) || editor.write.unconfirmed().is_some()
            },
            move || lazy(move || report::report_lazily(editor)),
        ),
        when(
            move || editor.write.conflict.with(Option::is_some),
            move || lazy(move || conflict::conflict_lazily(editor)),
        ),
        when(
            move || editor.repairing.with(Option::is_some),
            move || lazy(move || repair::panel_lazily(editor)),
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
        let text = match editor.loaded.is_new() {
            true => "Only an administrator can create identities.",
            false => "You may look at this identity. Only an administrator may change it.",
        };
        (!editor.rights().can_write).then(|| notice(NoticeKind::Info, p().child(text)))
    })
}

fn wiped(editor: Editor) -> View {
    live(move || {
        editor.secrets.is_wiped.get().then(|| {
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
        editor.fields.is_restored.get().then(|| {
            notice(
                NoticeKind::Info,
                (
                    p().child("These are the changes that you had not saved when you left."),
                    button(ButtonKind::Secondary, None, "Discard them", move || {
                        edit::discard(editor);
                        edit::focus_heading(editor);
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
    let listing = move || match editor.loaded.lists.get() {
        Lists::Loading => p()
            .class("form__aside")
            .role("status")
            .child("Loading the lists to choose from…")
            .into_any(),
        Lists::Loaded => ().into_any(),
        Lists::Failed(error) => failure_notice(
            failure(During::Loading, &error),
            (
                p().child(
                    "Connections and attributes cannot be suggested, and are not checked against \
                     the gateway’s lists. You can still type them.",
                ),
                button(ButtonKind::Secondary, None, "Try again", move || load::load_lists(editor)),
            ),
        )
        .into_any(),
    };
    aside().class("editor__aside").attr("aria-label", "About this identity").child((
        plan::panel(editor),
        move || {
            let stored = editor.loaded.identity().filter(|identity| identity.is_stored());
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
