//! The question before a save by keyboard: the review may be out of view then.
//!
//! Acceptance: it names what stops working; the button that goes back has the focus; a plan that
//! only adds is never asked about.

use crate::ui::reactive::*;
use crate::{
    domain::plan::Consent,
    ui::{
        components::{
            button::{ButtonKind, button},
            dialog::dialog,
        },
        dom::{Content, View, code, div, li, live, p, ul},
        editor::{commands::save, lazy_part::lazy_part, model::Editor},
        messages::{
            history as insight,
            plan::{REVOKES, and_more, count, new_leftovers, save_label},
        },
    },
};

/// How many connections are named one by one.
const NAMED: usize = 20;

lazy_part!(writing: pub consent_lazily(editor: Editor) -> View = consent);

fn consent(editor: Editor) -> View {
    let is_open = Signal::derive(move || editor.write.consent.with(Option::is_some));
    let title = Signal::derive(move || {
        let revoked = editor.write.consent.with(|it| it.as_ref().map_or(0, |it| it.revoked.len()));
        match revoked {
            0 => "Rename this identity?".to_owned(),
            number => format!("Revoke {}?", count(number, "credential")),
        }
    });
    let cancel = move || editor.write.consent.set(None);
    dialog(editor.id("consent"), title, is_open, cancel, move || {
        let plan = editor.review.plan.get_untracked();
        let label = plan.as_ref().map(|plan| save_label(plan, false)).unwrap_or_default();
        let leftovers = plan.as_ref().map_or(0, |plan| new_leftovers(plan));
        (
            editor.write.consent.get_untracked().map(|consent| losses(&consent)),
            live(move || {
                editor.write.consent.with(|consent| {
                    let consent = consent.as_ref()?;
                    editor.insight.usage.with(|usage| {
                        let open = usage.records()?.open(consent.revoked.iter());
                        let lines = open.iter().map(|(name, number)| {
                            p().child(insight::open_through(name.as_str(), *number))
                        });
                        Some(lines.collect::<Vec<_>>())
                    })
                })
            }),
            (leftovers > 0).then(|| {
                p().child(format!(
                    "{} will still work. Revoke them from the review instead.",
                    count(leftovers, "leftover credential")
                ))
            }),
            div().class("form__actions").child((
                button(ButtonKind::Secondary, None, "Back to editing", cancel),
                button(ButtonKind::Danger, None, label, move || save::confirm(editor)),
            )),
        )
    })
}

fn losses(consent: &Consent) -> View {
    let rename = consent.rename.as_ref().map(|edit| {
        p().child((
            "API calls that use ",
            code().attr("translate", "no").child(edit.before.to_string()),
            " will fail. Credentials keep working. No new identity can use the old name.",
        ))
    });
    let names = consent.revoked.iter().take(NAMED);
    let more = consent.revoked.len().saturating_sub(NAMED);
    let revoked = (!consent.revoked.is_empty()).then(|| {
        (
            p().child(REVOKES),
            ul().class("consent__names").child((
                names
                    .map(|name| li().attr("translate", "no").child(code().child(name.to_string())))
                    .collect::<Vec<_>>(),
                (more > 0).then(|| li().child(and_more(more))),
            )),
        )
    });
    (rename, revoked).view()
}
