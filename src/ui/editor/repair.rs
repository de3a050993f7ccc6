//! Repairs: previewed step by step, stoppable between any two, and reported as a save is.
//!
//! Acceptance: it says what each step will do, and which other identities change, before it runs; a
//! running one can be stopped after each step; the end says for each step what was verified; nothing
//! continues past a step that didn't do what was planned.

use std::sync::Arc;

use super::{
    commands::{
        edit,
        repair::{restore_access, run, waits_for_edits},
    },
    lazy_part::lazy_part,
    model::{
        Editor,
        repair::{
            Offer, RepairKind, RepairReport, RepairTitle, Repairing, Running, StepEnd, StepResult,
        },
    },
};
use crate::ui::reactive::*;
use crate::{
    domain::{
        plan::Unknown,
        repair::{Action, Step},
    },
    flow::save::SaveStep,
    ui::{
        browser::focus,
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            icon::{Icon, icon},
        },
        dom::{Content, El, ElRef, View, div, li, live, ol, p, section, span, strong, ul},
        messages::{
            failure::{During, failure},
            plan, repair as words,
        },
    },
};

lazy_part!(writing: pub panel_lazily(editor: Editor) -> View = panel);

fn panel(editor: Editor) -> View {
    let root = ElRef::new();
    let is_there = Memo::new(move |_| editor.repairing.with(Option::is_some));
    // Each stage takes away the button that led to it.
    Effect::new(move || {
        let stage = editor.repairing.with(|state| state.as_ref().map(std::mem::discriminant));
        if stage.is_some()
            && let Some(root) = root.get()
        {
            focus::focus(&root);
        }
    });
    let title = move || {
        let title = editor.repairing.with(|state| state.as_ref().map(Repairing::title));
        match title {
            Some(RepairTitle::RevokeAccess) => kind_title(RepairKind::RevokeAccess),
            _ => "Repair",
        }
    };
    live(move || {
        is_there.get().then(|| {
            let heading = editor.id("repair");
            section()
                .node_ref(root)
                .class("repair")
                .attr("tabindex", "-1")
                .attr("aria-labelledby", heading.clone())
                .child((editor.heading_at(2).id(heading).child(title), move || {
                    editor.repairing.get().map(|state| stage(editor, &state))
                }))
        })
    })
}

fn stage(editor: Editor, state: &Repairing) -> View {
    let close = move |label| {
        button(ButtonKind::Secondary, None, label, move || {
            editor.repairing.set(None);
            edit::focus_heading(editor);
        })
    };
    match state {
        Repairing::Reading(_) => p().role("status").child(words::CHECKING).into_any(),
        Repairing::Failed(error) => {
            (failure_notice(failure(During::Loading, error), ()), close("Close")).view()
        }
        Repairing::Offered(offers) => {
            let shown: Vec<El> =
                (0..offers.len()).map(|index| offer(editor, offers, index)).collect();
            let none = shown.is_empty().then(|| p().child("Nothing to repair."));
            (none, shown, div().class("form__actions").child(close("Cancel"))).view()
        }
        Repairing::Running(running) => progress(editor, running),
        Repairing::Over(report) => {
            let restore = report.clone();
            let restore = report.revoked_access.is_some().then(|| {
                button(ButtonKind::Secondary, None, words::RESTORE_ACCESS, move || {
                    if let Some(revoked) = &restore.revoked_access {
                        restore_access(editor, &revoked.before);
                    }
                })
            });
            (over(report), div().class("form__actions").child((restore, close("Close")))).view()
        }
    }
}

fn offer(editor: Editor, offers: &Arc<Vec<Offer>>, index: usize) -> El {
    let Offer { kind, repair } = &offers[index];
    let repair_kind = *kind;
    let is_offered = *kind != RepairKind::SaveAndRevoke || offers[index].is_alone();
    let steps: Vec<El> = repair.steps.iter().map(preview).collect();
    let skipped: Vec<El> = repair.skipped.iter().map(|it| li().child(words::skipped(it))).collect();
    let renewed: Vec<_> = repair.renewed().cloned().collect();
    let label =
        words::action(repair.revoked().count(), repair.provisioned().count() + renewed.len());
    let offers = offers.clone();
    div().class("repair__offer").child((
        (*kind != RepairKind::RevokeAccess).then(|| editor.heading_at(3).child(kind_title(*kind))),
        (*kind == RepairKind::RevokeAccess).then(|| {
            let is_saved = repair.steps.iter().any(|it| matches!(it.action, Action::Save { .. }));
            p().child(words::revoke_access(is_saved))
        }),
        (!is_offered).then(|| {
            p().class("review__blocked")
                .child((icon(Icon::Alert), span().child(words::NOT_TOGETHER)))
        }),
        (steps.is_empty() && skipped.is_empty()).then(|| p().child(words::NOTHING_TO_DO)),
        (!steps.is_empty()).then(|| ol().class("repair__steps").child(steps)),
        (!renewed.is_empty()).then(|| {
            p().class("review__blocked").child((
                icon(Icon::Alert),
                span().child(format!(
                    "{} will have a new secret: update every workload that uses it.",
                    plan::list(&renewed)
                )),
            ))
        }),
        (!skipped.is_empty()).then(|| {
            div().child((
                p().class("hint").child("Not included:"),
                ul().class("review__notes").child(skipped),
            ))
        }),
        (repair.is_possible() && is_offered).then(|| {
            let can_write = editor.can_write();
            let kind = match repair.revoked().next() {
                Some(_) => ButtonKind::Danger,
                None => ButtonKind::Primary,
            };
            let waits = Memo::new(move |_| waits_for_edits(editor, repair_kind));
            let is_held = move || waits.get() || !can_write.get();
            (
                live(move || waits.get().then(|| p().class("hint").child(words::EDITS_FIRST))),
                button(kind, None, label, move || {
                    run(editor, editor.client().bound(), offers.clone(), index);
                })
                .attr("aria-disabled", move || is_held().then_some("true")),
            )
                .view()
        }),
    ))
}

/// What a step does, and below it how.
fn preview(step: &Step) -> El {
    let (revoked, created): (Vec<_>, Vec<_>) = match &step.action {
        Action::Save { plan, .. } => {
            (plan.revoked().cloned().collect(), plan.provisioned().cloned().collect())
        }
        Action::Resave { reconciled, .. } => {
            (reconciled.revoked.clone(), reconciled.provisioned.clone())
        }
    };
    let effects = [words::effect("Revokes", &revoked), words::effect("Creates", &created)];
    let effects: Vec<String> = effects.into_iter().flatten().map(|it| format!("{it}.")).collect();
    let (how, others) = match &step.action {
        Action::Save { plan, .. } => {
            let unseen = plan.unknown_listeners().map(Unknown::Listener);
            (words::SAVE.to_owned(), unseen.map(|it| plan::unknown(&it)).collect())
        }
        Action::Resave { connection_name, others, has_unread, .. } => {
            let mut all: Vec<String> = others.iter().map(words::affected).collect();
            if *has_unread {
                all.push(words::unread(connection_name));
            } else if all.is_empty() {
                all.push(words::NO_OTHER.to_owned());
            }
            (words::resave(connection_name), all)
        }
    };
    // Without an effect on this identity, the way is all there is to say.
    let (head, how) = match effects.is_empty() {
        true => (how, None),
        false => (effects.join(" "), Some(how)),
    };
    let notes: Vec<El> = how.into_iter().chain(others).map(|it| li().child(it)).collect();
    li().child((span().child(head), ul().class("review__notes").child(notes)))
}

fn progress(editor: Editor, running: &Running) -> View {
    let Running { kind, step, steps, stage } = *running;
    let is_stopping = editor.write.is_stopping;
    let doing = match stage {
        SaveStep::Comparing => "checking for other changes",
        SaveStep::Writing => "saving",
        SaveStep::ReadingBack { .. } => "verifying",
    };
    let stop = (step < steps).then(|| {
        live(move || {
            if is_stopping.get() {
                p().class("hint").child("Stops after this step.").into_any()
            } else {
                button(ButtonKind::Secondary, None, "Stop after this step", move || {
                    is_stopping.set(true);
                })
                .into_any()
            }
        })
    });
    let text = format!("{}: step {step} of {steps}, {doing}…", kind_title(kind));
    (p().role("status").child(text), stop).view()
}

fn over(report: &RepairReport) -> View {
    let lines = report.lines.iter().map(|line| {
        let is_done = line.end.is_done();
        let during = match line.end {
            StepEnd::NotSent => During::Comparing,
            _ => During::Saving,
        };
        let sign = if is_done { Icon::Check } else { Icon::Alert };
        li().class(("repair__failed", !is_done)).child((
            icon(sign),
            div().child((
                step_text(line),
                line.error.as_ref().map(|error| failure_notice(failure(during, error), ())),
            )),
        ))
    });
    let left = (report.left > 0).then(|| {
        let left = plan::count(report.left, "step");
        // What is in the form has to be saved first.
        let next = if report.put_back.is_empty() { words::OPEN_AGAIN } else { "" };
        p().child(format!("{left} not started.{next}"))
    });
    let put_back =
        (!report.put_back.is_empty()).then(|| p().child(words::put_back(&report.put_back)));
    (
        p().role("status").child(strong().child(summary(report))),
        ul().class("repair__report").child(lines.collect::<Vec<_>>()),
        left,
        put_back,
        report
            .revoked_access
            .as_ref()
            .map(|it| p().child(words::access_left(it.still_working.as_deref()))),
    )
        .view()
}

fn kind_title(kind: RepairKind) -> &'static str {
    match kind {
        RepairKind::RevokeLeftovers => "Revoke leftover credentials",
        RepairKind::CreateMissing => "Create missing credentials",
        RepairKind::RemoveGone => "Remove connections that no longer exist",
        RepairKind::SaveAccepted => "Save what can be saved",
        RepairKind::RevokeAccess => "Revoke all access",
        RepairKind::SaveAndRevoke => "Save and revoke leftover credentials",
        RepairKind::ReplaceLive => "Revoke the existing credential, then add the connection",
    }
}

fn summary(report: &RepairReport) -> String {
    let title = kind_title(report.kind);
    let done = report.lines.iter().filter(|line| line.end.is_done()).count();
    match report.lines.len() + report.left {
        all if all == done => format!("{title}: done and verified."),
        all => format!("{title}: {done} of {all} steps done."),
    }
}

fn step_text(line: &StepResult) -> String {
    match &line.end {
        StepEnd::NotSent => "Nothing was sent.".to_owned(),
        StepEnd::Conflict => "Nothing was sent: someone else changed this identity.".to_owned(),
        StepEnd::Changed => words::CHANGED.to_owned(),
        StepEnd::Blocked(causes) => words::blocked(causes),
        StepEnd::Unconfirmed => "We couldn’t confirm this step.".to_owned(),
        StepEnd::Verified { is_as_planned, created, revoked, still_live, unplanned } => {
            let text = words::done(created, revoked, still_live, unplanned);
            match is_as_planned {
                true => text,
                false => format!("Not as planned. {text}"),
            }
        }
    }
}
