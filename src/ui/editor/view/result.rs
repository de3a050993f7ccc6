//! The result of the last write, in one line; a table only for what differs from the plan.
//!
//! Acceptance: the title is the outcome, the cause stands below it; a leftover that still works is
//! never shown as a success; an unconfirmed write says that saving is paused, and until when.

use std::sync::Arc;

use super::few::{Folds, list_edit};
use crate::ui::reactive::*;
use crate::{
    domain::{
        name::IdentityName,
        repair::Drift,
        save_result::{CredentialResult, ItemStatus, UnplannedChange, Verdict},
    },
    flow::save::Settled,
    ui::{
        browser::focus,
        components::{
            button::{ButtonKind, button, icon_button},
            failure::{failure_notice, gateway_message},
            icon::{Icon, icon},
            notice::{NoticeKind, notice},
            time::local_time,
        },
        dom::{
            Content, El, ElRef, View, a, div, li, live, p, section, span, strong, table, tbody, td,
            th, thead, tr, ul,
        },
        editor::{
            commands::{confirm, edit, repair},
            lazy_part::lazy_part,
            model::{
                Editor,
                write::{Report, Unconfirmed},
            },
        },
        messages::{
            editor::UNCONFIRMED,
            failure::{During, failure, unconfirmed},
            plan::count,
            result as words,
        },
    },
};

lazy_part!(writing: pub result_lazily(editor: Editor) -> View = result);

fn result(editor: Editor) -> View {
    let root = ElRef::new();
    let is_there = Memo::new(move |_| {
        editor.write.report.with(Option::is_some) || editor.write.unconfirmed().is_some()
    });
    // The result stands above what was pressed.
    Effect::new(move || {
        if is_there.get()
            && let Some(root) = root.get()
        {
            focus::focus(&root);
        }
    });
    live(move || {
        let content = match (editor.write.unconfirmed(), editor.write.report.get()) {
            (Some(it), _) => paused(editor, &it),
            (None, Some(Report::NotSent(error))) => failure_notice(
                failure(During::Comparing, &error),
                p().child("Nothing was sent. Your edits are still here."),
            )
            .into_any(),
            (None, Some(Report::Settled(settled))) => settled_line(editor, &settled, None),
            (None, Some(Report::SettledLate { settled, at, created })) => {
                let when = at.as_ref().map(|at| (" at ", local_time(at.as_str())));
                let created = created.map(|name| created_beside(editor, &name));
                let late = p().child(("Your earlier save took effect", when, ".", created));
                settled_line(editor, &settled, Some(late))
            }
            (None, None) => return None,
        };
        Some(
            section()
                .node_ref(root)
                .class("result")
                .attr("tabindex", "-1")
                .attr("aria-label", "Result of the last save")
                .child(content),
        )
    })
}

fn paused(editor: Editor, it: &Unconfirmed) -> View {
    let message = unconfirmed(it.reading.as_ref());
    let is_checking = it.is_checking;
    notice(
        NoticeKind::Warning,
        (
            p().child(strong().child(format!("{}.", message.title))),
            p().child(message.advice),
            p().child(UNCONFIRMED),
            // A check changes a label; the sentences would be announced again with it.
            div().class("form__actions").attr("aria-live", "off").child((
                button(
                    ButtonKind::Secondary,
                    None,
                    if is_checking { "Checking…" } else { "Check again" },
                    move || confirm::check_again(editor),
                )
                .attr("aria-disabled", is_checking.then_some("true")),
                button(ButtonKind::Quiet, None, "Forget this save", move || {
                    confirm::forget(editor);
                    edit::focus_heading(editor);
                }),
            )),
        ),
    )
    .into_any()
}

/// A save created what the form isn't about: it went on to another identity meanwhile.
fn created_beside(editor: Editor, name: &IdentityName) -> View {
    let url = editor.host.with_value(|host| host.page_of).and_then(|it| it.run(name.clone()));
    let open = url.map(|url| (" ", a().href(url).child(words::open(name))));
    (" ", words::created_beside(name), open).view()
}

fn settled_line(editor: Editor, settled: &Arc<Settled>, late: Option<El>) -> View {
    let is_open = RwSignal::new(!settled.save_result.is_as_planned());
    let leftovers = settled
        .save_result
        .drift
        .iter()
        .filter(|drift| matches!(drift, Drift::Leftover { .. }))
        .count();
    let words::Outcome { tone, title, cause } = words::outcome(settled, leftovers);
    let kind = match tone {
        words::Tone::Success => NoticeKind::Success,
        words::Tone::Warning => NoticeKind::Warning,
        words::Tone::Error => NoticeKind::Error,
    };
    let cause = cause.map(|message| {
        (
            p().child(strong().child(message.title)),
            p().child(message.advice),
            message.gateway_message.map(gateway_message),
        )
            .view()
    });
    let has_changes = !settled.plan.is_noop() || !settled.save_result.unplanned.is_empty();
    let exported = move || {
        let number = editor.secrets.created().len();
        (number > 0 && !editor.hidden().export).then(|| {
            button(
                ButtonKind::Secondary,
                Some(Icon::Send),
                format!("Export {}", count(number, "credential")),
                move || editor.secrets.export(untrack(|| editor.secrets.created())),
            )
        })
    };
    let can_write = editor.rights().can_write;
    let leftover = (leftovers > 0 && can_write && settled.save_result.verdict == Verdict::Saved)
        .then(|| {
            button(
                ButtonKind::Secondary,
                None,
                format!("Revoke {}", count(leftovers, "credential")),
                move || repair::open(editor),
            )
        });
    let shown = settled.clone();
    (
        notice(
            kind,
            (
                div().class("notice__line").child((
                    p().child(strong().child(title)),
                    div().class("form__actions").child((
                        has_changes.then(|| {
                            let label =
                                move || if is_open.get() { "Hide changes" } else { "Show changes" };
                            button(ButtonKind::Quiet, None, label, move || {
                                is_open.update(|open| *open = !*open);
                            })
                            .attr("aria-expanded", move || is_open.get().to_string())
                        }),
                        leftover,
                        live(exported),
                        icon_button(Icon::Close, "Close the result", move || {
                            editor.write.clear_report();
                            editor.secrets.set_created(Vec::new());
                            edit::focus_heading(editor);
                        })
                        .class("result__close"),
                    )),
                )),
                late,
                cause,
            ),
        ),
        live(move || is_open.get().then(|| changes(&shown))),
    )
        .view()
}

/// Plan beside result, without the credentials that were kept as planned and work.
fn changes(settled: &Settled) -> El {
    let result = &settled.save_result;
    let fields = result.fields.iter().map(|it| row(words::planned_field(it.field), it.status));
    let is_shown = |it: &&CredentialResult| {
        it.planned.is_change()
            || it.is_blocked
            || !matches!(it.status, ItemStatus::Done | ItemStatus::Unseen)
    };
    let credentials =
        result.credentials.iter().filter(is_shown).map(|it| row(words::planned(it), it.status));
    let rows: Vec<El> = fields.chain(credentials).collect();
    let unplanned: Vec<El> = result.unplanned.iter().map(unplanned).collect();
    div().class("result__changes").child((
        (!rows.is_empty()).then(|| {
            table().attr("aria-label", "Changes, planned and found").child((
                thead().child(tr().child((
                    th().attr("scope", "col").child("Planned"),
                    th().attr("scope", "col").child("Found"),
                ))),
                tbody().child(rows),
            ))
        }),
        (!unplanned.is_empty()).then(|| {
            div().child((
                p().child(strong().child("Unplanned changes")),
                p().class("hint").child("Someone else may have changed it at the same time."),
                ul().child(unplanned),
            ))
        }),
    ))
}

fn row(planned: String, status: ItemStatus) -> El {
    let (sign, class) = match status {
        ItemStatus::Done => (Icon::Check, "result__done"),
        ItemStatus::NotDone => (Icon::Close, "result__not"),
        ItemStatus::Otherwise => (Icon::Alert, "result__not"),
        ItemStatus::Unseen => (Icon::EyeOff, "muted"),
    };
    tr().child((
        th().attr("scope", "row").attr("translate", "no").child(planned),
        td().class(class).child((icon(sign), span().child(words::status(status)))),
    ))
}

fn unplanned(found: &UnplannedChange) -> El {
    let folds = Folds::new();
    let list = match found {
        UnplannedChange::Attributes(edit) => {
            Some(("Attributes ", list_edit(edit, folds, "attributes")).view())
        }
        UnplannedChange::ConnectionNames(edit) => {
            Some(("Connections ", list_edit(edit, folds, "connections")).view())
        }
        _ => None,
    };
    li().child((words::unplanned(found), list))
}
