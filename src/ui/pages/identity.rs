//! The page of one identity: the editor, within the console.

use crate::ui::reactive::*;
use crate::ui::{
    browser::shortcut,
    components::{
        button::{ButtonKind, button},
        notice::{NoticeKind, notice},
    },
    dom::{El, View, live, p, section},
    editor::{EditorHost, IdentityMenu, IdentityView, Renamed, Subject, control::Control, editor},
    lazy_part::lazy_part,
    messages::deletion::{done, is_warning},
    pages::Console,
    routes::Route,
    session::Connected,
};

lazy_part!(editor: pub identity_lazily(
    console: Console,
    connected: Connected,
    subject: Subject
) -> View = identity);
lazy_part!(editor: pub prepare() -> () = ready);

/// Does nothing: calling it loads its program before it's needed.
fn ready() {}

fn identity(console: Console, connected: Connected, subject: Subject) -> View {
    let Console { session, router, deletion } = console;
    shortcut::save_everywhere(move || {
        if let Some(editor) = router.editor().get_untracked() {
            editor.save();
        }
    });
    deletion.on_deleted(Callback::new(move |deleted| {
        let shown = router.editor().get_untracked().and_then(|it| untrack(|| it.name()));
        let shown = shown.or_else(|| match router.route().get_untracked() {
            Route::Identity(name, _) => Some(name),
            _ => None,
        });
        if shown == Some(deleted) {
            // What was deleted needs no question about its edits.
            router.editor().set(None);
            router.open(&router.way_back());
        }
    }));
    let duplicate = |name| Some(Route::New { copy_of: Some(name) }.href());
    let host = EditorHost {
        rights: session.rights(),
        options: Signal::stored(session.options()),
        listeners: connected.facts.listeners,
        client: connected.client,
        on_signed_out: Callback::new(move |()| session.expire()),
        control: router.editor(),
        may_save: Callback::new(|_| true),
        on_saved: Callback::new(|_| {}),
        on_renamed: Callback::new(move |renamed: Renamed| router.rename(renamed.to)),
        is_deleting: Signal::derive(move || {
            let shown = router.editor().get().and_then(Control::name);
            shown.is_some_and(|name| deletion.blocks(&name))
        }),
        views: router.views(),
        menu: IdentityMenu {
            duplicate: Some(Callback::new(duplicate)),
            delete: Some(Callback::new(move |name| deletion.ask(name))),
        },
        list: Some(router.way_back().href()),
        page_of: Some(Callback::new(move |name| {
            Some(Route::Identity(name, IdentityView::default()).href())
        })),
    };
    session.on_renewed(Callback::new(move |()| {
        if let Some(editor) = router.editor().get_untracked() {
            editor.resume();
        }
    }));
    section()
        .class("page")
        .child((deletion.notices(), live(move || deleted(console)), editor(host, subject)))
        .into_any()
}

/// That another identity was deleted, in the end.
fn deleted(console: Console) -> Option<El> {
    let (name, revocation) = console.deletion.deleted()?;
    let close = button(ButtonKind::Secondary, None, "Close", move || console.deletion.dismiss());
    let said = (p().child(done(&name, &revocation)), close);
    let kind = if is_warning(&revocation) { NoticeKind::Warning } else { NoticeKind::Info };
    Some(notice(kind, said))
}
