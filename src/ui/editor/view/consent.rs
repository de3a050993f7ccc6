//! The question before a save that stops something from working.
//!
//! Acceptance: it names what stops working; the button that goes back has the focus; a plan that
//! only adds is never asked about.

use leptos::prelude::*;

use crate::{
    domain::plan::Consent,
    ui::{
        components::{
            button::{ButtonKind, button},
            dialog::dialog,
        },
        dom::{Content, View, div, li, p, strong, ul},
        editor::{commands::save, lazy_part::lazy_part, model::Editor},
    },
};

/// How many connections are named one by one.
const NAMED: usize = 20;

lazy_part!(writing: pub consent_lazily(editor: Editor) -> View = consent);

fn consent(editor: Editor) -> View {
    let is_open = Signal::derive(move || editor.write.consent.with(Option::is_some));
    dialog(
        editor.id("consent"),
        Signal::stored("This stops something from working".to_owned()),
        is_open,
        move || editor.write.consent.set(None),
        move || {
            let consent = editor.write.consent.get_untracked();
            (
                consent.map(|consent| losses(&consent)),
                div().class("form__actions").child((
                    button(ButtonKind::Secondary, None, "Back to editing", move || {
                        editor.write.consent.set(None);
                    }),
                    button(ButtonKind::Danger, None, "Save anyway", move || {
                        save::confirm(editor);
                    }),
                )),
            )
        },
    )
}

fn losses(consent: &Consent) -> View {
    let rename = consent.rename.as_ref().map(|edit| {
        p().child((
            "The name ",
            strong().attr("translate", "no").child(edit.before.to_string()),
            " stops working: requests, scripts and links that use it find nothing. No new identity \
             can be created under it. The credentials stay valid.",
        ))
    });
    let names = consent.revoked.iter().take(NAMED);
    let more = consent.revoked.len().saturating_sub(NAMED);
    let revoked = (!consent.revoked.is_empty()).then(|| {
        (
            p().child(
                "The credentials of these connections end at once. Whatever uses them is cut off, \
                 and listing the connection again gives other secrets:",
            ),
            ul().class("consent__names").child((
                names
                    .map(|name| li().attr("translate", "no").child(name.to_string()))
                    .collect::<Vec<_>>(),
                (more > 0).then(|| li().child(format!("and {more} more"))),
            )),
        )
    });
    (rename, revoked).view()
}
