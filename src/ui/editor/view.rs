//! The editor as a whole: head, tabs, the result of the last write, and the view that is shown.

use leptos::{ev, task::spawn_local};

use super::{
    commands::{confirm, control::control, edit, load, save, usage},
    credentials::list::credentials_lazily,
    export,
    host::{EditorHost, Subject},
    lazy_part::lazy_part,
    model::{
        Editor,
        insight::Records,
        loaded::{Lists, LoadState},
        secrets::CredentialList,
    },
    storage,
    views::IdentityView,
};
use crate::ui::reactive::*;
use crate::ui::{
    browser::{focus_keeper::keep_focus, panic, shortcut},
    components::{
        button::{ButtonKind, button},
        lazy::{lazy, when},
    },
    diagnosis::diagnosed,
    dom::{Content, El, ElRef, View, aside, div, live, p, span},
    messages::{editor as words, failure::During},
};

mod access;
mod attributes;
mod conflict;
mod consent;
mod details;
mod few;
mod head;
mod history;
mod messages;
mod options;
mod reason;
mod result;
mod review;
mod rows;
mod settings;
mod suggestions;
mod typed_secret;

lazy_part!(review: prepare_review() -> () = ready);
lazy_part!(writing: prepare_to_write() -> () = ready);
lazy_part!(credentials: prepare_credentials() -> () = ready);

/// Does nothing: calling it loads its program before it's needed.
fn ready() {}

/// The editor of an identity.
pub fn editor(host: EditorHost, subject: Subject) -> El {
    let editor = Editor::new(host);
    let root = ElRef::new();
    if let Some(host) = storage::kept_public_host(editor) {
        editor.secrets.own_public_host.set(Some(host));
    }
    load::load(editor, &subject);
    let mounted = editor.host.with_value(|host| host.control);
    mounted.set(Some(control(editor, subject.clone())));
    // The page may be gone by then.
    on_cleanup(move || {
        let _ = mounted.try_set(None);
    });
    keep_edits(editor, root);
    // An identity is opened from a list to be used; a page may just show it.
    let is_in_use = RwSignal::new(editor.host.with_value(|host| host.list.is_some()));
    let begin_use = move || {
        // Once: a load that failed isn't tried again with every move of the pointer.
        if !is_in_use.get_untracked() {
            is_in_use.set(true);
        }
    };
    prepare(editor, is_in_use);
    follow_use(editor);
    follow_browser(editor);
    let view = div()
        .node_ref(root)
        .class("editor")
        .on(ev::pointerover, move |_| begin_use())
        .on(ev::focusin, move |_| begin_use())
        .on(ev::keydown, move |event| {
            if shortcut::saves(&event) {
                event.prevent_default();
                save::ask(editor);
            }
        })
        .child((
            head::head(editor, subject.clone()),
            span()
                .class("visually-hidden")
                .role("status")
                .child(move || words::progress(editor.write.step(), editor.write.is_waiting.get())),
            move || body(editor, subject.clone()),
        ));
    Effect::new(move || {
        if let Some(root) = root.get() {
            keep_focus(&root);
        }
    });
    view
}

/// Keeps the edits in the tab's storage and for the crash screen.
fn keep_edits(editor: Editor, root: ElRef) {
    let written = Memo::new(move |_| storage::written_lists(editor));
    Effect::new(move || storage::keep_lists(editor, written));
    let loaded = Memo::by_pointer(move |_| editor.loaded.identity());
    Effect::new(move || storage::keep_base(editor, loaded));
    Effect::new(move || {
        storage::keep_texts(editor);
        if let Some(root) = root.get() {
            let fields = editor.fields;
            let draft = fields.is_changed.get().then(|| fields.readable());
            panic::keep_draft(&root, draft.unwrap_or_default());
        }
    });
}

/// Asks and loads ahead, while the user is still busy. What needs a program says so if it can't be
/// loaded.
fn prepare(editor: Editor, is_in_use: RwSignal<bool>) {
    // Asks the gateway and writes nothing: the answer is an event like any other.
    Effect::new(move || load::complete_plan(editor));
    // A save never waits for its program where the network is slow. What is on screen comes first, and
    // a reader who doesn't touch the editor loads none of it; an edit tries again what couldn't be
    // loaded.
    Effect::new(move || {
        let is_shown = editor.loaded.lists.with(|lists| *lists != Lists::Loading);
        let is_wanted = (is_shown && is_in_use.get()) || editor.fields.is_changed.get();
        if editor.rights().can_write && is_wanted {
            spawn_local(async {
                let _ = prepare_review().await;
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
}

/// Reads the use of credentials where something is about to be revoked, or they are on screen.
fn follow_use(editor: Editor) {
    Effect::new(move || {
        let is_revoking = || {
            let plan = editor.review.plan.get();
            plan.is_some_and(|plan| plan.revoked().next().is_some())
        };
        let is_listed = || matches!(editor.secrets.list(), CredentialList::Open(_));
        let is_stored = editor.loaded.identity().is_some_and(|identity| identity.is_stored());
        let is_unread = editor.insight.usage.with(Records::is_unread);
        let may_ask = is_stored && editor.rights().can_write && !editor.write.is_running();
        if is_unread && may_ask && (is_listed() || is_revoking()) {
            usage::ensure(editor);
        }
    });
}

/// Follows what happens around the editor: idle time, rights, visibility, the network.
fn follow_browser(editor: Editor) {
    let idle =
        move || editor.options.with_untracked(|options| f64::from(options.idle_minutes) * 60_000.0);
    editor.secrets.visibility.watch(idle, move || editor.secrets.wipe());
    // Views follow the rights by themselves; this only empties the memory.
    Effect::new(move || {
        if !editor.rights().can_write {
            editor.secrets.drop_unseen();
        }
    });
    // A write that is unconfirmed is checked at once when the user or the network is back.
    for event in ["visibilitychange", "online", "pageshow"] {
        let listener = window_event_listener_untyped(event, move |_| {
            if !document().hidden() {
                confirm::check_again(editor);
            }
        });
        on_cleanup(move || listener.remove());
    }
}

fn body(editor: Editor, subject: Subject) -> View {
    match editor.loaded.state.get() {
        LoadState::Loading => p().class("waiting").role("status").child(words::LOADING).into_any(),
        LoadState::Failed(error) => diagnosed(
            &editor.client(),
            During::Loading,
            &error,
            button(ButtonKind::Secondary, None, "Try again", move || load::load(editor, &subject)),
        )
        .into_any(),
        LoadState::Ready => (
            messages::messages(editor),
            live(move || review::refused_reason(editor)),
            review::problems(editor),
            when(
                move || editor.write.conflict.with(Option::is_some),
                move || lazy(move || conflict::conflict_lazily(editor)),
            ),
            when(move || editor.write.conflict.with(Option::is_none), move || views(editor)),
            dialogs(editor),
        )
            .view(),
    }
}

fn views(editor: Editor) -> View {
    let shown = editor.host.with_value(|host| host.views.shown);
    let is_new = Memo::new(move |_| editor.loaded.is_new());
    let view = Memo::new(move |_| match (is_new.get(), shown.get()) {
        // Its tab is gone.
        (_, IdentityView::Credentials) if editor.options.with(|it| it.is_read_only) => {
            IdentityView::Access
        }
        (_, IdentityView::History) if editor.hidden().history => IdentityView::Access,
        (false, IdentityView::Credentials | IdentityView::History) => shown.get(),
        (false, IdentityView::Settings) => IdentityView::Settings,
        _ => IdentityView::Access,
    });
    live(move || {
        let view = view.get();
        request_animation_frame(move || edit::focus_wanted(editor));
        shown_view(editor, view, is_new)
    })
}

fn shown_view(editor: Editor, view: IdentityView, is_new: Memo<bool>) -> View {
    match view {
        IdentityView::Credentials => lazy(move || credentials_lazily(editor)),
        IdentityView::History => lazy(move || history::history_lazily(editor)),
        view => div()
            .class("editor__columns")
            .child((
                div().class("editor__main").child(match view {
                    IdentityView::Settings => lazy(move || settings::settings_lazily(editor)),
                    _ if is_new.get() => {
                        (lazy(move || settings::settings_lazily(editor)), access::access(editor))
                            .view()
                    }
                    _ => access::access(editor),
                }),
                aside()
                    .class("editor__rail")
                    .attr("aria-label", "About this identity")
                    .child(review::rail(editor)),
                review::bar(editor),
            ))
            .into_any(),
    }
}

fn dialogs(editor: Editor) -> View {
    (
        when(
            move || editor.write.consent.with(Option::is_some),
            move || lazy(move || consent::consent_lazily(editor)),
        ),
        when(
            move || editor.secrets.exporting().is_some(),
            move || lazy(move || export::export_lazily(editor)),
        ),
    )
        .view()
}
