//! The page of one identity: the editor, within the console.

use crate::ui::reactive::*;
use crate::ui::{
    browser::shortcut,
    deletion::Deletion,
    dom::{View, section},
    editor::{EditorHost, IdentityMenu, Renamed, Subject, editor},
    lazy_part::lazy_part,
    router::Router,
    routes::Route,
    session::{Connected, Session},
};

lazy_part!(editor: pub identity_lazily(
    session: Session,
    connected: Connected,
    router: Router,
    subject: Subject
) -> View = identity);
lazy_part!(editor: pub prepare() -> () = ready);

/// Does nothing: calling it loads its program before it's needed.
fn ready() {}

fn identity(session: Session, connected: Connected, router: Router, subject: Subject) -> View {
    shortcut::save_everywhere(move || {
        if let Some(editor) = router.editor().get_untracked() {
            editor.save();
        }
    });
    // What was deleted needs no question about its edits.
    let deletion = Deletion::new(
        connected.client.clone(),
        Callback::new(move |_| {
            router.editor().set(None);
            router.open(&router.way_back());
        }),
    );
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
        views: router.views(),
        menu: IdentityMenu {
            duplicate: Some(Callback::new(duplicate)),
            delete: Some(Callback::new(move |name| deletion.ask(name))),
        },
        list: Some(router.way_back().href()),
    };
    session.on_renewed(Callback::new(move |()| {
        if let Some(editor) = router.editor().get_untracked() {
            editor.resume();
        }
    }));
    section().class("page").child((editor(host, subject), deletion.dialog())).into_any()
}
