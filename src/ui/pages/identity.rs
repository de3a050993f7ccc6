//! The page of one identity: the editor, within the console.

use leptos::prelude::*;

use crate::ui::dom::{El, a, nav, section};

use crate::ui::{
    components::{
        icon::{Icon, icon},
        lazy::lazy,
    },
    editor::{EditorHost, Subject, editor_lazily},
    router::Router,
    session::{Connected, Session},
};

pub fn identity(session: Session, connected: Connected, router: Router, subject: Subject) -> El {
    let host = EditorHost {
        rights: session.rights(),
        options: Signal::stored(session.options()),
        listeners: connected.facts.listeners,
        client: connected.client,
        is_signed_out: session.is_expired(),
        on_signed_out: Callback::new(move |()| session.expire()),
        on_mounted: Callback::new(|_| {}),
        may_save: Callback::new(|_| true),
        on_saved: Callback::new(|_| {}),
        on_renamed: Callback::new(move |name| router.rename(name)),
        views: router.views(),
        unsettled: router.unsettled(),
    };
    // A console begins with a list; the editor is loaded when one is opened.
    let host = StoredValue::new_local(host);
    section().class("page").child((
        nav().class("breadcrumb").attr("aria-label", "Breadcrumb").child(
            a().href(router.way_back().href()).child((icon(Icon::Back), "All machine identities")),
        ),
        lazy(move || editor_lazily(host.get_value(), subject.clone())),
    ))
}
