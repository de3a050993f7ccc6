//! Mends: each previewed step by step, stoppable between any two, and reported as a save is.
//!
//! Acceptance: what a step will do, and whom else it touches, is read before it is done; a running
//! one says which step it is at and can be stopped after it; the end says for each step what was
//! read back; nothing goes on past a step that did not do what it was to.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Editor;
use crate::{
    domain::connection::ConnectionName,
    domain::repair::{Action, AffectedCredentials, AffectedIdentity, RepairPlan, Skipped, Step},
    flow::save::SaveStep,
    gateway::error::GatewayError,
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

mod run;

pub use run::{open, open_for_draft};

/// How far a mend is.
#[derive(Clone)]
pub enum Repairing {
    /// Reading whom else it touches.
    Reading,
    Failed(GatewayError),
    Offered(Arc<Vec<Offer>>),
    Running(Running),
    Over(Arc<Report>),
}

/// A mend that can be had.
pub struct Offer {
    pub title: String,
    pub repair: RepairPlan,
    /// What is typed is what it works towards, and stays.
    pub is_of_draft: bool,
}

/// A mend under way.
#[derive(Clone)]
pub struct Running {
    pub title: String,
    /// The first step is 1.
    pub step: usize,
    pub steps: usize,
    pub stage: SaveStep,
}

/// What became of a mend.
pub struct Report {
    pub title: String,
    pub lines: Vec<Line>,
    /// The steps that were not begun.
    pub left: usize,
}

/// What became of one step.
pub struct Line {
    pub is_done: bool,
    pub text: String,
    /// Why, where it was not done.
    pub error: Option<GatewayError>,
}

pub fn panel(editor: Editor) -> View {
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
            editor.focus_heading();
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
    let Offer { title, repair, .. } = &offers[index];
    let steps: Vec<El> = repair.steps.iter().map(preview).collect();
    let skipped: Vec<El> = repair.skipped.iter().map(|it| li().child(left_out_text(it))).collect();
    let renewed: Vec<_> = repair.renewed().cloned().collect();
    let offers = offers.clone();
    div().class("mend__offer").child((
        h3().class("plan__heading").child(title.clone()),
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
        (!skipped.is_empty()).then(|| {
            div().child((
                p().class("plan__note").child("Not done by this:"),
                ul().class("plan__notes").child(skipped),
            ))
        }),
        repair.is_possible().then(|| {
            let label = match repair.steps.len() {
                1 => "Run it".to_owned(),
                many => format!("Run the {many} steps"),
            };
            let locked = editor.is_locked();
            button(ButtonKind::Primary, None, label, move || {
                run::start(editor, offers.clone(), index);
            })
            .attr("aria-disabled", move || locked.get().then_some("true"))
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
    let Running { title, step, steps, stage } = running.clone();
    let is_stopping = editor.is_stopping;
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

fn over(report: &Report) -> View {
    let lines = report.lines.iter().map(|line| {
        let (sign, said) =
            if line.is_done { (Icon::Check, "Done: ") } else { (Icon::Alert, "Not done: ") };
        li().class(("mend__failed", !line.is_done)).child((
            icon(sign),
            div().child((
                span().class("visually-hidden").child(said),
                line.text.clone(),
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
        p().role("status").child(report.title.clone()),
        ul().class("mend__report").child(lines.collect::<Vec<_>>()),
        left,
    )
        .view()
}
