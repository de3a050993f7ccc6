//! Mends: each previewed step by step, stoppable between any two, and reported as a save is.
//!
//! Acceptance: what a step will do, and whom else it touches, is read before it is done; a running
//! one says which step it is at and can be stopped after it; the end says for each step what was
//! read back; nothing goes on past a step that did not do what it was to.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    commands::{edit, repair::run},
    lazy_part::lazy_part,
    model::{
        Editor,
        repair::{Offer, RepairKind, RepairReport, Repairing, Running, StepEnd, StepResult},
    },
};
use crate::{
    domain::connection::ConnectionName,
    domain::repair::{Action, AffectedCredentials, AffectedIdentity, Skipped, Step},
    flow::save::SaveStep,
    ui::{
        browser::focus,
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            icon::{Icon, icon},
        },
        dom::{Content, El, ElRef, View, div, h2, h3, li, live, ol, p, section, span, ul},
        messages::{
            failure::{During, failure},
            plan,
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
    live(move || {
        is_there.get().then(|| {
            let heading = editor.id("mend");
            section()
                .node_ref(root)
                .class("card mend")
                .attr("tabindex", "-1")
                .attr("aria-labelledby", heading.clone())
                .child((h2().id(heading).class("plan__title").child("Repair"), move || {
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
        Repairing::Reading => p().role("status").child("Reading what it would touch…").into_any(),
        Repairing::Failed(error) => {
            (failure_notice(failure(During::Loading, error), ()), close("Close")).view()
        }
        Repairing::Offered(offers) => {
            let shown: Vec<El> =
                (0..offers.len()).map(|index| offer(editor, offers, index)).collect();
            let none = shown.is_empty().then(|| p().child("There is nothing to repair."));
            (none, shown, div().class("form__actions").child(close("Cancel"))).view()
        }
        Repairing::Running(running) => progress(editor, running),
        Repairing::Over(report) => (over(report), close("Close")).view(),
    }
}

fn offer(editor: Editor, offers: &Arc<Vec<Offer>>, index: usize) -> El {
    let Offer { kind, repair } = &offers[index];
    let steps: Vec<El> = repair.steps.iter().map(preview).collect();
    let left_out: Vec<El> = repair.skipped.iter().map(|it| li().child(left_out_text(it))).collect();
    let renewed: Vec<_> = repair.renewed().cloned().collect();
    let offers = offers.clone();
    div().class("mend__offer").child((
        h3().class("plan__heading").child(repair_title(*kind)),
        (!steps.is_empty()).then(|| ol().class("mend__steps").child(steps)),
        (!renewed.is_empty()).then(|| {
            p().class("plan__harm").child((
                icon(Icon::Alert),
                span().child(format!(
                    "Whoever uses {} has to be given the new secret.",
                    plan::list(&renewed)
                )),
            ))
        }),
        (!left_out.is_empty()).then(|| {
            div().child((
                p().class("plan__note").child("Not done by this:"),
                ul().class("plan__notes").child(left_out),
            ))
        }),
        repair.is_possible().then(|| {
            let label = match repair.steps.len() {
                1 => "Run it".to_owned(),
                many => format!("Run the {many} steps"),
            };
            let can_write = editor.can_write();
            button(ButtonKind::Primary, None, label, move || {
                run(editor, offers.clone(), index);
            })
            .attr("aria-disabled", move || (!can_write.get()).then_some("true"))
        }),
    ))
}

fn preview(step: &Step) -> El {
    match &step.action {
        Action::Save { plan, spec } => {
            let made: Vec<_> = plan.provisioned().cloned().collect();
            let ended: Vec<_> = plan.revoked().cloned().collect();
            li().child((
                span().child(format!(
                    "Save the identity with {} listed.",
                    plan::count(spec.connection_names.len(), "connection")
                )),
                ul().class("plan__notes").child((effect("Ends", &ended), effect("Makes", &made))),
            ))
        }
        Action::Resave { connection_name, reconciled, others } => li().child((
            span().child(format!(
                "Save the connection “{connection_name}” as it is; the gateway then sets the \
                 credentials around it right."
            )),
            ul().class("plan__notes").child((
                effect("Ends", &reconciled.revoked),
                effect("Makes", &reconciled.provisioned),
                others.iter().map(touched).collect::<Vec<_>>(),
                others.is_empty().then(|| li().child("It touches no other identity.")),
            )),
        )),
    }
}

fn effect(verb: &str, names: &[ConnectionName]) -> Option<El> {
    (!names.is_empty()).then(|| li().child(format!("{verb} {}.", plan::list(names))))
}

fn touched(other: &AffectedIdentity) -> El {
    let name = &other.name;
    li().child(match &other.touch {
        AffectedCredentials::Known(reconciled)
            if reconciled.revoked.is_empty() && reconciled.provisioned.is_empty() =>
        {
            format!("“{name}” is looked at as well, and stays as it is.")
        }
        AffectedCredentials::Known(reconciled) => {
            let mut text = format!("“{name}” is set right as well:");
            if !reconciled.revoked.is_empty() {
                text.push_str(&format!(" ends {}", plan::list(&reconciled.revoked)));
            }
            if !reconciled.provisioned.is_empty() {
                text.push_str(&format!(" makes {}", plan::list(&reconciled.provisioned)));
            }
            text.push('.');
            text
        }
        AffectedCredentials::Unknown { should_have } => format!(
            "“{name}” is set right as well: it will have {} and no other.",
            plan::count(should_have.len(), "credential")
        ),
    })
}

fn left_out_text(skipped: &Skipped) -> String {
    match skipped {
        Skipped::Refused(cause) => plan::obstacle(cause),
        Skipped::CannotProvision { name, reason } => {
            format!("No credential can be made for “{name}”: {}.", plan::provision_error(reason))
        }
        Skipped::NotMissing { name } => format!("“{name}” has its credential."),
        Skipped::NotLeftOver { name } => {
            format!("The credential for “{name}” is asked for, and would stay.")
        }
        Skipped::Managed { name } => format!(
            "“{name}” is managed by its agent, so it cannot be saved again from here. Whoever runs \
             the agent can."
        ),
    }
}

fn progress(editor: Editor, running: &Running) -> View {
    let Running { kind, step, steps, stage } = *running;
    let title = repair_title(kind);
    let is_stopping = editor.write.is_stopping;
    let doing = match stage {
        SaveStep::Comparing => "checking that nothing has changed",
        SaveStep::Writing => "writing",
        SaveStep::ReadingBack { .. } => "reading back",
    };
    let stop = (step < steps).then(|| {
        live(move || {
            if is_stopping.get() {
                p().class("form__aside").child("It stops after this step.").into_any()
            } else {
                button(ButtonKind::Secondary, None, "Stop after this step", move || {
                    is_stopping.set(true);
                })
                .into_any()
            }
        })
    });
    (p().role("status").child(format!("{title}: step {step} of {steps}, {doing}…")), stop).view()
}

fn over(report: &RepairReport) -> View {
    let lines = report.lines.iter().map(|line| {
        let is_done = line.end.is_done();
        let (sign, said) =
            if is_done { (Icon::Check, "Done: ") } else { (Icon::Alert, "Not done: ") };
        li().class(("mend__failed", !is_done)).child((
            icon(sign),
            div().child((
                span().class("visually-hidden").child(said),
                step_text(line),
                line.error.as_ref().map(|error| failure_notice(failure(During::Saving, error), ())),
            )),
        ))
    });
    let left = (report.left > 0).then(|| {
        p().child(format!(
            "{} not begun. Open it again to see what is still to be done.",
            if report.left == 1 {
                "1 step was".to_owned()
            } else {
                format!("{} steps were", report.left)
            }
        ))
    });
    (
        p().role("status").child(summary(report)),
        ul().class("mend__report").child(lines.collect::<Vec<_>>()),
        left,
    )
        .view()
}

fn repair_title(kind: RepairKind) -> &'static str {
    match kind {
        RepairKind::RevokeLeftovers => "End what is left over",
        RepairKind::CreateMissing => "Make the missing credentials",
        RepairKind::RemoveGone => "Take connections off the list that do not exist",
        RepairKind::SaveAccepted => "Save what can be saved",
        RepairKind::ReplaceLive => "List what has a credential already: end that first",
    }
}

fn summary(report: &RepairReport) -> String {
    let title = repair_title(report.kind);
    let done = report.lines.iter().filter(|line| line.end.is_done()).count();
    match report.lines.len() + report.left {
        all if all == done => format!("{title}: done, and read back."),
        all => format!("{title}: {done} of {all} steps done."),
    }
}

fn step_text(line: &StepResult) -> String {
    let StepEnd::Verified { is_as_planned, created, revoked, still_live, unplanned } = &line.end
    else {
        return match line.end {
            StepEnd::Conflict => "Nothing was sent: somebody else has changed it.",
            StepEnd::Unconfirmed => "It was sent, and what it did could not be read back so far.",
            _ => "Nothing was sent.",
        }
        .to_owned();
    };
    let mut text = String::new();
    let mut add = |verb: &str, names: &[ConnectionName]| {
        if !names.is_empty() {
            text.push_str(&format!("{verb} {}. ", plan::list(names)));
        }
    };
    add("Ended", revoked);
    add("Made", created);
    add("Still live:", still_live);
    add("Changed without being planned:", unplanned);
    if !is_as_planned {
        text.push_str("It is not as it was planned.");
    } else if text.is_empty() {
        text.push_str("Saved.");
    }
    text.trim_end().to_owned()
}
