//! The credentials of the identity: loaded when the user asks, one row each, problems first.
//!
//! Acceptance: nothing is loaded before it's asked for; a row opens in place with the line that is used
//! most first; what isn't supported says why it can't be rotated; leaving takes every secret off the
//! page.

use super::{display, open};
use crate::ui::{
    components::{
        button::{ButtonKind, button},
        failure::failure_notice,
        icon::Icon,
    },
    dom::{Content, View, div, live, p, section},
    editor::{
        commands::credentials,
        model::{Editor, secrets::CredentialList},
    },
    lazy_part::lazy_part,
    messages::failure::{During, failure},
};

lazy_part!(credentials: pub credentials_lazily(editor: Editor) -> View = credentials);

fn credentials(editor: Editor) -> View {
    let heading = editor.id("credentials");
    section()
        .class("credentials")
        .attr("aria-labelledby", heading.clone())
        .child((
            editor.heading_at(2).id(heading).class("visually-hidden").child("Credentials"),
            live(move || content(editor)),
        ))
        .into_any()
}

fn content(editor: Editor) -> View {
    if !editor.rights().can_write {
        return p().class("empty").child("Only administrators can load credentials.").into_any();
    }
    match editor.secrets.list() {
        CredentialList::Closed => div()
            .class("empty")
            .child((
                p().child(
                    "Credentials contain secrets, so they’re loaded only when you ask and stay in \
                     this page’s memory.",
                ),
                button(ButtonKind::Primary, Some(Icon::Key), "Show credentials", move || {
                    credentials::load(editor);
                }),
            ))
            .into_any(),
        CredentialList::Loading => {
            p().class("waiting").role("status").child("Loading credentials…").into_any()
        }
        CredentialList::Failed(error) => failure_notice(
            failure(During::Loading, &error),
            button(ButtonKind::Secondary, None, "Try again", move || credentials::load(editor)),
        )
        .into_any(),
        CredentialList::Open(_) => (display::public_host_line(editor), open::open(editor)).view(),
    }
}
