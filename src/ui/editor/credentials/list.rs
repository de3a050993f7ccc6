//! All credentials of the identity: fetched on demand, marked by why they are there, rotated.
//!
//! Acceptance: nothing is fetched before it is asked for; a long list is drawn only where it is
//! looked at; closing it takes every secret off the page.

use super::open;
use crate::ui::{
    components::{
        button::{ButtonKind, button},
        failure::failure_notice,
        icon::Icon,
        lazy::lazy,
    },
    dom::{El, View, div, h2, live, p, section},
    editor::{
        commands::credentials,
        model::{Editor, secrets::CredentialList},
    },
    messages::failure::{During, failure},
};

pub fn vault(editor: Editor) -> View {
    let heading = editor.id("vault");
    section()
        .class("card vault")
        .attr("aria-labelledby", heading.clone())
        .child((
            div().class("vault__head").child((
                h2().id(heading).class("credentials__title").child("All credentials"),
                live(move || toggle(editor)),
            )),
            live(move || content(editor)),
        ))
        .into_any()
}

fn toggle(editor: Editor) -> El {
    match editor.secrets.list() {
        CredentialList::Open(_) => {
            button(ButtonKind::Secondary, Some(Icon::EyeOff), "Close", move || {
                editor.secrets.close_list();
            })
        }
        _ => button(ButtonKind::Secondary, Some(Icon::Key), "Fetch", move || {
            credentials::load(editor);
        })
        .attr("aria-label", "Fetch all credentials"),
    }
}

fn content(editor: Editor) -> View {
    match editor.secrets.list() {
        CredentialList::Closed => p()
            .class("form__aside")
            .child(
                "Administrators can fetch every secret from the gateway at any time. They are fetched \
                 when you ask, and kept in this page’s memory only.",
            )
            .into_any(),
        CredentialList::Loading => p().role("status").child("Fetching the credentials…").into_any(),
        CredentialList::Failed(error) => failure_notice(failure(During::Loading, &error), ()).into_any(),
        CredentialList::Open(_) => lazy(move || open::open_lazily(editor)),
    }
}
