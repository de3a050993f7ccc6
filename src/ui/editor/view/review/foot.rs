//! The reason for the change, and the buttons below the review.

use super::super::reason::reason;
use crate::ui::{
    browser::platform,
    components::button::{ButtonKind, button},
    dom::{Content, El, View, div, kbd, live, p},
    editor::{
        commands::{
            repair,
            save::{self, is_decided, reason_problem},
        },
        model::Editor,
    },
    messages::{
        editor::{NO_CHANGES, UNCONFIRMED, UNCONFIRMED_DELETION, progress},
        history as insight,
        plan::{self as words, count},
    },
};

/// The buttons, and why they can't be used now. `done` is called once one was pressed.
pub(super) fn foot(
    editor: Editor,
    place: &'static str,
    done: impl Fn() + Copy + Send + Sync + 'static,
) -> View {
    let can_write = editor.can_write();
    let act = move |act: fn(Editor)| {
        move || {
            if can_write.get_untracked() {
                act(editor);
                done();
            }
        }
    };
    let buttons = live(move || {
        let plan = editor.review.plan.get()?;
        let is_new = editor.loaded.is_new();
        let problems = editor.review.problems.with(Vec::len);
        let working = progress(editor.write.step(), editor.write.is_waiting.get());
        let leftovers = words::new_leftovers(&plan);
        let note = match () {
            () if editor.write.is_unconfirmed() => UNCONFIRMED.to_owned(),
            () if editor.is_deleting().get() => UNCONFIRMED_DELETION.to_owned(),
            () if reason_problem(editor) == Some(insight::REASON_REQUIRED) => {
                insight::REASON_REQUIRED.to_owned()
            }
            () if problems > 0 => words::to_fix(problems),
            () if editor.review.is_noop_asked.get() && plan.is_noop() => NO_CHANGES.to_owned(),
            () => String::new(),
        };
        let disabled = move || (!can_write.get()).then_some("true");
        let primary = |label: String, command: fn(Editor)| {
            let keys = working.is_empty().then(|| {
                kbd().class("button__keys").attr("aria-hidden", "true").child(platform::save_keys())
            });
            let label = if working.is_empty() { label } else { working.clone() };
            button(ButtonKind::Primary, None, (label, keys), act(command))
                .class("button--block")
                .attr("aria-keyshortcuts", "Control+S Meta+S")
                .attr("aria-disabled", disabled)
        };
        let buttons = match leftovers {
            0 => primary(words::save_label(&plan, is_new), save::save).into_any(),
            leftovers => {
                let all = plan.revoked().count() + words::leftovers(&plan);
                let keep =
                    format!("Save and keep {} working", count(leftovers, "leftover credential"));
                (
                    primary(
                        format!("Save and revoke {}", count(all, "credential")),
                        repair::save_and_revoke,
                    ),
                    button(ButtonKind::Secondary, None, keep, act(save::save))
                        .class("button--block")
                        .attr("aria-disabled", disabled),
                    p().class("review__note").child(words::REVOKED_ALONG),
                )
                    .view()
            }
        };
        Some(div().class("review__actions").child((
            live(move || long_write(editor)),
            (!note.is_empty()).then(|| {
                // The result of the last save announces that it is unconfirmed.
                let role = (note != UNCONFIRMED).then_some("status");
                p().class("review__note").attr("role", role).child(note.clone())
            }),
            buttons,
            (problems > 0 && editor.review.refused_saves.get() > 0).then(|| rest(editor)),
        )))
    });
    // The field stays while the plan changes, and keeps what is typed.
    div()
        .class("review__foot")
        .attr("part", "save-bar")
        .child((reason(editor, place), buttons))
        .into_any()
}

/// How far a long write is.
fn long_write(editor: Editor) -> Option<View> {
    let progress = editor.insight.long_write.get()?;
    Some(
        (
            p().class("review__note").role("status").child(insight::long_write(&progress)),
            progress
                .is_long
                .then(|| p().class("review__note").role("status").child(insight::LONG_WRITE)),
        )
            .view(),
    )
}

/// The way to save what the gateway accepts, for edits that can't be saved as a whole.
fn rest(editor: Editor) -> Option<El> {
    if !is_decided(editor) {
        return None;
    }
    let has_obstacles = editor.review.plan.get().is_some_and(|plan| !plan.obstacles.is_empty());
    let spec = editor.fields.checked.get().ok().filter(|_| has_obstacles)?;
    Some(
        button(ButtonKind::Secondary, None, "Save what can be saved…", move || {
            repair::open_for_draft(editor, spec.clone());
        })
        .class("button--block"),
    )
}
