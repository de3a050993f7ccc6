//! What became of the last save: what was planned beside what was read back.

use leptos::prelude::*;

use super::plan::list_row;
use crate::{
    domain::{
        draft::Field,
        plan::Outcome,
        save_result::{CredentialResult, ItemStatus, UnplannedChange, Verdict},
    },
    flow::save::{Settled, WriteEnd},
    gateway::error::GatewayError,
    ui::{
        browser::focus,
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            icon::{Icon, icon},
            notice::{NoticeKind, notice},
            time::local_time,
        },
        dom::{
            Content, El, ElRef, View, caption, div, h3, li, live, p, span, strong, table, tbody,
            td, th, thead, tr, ul,
        },
        editor::{
            commands::{confirm, edit},
            lazy_part::lazy_part,
            model::{
                Editor,
                write::{Report, WriteState},
            },
        },
        messages::{
            draft::field_label,
            failure::{self as words, During, failure},
            plan::Heading,
        },
    },
};

lazy_part!(writing: pub report_lazily(editor: Editor) -> View = report);

fn report(editor: Editor) -> View {
    let root = ElRef::new();
    // What came of it is where a person goes on, and stands above what was pressed.
    let is_there =
        move || editor.write.report.with(Option::is_some) || editor.write.unconfirmed().is_some();
    Effect::new(move || {
        if is_there()
            && let Some(root) = root.get()
        {
            focus::focus(&root);
        }
    });
    live(move || {
        let content = match (editor.write.state.get(), editor.write.report.get()) {
            (WriteState::Unconfirmed(it), _) => unconfirmed(editor, it.reading.as_ref()),
            (_, Some(report)) => content(&report),
            (_, None) => return None,
        };
        Some(
            div()
                .node_ref(root)
                .class("report")
                .role("region")
                .attr("tabindex", "-1")
                .attr("aria-label", "What the last save did")
                .child(content),
        )
    })
}

fn content(report: &Report) -> View {
    match report {
        Report::NotSent(error) => failure_notice(
            failure(During::Comparing, error),
            p().child("Nothing was sent. Your draft is as it was."),
        )
        .into_any(),
        Report::SettledLate { settled, at } => {
            let when = at.as_ref().map(|at| local_time(at.as_str()));
            let title = ("Your earlier save took effect", when.map(|when| (" at ", when)));
            (p().child(strong().child(title)), verdict(settled), comparison(settled)).view()
        }
        Report::Settled(settled) => (verdict(settled), comparison(settled)).view(),
    }
}

fn unconfirmed(editor: Editor, reading: Option<&GatewayError>) -> View {
    failure_notice(
        words::unconfirmed(reading),
        (
            p().child(
                "Saving is paused until we know; this tab keeps checking. Your edits are still \
                     here.",
            ),
            div().class("form__actions").child((
                button(ButtonKind::Secondary, None, "Check again", move || {
                    confirm::check_again(editor);
                }),
                button(ButtonKind::Quiet, None, "Forget this save", move || {
                    confirm::forget(editor);
                    edit::focus_heading(editor);
                }),
            )),
        ),
    )
    .into_any()
}

/// The outcome in a few words.
fn verdict(settled: &Settled) -> El {
    let save_result = &settled.save_result;
    match (save_result.verdict, &settled.end) {
        (Verdict::Saved, WriteEnd::Done) if save_result.is_as_planned() => notice(
            NoticeKind::Success,
            p().child(strong().child(match settled.is_new {
                true => "Created, and read back from the gateway",
                false => "Saved, and read back from the gateway",
            })),
        ),
        (Verdict::Saved, WriteEnd::Done) => notice(
            NoticeKind::Warning,
            (
                p().child(strong().child("Saved, but not all of it as planned")),
                p().child("Look at what was found below."),
            ),
        ),
        (Verdict::Saved, WriteEnd::Failed(_) | WriteEnd::PageLeft) => notice(
            NoticeKind::Success,
            (
                p().child(strong().child("Saved")),
                p().child(
                    "The answer was lost on the way. What is shown was read back from the gateway.",
                ),
            ),
        ),
        (Verdict::NotSaved, WriteEnd::Failed(error)) => failure_notice(
            failure(if settled.is_new { During::Creating } else { During::Saving }, error),
            p().child("Nothing has changed: this was read back. Your draft is as it was."),
        ),
        (Verdict::NotSaved, WriteEnd::PageLeft) => notice(
            NoticeKind::Warning,
            (
                p().child(strong().child("Not saved")),
                p().child(
                    "When this page was left, a save was under way. Nothing of it has arrived. \
                     Your draft is as it was.",
                ),
            ),
        ),
        (Verdict::NotSaved, WriteEnd::Done) => notice(
            NoticeKind::Warning,
            p().child("The gateway said that it saved, and nothing has changed."),
        ),
        (Verdict::HalfDone, WriteEnd::Failed(error)) => failure_notice(
            failure(During::Saving, error),
            p().child(strong().child("It was half done before that: see below.")),
        ),
        (Verdict::HalfDone, WriteEnd::Done | WriteEnd::PageLeft) => notice(
            NoticeKind::Warning,
            (
                p().child(strong().child("Half done")),
                p().child(
                    "Something has changed, and not everything that was sent is there. See below.",
                ),
            ),
        ),
        (Verdict::Gone, _) => notice(
            NoticeKind::Error,
            (
                p().child(strong().child("The identity is gone")),
                p().child(
                    "Somebody has deleted it, and its credentials with it. Your draft is still \
                     here.",
                ),
            ),
        ),
    }
}

/// Plan beside outcome, line by line; kept credentials that are as planned are not worth a line.
fn comparison(settled: &Settled) -> Option<El> {
    let save_result = &settled.save_result;
    let fields = save_result
        .fields
        .iter()
        .map(|line| row(format!("{} changes", field_label(line.field)), line.status));
    let is_worth_it = |line: &&CredentialResult| match line.planned {
        Outcome::Leftover { .. } => true,
        Outcome::NotSupported { .. } => false,
        _ => {
            !(line.planned.is_kept()
                && matches!(line.status, ItemStatus::Done | ItemStatus::Unseen))
        }
    };
    let credentials = save_result.credentials.iter().filter(is_worth_it).map(|line| {
        row(format!("{}: {}", line.connection_name, planned(&line.planned)), line.status)
    });
    let rows: Vec<El> = fields.chain(credentials).collect();
    let unplanned: Vec<El> = save_result.unplanned.iter().map(unplanned).collect();
    if rows.is_empty() && unplanned.is_empty() {
        return None;
    }
    Some(div().class("card comparison").child((
        (!rows.is_empty()).then(|| {
            table().class("comparison__table").child((
                caption().class("visually-hidden").child("Plan and outcome"),
                thead().child(tr().child((
                    th().attr("scope", "col").child("Planned"),
                    th().attr("scope", "col").child("Found"),
                ))),
                tbody().child(rows),
            ))
        }),
        (!unplanned.is_empty()).then(|| {
            div().class("comparison__unexplained").child((
                h3().class("plan__heading").child("Not explained by this save"),
                p().class("plan__note").child("Somebody else may have done it at the same time."),
                ul().class("plan__notes").child(unplanned),
            ))
        }),
    )))
}

fn row(planned: String, status: ItemStatus) -> El {
    let (sign, class, said) = match status {
        ItemStatus::Done => (Icon::Check, "comparison__done", "as planned"),
        ItemStatus::NotDone => (Icon::Close, "comparison__not", "not done"),
        ItemStatus::Otherwise => (Icon::Alert, "comparison__not", "otherwise: see below"),
        ItemStatus::Unseen => (Icon::EyeOff, "comparison__unseen", "may not be read"),
    };
    tr().child((
        th().attr("scope", "row").attr("translate", "no").child(planned),
        td().class(class).child((icon(sign), span().child(said))),
    ))
}

fn planned(outcome: &Outcome) -> String {
    match Heading::of(outcome) {
        Some(Heading::Ends) => "its credential ends".to_owned(),
        Some(Heading::Made) => "a new credential".to_owned(),
        Some(Heading::Leftover) => "left over, stays live".to_owned(),
        Some(Heading::Without) => "listed, without a credential".to_owned(),
        Some(Heading::KeptAlthoughUnlisted | Heading::Kept) => "its credential stays".to_owned(),
        Some(Heading::NotSupported) => "passed over".to_owned(),
        None => "refused".to_owned(),
    }
}

fn unplanned(found: &UnplannedChange) -> El {
    match found {
        UnplannedChange::Recreated => {
            li().child("There is another identity of this name: it was deleted, and made again.")
        }
        UnplannedChange::Name { found } => li().child(format!("The name is “{found}”.")),
        UnplannedChange::Description { found } => {
            li().child(format!("The description is “{found}”."))
        }
        UnplannedChange::Attributes(edit) => list_row(Field::Attributes, edit),
        UnplannedChange::ConnectionNames(edit) => list_row(Field::ConnectionNames, edit),
        UnplannedChange::Appeared(name) => {
            li().child(format!("There is a credential for “{name}”."))
        }
        UnplannedChange::Vanished(name) => {
            li().child(format!("The credential for “{name}” is gone."))
        }
        UnplannedChange::Replaced(name) => {
            li().child(format!("The credential for “{name}” has another secret."))
        }
    }
}
