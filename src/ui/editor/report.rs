//! What became of the last save.

use leptos::prelude::*;

use crate::ui::dom::{El, View, div, li, live, p, strong, ul};

use super::state::{Editor, Report};
use crate::{
    domain::connection::ConnectionName,
    flow::save::{Settled, Verdict},
    ui::{
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            notice::{NoticeKind, notice},
        },
        messages::failure::{During, failure},
    },
};

pub fn report(editor: Editor) -> View {
    live(move || {
        editor.report.get().map(|report| div().class("report").child(content(editor, &report)))
    })
}

fn content(editor: Editor, report: &Report) -> AnyView {
    match report {
        Report::NotSent(error) => failure_notice(
            failure(During::Comparing, error),
            p().child("Nothing was sent. Your draft is as it was."),
        )
        .into_any(),
        Report::Moved => notice(
            NoticeKind::Warning,
            (
                p().child(strong().child("Somebody else has changed this identity")),
                p().child(
                    "Nothing was sent. What is marked as added or reset now compares with the \
                     identity as it is. Look through your draft, and save again to put it in \
                     place of theirs.",
                ),
            ),
        )
        .into_any(),
        Report::Undecided { reading } => failure_notice(
            failure(During::ReadingBack, reading),
            (
                p().child(
                    "The save was sent once, and what it did could not be read back. Do not send \
                     it again before you know.",
                ),
                button(ButtonKind::Secondary, None, "Load the identity again", move || {
                    if let Some(identity) = editor.baseline.get_untracked() {
                        editor.report.set(None);
                        editor.load(identity.name.clone());
                    }
                }),
            ),
        )
        .into_any(),
        Report::Settled(settled) => settled_report(settled),
    }
}

fn settled_report(settled: &Settled) -> AnyView {
    let changes = || {
        ul().class("report__changes").child((
            change("New credentials", &settled.new_credentials),
            change("Revoked credentials", &settled.revoked),
        ))
    };
    match (settled.verdict, &settled.answer) {
        (Verdict::Saved, None) => notice(
            NoticeKind::Success,
            (p().child(strong().child("Saved, and read back from the gateway")), changes()),
        )
        .into_any(),
        (Verdict::Saved, Some(_)) => notice(
            NoticeKind::Success,
            (
                p().child(strong().child("Saved")),
                p().child(
                    "The answer was lost on the way. What is shown was read back from the \
                     gateway.",
                ),
                changes(),
            ),
        )
        .into_any(),
        (Verdict::NotSaved, Some(error)) => failure_notice(
            failure(During::Saving, error),
            p().child("Nothing has changed: this was read back. Your draft is as it was."),
        )
        .into_any(),
        (Verdict::NotSaved, None) => notice(
            NoticeKind::Warning,
            p().child("The gateway said that it saved, and nothing has changed."),
        )
        .into_any(),
        (Verdict::HalfDone, Some(error)) => failure_notice(
            failure(During::Saving, error),
            (p().child(strong().child("It was half done before that:")), changes()),
        )
        .into_any(),
        (Verdict::HalfDone, None) => notice(
            NoticeKind::Warning,
            (
                p().child(strong().child("Saved, but not everything is as it was sent")),
                p().child("Somebody may have changed it at the same time. Compare the fields."),
                changes(),
            ),
        )
        .into_any(),
    }
}

fn change(title: &'static str, names: &[ConnectionName]) -> Option<El> {
    (!names.is_empty()).then(|| {
        let names: Vec<&str> = names.iter().map(ConnectionName::as_str).collect();
        li().child(format!("{title}: {}", names.join(", ")))
    })
}
