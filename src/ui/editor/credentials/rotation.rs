//! Giving credentials another secret: one, or several one after the other.
//!
//! Acceptance: it says that the old secret dies at once, and asks; what cannot be rotated without
//! being destroyed is not offered (G7); several show their progress and can be stopped; the end says
//! of each what was read back.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    domain::{connection::ConnectionName, credential::Credential},
    flow::rotate::{Unfit, unfit},
    ui::{
        components::{
            button::{ButtonKind, button},
            dialog::dialog,
            failure::failure_notice,
            icon::{Icon, icon},
        },
        dom::{Content, El, View, div, li, live, p, span, strong, ul},
        editor::{
            commands::rotate,
            export,
            model::{
                Editor,
                rotation::{Rotating, Turn, TurnEnd},
                secrets::CredentialList,
            },
        },
        messages::{
            failure::{During, failure},
            plan::{count, list, provision_error},
        },
    },
};

/// The button on a card.
pub fn offer(editor: Editor, name: &ConnectionName) -> View {
    let name = name.clone();
    live(move || {
        let context = editor.loaded.context.get()?;
        Some(match unfit(&context, &name) {
            Some(unfit) => span().class("form__aside").child(unfit_text(&unfit)).into_any(),
            None => {
                let name = name.clone();
                ask(editor, ButtonKind::Quiet, "Rotate…", move || vec![name.clone()]).into_any()
            }
        })
    })
}

/// Asks first; not while something else is being written.
fn ask(
    editor: Editor,
    kind: ButtonKind,
    label: &'static str,
    names: impl Fn() -> Vec<ConnectionName> + 'static,
) -> El {
    let can_write = editor.can_write();
    button(kind, Some(Icon::Rotate), label, move || rotate::ask(editor, names()))
        .attr("aria-disabled", move || (!can_write.get()).then_some("true"))
}

/// The bar for several, the question, the progress and the end.
pub fn rotation(editor: Editor) -> View {
    let is_asking = Signal::derive(move || {
        editor.secrets.rotating.with(|state| matches!(state, Some(Rotating::Asked(_))))
    });
    let question = dialog(
        editor.id("rotate"),
        Signal::stored("The old secret dies at once".to_owned()),
        is_asking,
        move || editor.secrets.rotating.set(None),
        move || {
            let names = editor.secrets.rotating.with_untracked(|state| match state {
                Some(Rotating::Asked(names)) => names.clone(),
                _ => Vec::new(),
            });
            let text = format!(
                "Whatever uses the secret of {} is cut off as soon as you rotate, until it is given \
                 the new one.",
                list(&names)
            );
            (
                p().child(text),
                p().class("form__aside").child(
                    "The gateway ends the old secret before it makes the new one. Should that fail, \
                     there is none, and the credential has to be made again.",
                ),
                div().class("form__actions").child((
                    button(ButtonKind::Secondary, None, "Cancel", move || {
                        editor.secrets.rotating.set(None);
                    }),
                    button(ButtonKind::Danger, None, "Rotate", move || {
                        rotate::rotate(editor, names.clone());
                    }),
                )),
            )
        },
    );
    (bar(editor), live(move || state(editor)), question).view()
}

fn bar(editor: Editor) -> View {
    live(move || {
        let chosen = editor.secrets.chosen.get();
        let is_idle =
            !editor.secrets.rotating.with(|state| matches!(state, Some(Rotating::Running { .. })));
        (!chosen.is_empty() && is_idle).then(|| {
            div().class("vault__bar").role("group").attr("aria-label", "The chosen ones").child((
                span()
                    .role("status")
                    .child(format!("{} chosen", count(chosen.len(), "credential"))),
                ask(editor, ButtonKind::Secondary, "Rotate them…", move || {
                    editor.secrets.chosen.get_untracked().into_iter().collect()
                }),
                export::offer(editor, ButtonKind::Secondary, "Export selected…", move || {
                    chosen_ones(editor)
                }),
                button(ButtonKind::Quiet, None, "Clear selection", move || {
                    editor.secrets.chosen.update(std::collections::BTreeSet::clear);
                }),
            ))
        })
    })
}

fn chosen_ones(editor: Editor) -> Vec<Arc<Credential>> {
    let chosen = editor.secrets.chosen.get_untracked();
    match untrack(|| editor.secrets.list()) {
        CredentialList::Open(all) => {
            all.iter().filter(|it| chosen.contains(&it.connection_name)).cloned().collect()
        }
        _ => Vec::new(),
    }
}

fn state(editor: Editor) -> View {
    match editor.secrets.rotating.get() {
        None | Some(Rotating::Asked(_)) => ().view(),
        Some(Rotating::Running { done, of, name }) => {
            let stop = (done + 1 < of).then(|| {
                button(ButtonKind::Secondary, None, "Stop after this one", move || {
                    editor.write.is_stopping.set(true);
                })
            });
            div()
                .class("vault__bar")
                .child((
                    span().role("status").child(format!("Rotating {name} ({} of {of})…", done + 1)),
                    stop,
                ))
                .into_any()
        }
        Some(Rotating::Over(turns)) => over(editor, &turns).into_any(),
    }
}

fn over(editor: Editor, turns: &[Turn]) -> El {
    let lines: Vec<El> = turns.iter().map(line).collect();
    div().class("vault__over").child((
        strong().role("status").child("What was read back"),
        ul().class("mend__report").child(lines),
        button(ButtonKind::Secondary, None, "Done", move || editor.secrets.rotating.set(None)),
    ))
}

fn line(turn: &Turn) -> El {
    let is_good = matches!(turn.end, TurnEnd::Rotated);
    let said = match &turn.end {
        TurnEnd::Rotated => "has a new secret; the old one is dead.".to_owned(),
        TurnEnd::Untouched => "was not rotated: the old secret still works.".to_owned(),
        TurnEnd::Destroyed => {
            "has no secret any more: the old one is dead, and no new one was made. Repair it in \
             the plan."
                .to_owned()
        }
        TurnEnd::Unfit(unfit) => format!("was left alone: {}", unfit_text(unfit)),
        TurnEnd::NotSent => "was left alone: what it rests on could not be read.".to_owned(),
        TurnEnd::Unconfirmed => {
            "may have been rotated: what became of it could not be read back. Fetch the \
             credentials again to find out."
                .to_owned()
        }
        TurnEnd::NotStarted => "was not begun.".to_owned(),
    };
    let error = turn.error.as_ref();
    li().class(("mend__failed", !is_good)).child((
        icon(if is_good { Icon::Check } else { Icon::Alert }),
        div().child((
            span().attr("translate", "no").child(turn.name.to_string()),
            format!(" {said}"),
            error.map(|error| failure_notice(failure(During::Saving, error), ())),
        )),
    ))
}

fn unfit_text(unfit: &Unfit) -> String {
    match unfit {
        Unfit::NoCredential => "there is no credential to rotate.".to_owned(),
        Unfit::CannotProvision(found) => {
            format!("rotating would destroy it: {}.", provision_error(found))
        }
    }
}
