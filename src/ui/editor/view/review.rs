//! What saving will do, and the button that does it.
//!
//! Acceptance: it follows every edit; what stops working comes first; the button names the effect,
//! and is the consent while the review is in view; it says why saving is blocked. In a wide container
//! it's a rail beside the view, in a narrow one a bar that opens a sheet.

use leptos::prelude::*;

use super::details;
use crate::{
    domain::{
        draft::Field,
        plan::{ChangePlan, Effect, ListEdit},
    },
    ui::{
        components::{
            button::{ButtonKind, button},
            dialog::dialog,
            error_summary::{SummaryLine, error_summary},
            icon::{Icon, icon},
        },
        dom::{
            Content, El, View, code, dd, details as fold, div, dl, dt, li, live, p, section, span,
            summary, ul,
        },
        editor::{
            commands::{edit, repair, save},
            model::Editor,
        },
        messages::{
            draft::field_label,
            editor::{NO_CHANGES, UNCONFIRMED, progress},
            plan::{self as words, Group, count},
        },
    },
};

/// How many connections a group lists before the rest is folded away.
const SHOWN: usize = 6;

/// How many are listed at all.
const LISTED: usize = 200;

/// Everything that blocks a save; takes the focus after a save that it stopped. It stands above the
/// views, and each line leads to its field on whichever view that is.
pub fn problems(editor: Editor) -> View {
    let lines = Signal::derive(move || {
        // A conflict is settled first.
        let is_settled = editor.write.conflict.with(Option::is_none);
        let problems = if is_settled { editor.review.problems() } else { Vec::new() };
        let line = |problem: &crate::ui::editor::model::problem::Problem| SummaryLine {
            target: editor.field_id(problem.field()),
            text: problem.text(),
        };
        problems.iter().map(line).collect::<Vec<_>>()
    });
    let title =
        Signal::derive(move || format!("Fix {} to save", count(lines.with(Vec::len), "problem")));
    let lead = move |target: &str| {
        let field = Field::ALL.into_iter().find(|field| editor.field_id(*field) == target);
        if let Some(field) = field {
            edit::go_to(editor, field);
        }
    };
    let heading = move || editor.heading_at(2);
    let refused = editor.review.refused_saves.into();
    error_summary(editor.id("errors"), heading, title, lines, refused, lead)
}

/// The rail: the review while there are edits, else details.
pub fn rail(editor: Editor) -> View {
    let is_edited = Memo::new(move |_| is_reviewed(editor));
    live(move || match is_edited.get() {
        true => section()
            .class("review")
            .attr("part", "card")
            .attr("aria-label", "Review changes")
            .child((head(editor), content(editor), foot(editor, || {})))
            .into_any(),
        false => details::details(editor),
    })
}

/// The bar of a narrow container, and the sheet that it opens.
pub fn bar(editor: Editor) -> View {
    let is_open = RwSignal::new(false);
    let close = move || is_open.set(false);
    let text = move || editor.review.plan.get().map(|plan| words::summary(&plan));
    (
        live(move || {
            is_reviewed(editor).then(|| {
                div()
                    .class("review-bar")
                    .attr("part", "save-bar")
                    .role("region")
                    .attr("aria-label", "Changes to review")
                    .child((
                        span().child(text),
                        button(ButtonKind::Primary, None, "Review", move || is_open.set(true))
                            .attr("aria-haspopup", "dialog"),
                    ))
            })
        }),
        dialog(
            editor.id("review"),
            Signal::stored("Review changes".to_owned()),
            is_open.into(),
            close,
            move || {
                (
                    content(editor),
                    foot(editor, close),
                    button(ButtonKind::Secondary, None, "Back to editing", close),
                )
            },
        ),
    )
        .view()
}

fn is_reviewed(editor: Editor) -> bool {
    let has_edits = editor.fields.is_changed.get() || editor.loaded.is_new();
    editor.rights().can_write && has_edits
}

fn head(editor: Editor) -> El {
    div().class("review__head").child((
        editor.heading_at(2).child("Review changes"),
        live(move || {
            (editor.fields.is_changed.get() && !editor.write.is_running()).then(|| {
                button(ButtonKind::Quiet, None, "Discard edits", move || {
                    edit::discard(editor);
                    edit::focus_heading(editor);
                })
            })
        }),
    ))
}

fn content(editor: Editor) -> View {
    live(move || {
        let plan = editor.review.plan.get()?;
        let has_lists = editor.loaded.has_lists();
        let blocked = plan.refusal.as_ref().and_then(words::blocked);
        Some(
            div().class("review__body").child((
                span()
                    .class("visually-hidden")
                    .attr("aria-live", "polite")
                    .child(words::summary(&plan)),
                blocked.map(|text| {
                    p().class("review__blocked").child((icon(Icon::Blocked), span().child(text)))
                }),
                has_lists.then(|| {
                    Group::OPEN.map(|it| group(editor, &plan, it)).into_iter().collect::<Vec<_>>()
                }),
                fields(editor, &plan),
                has_lists.then(|| folded(&plan)),
            )),
        )
    })
}

fn effects(plan: &ChangePlan, group: Group) -> Vec<&Effect> {
    plan.effects.iter().filter(|it| Group::of(&it.outcome) == Some(group)).collect()
}

fn group(editor: Editor, plan: &ChangePlan, group: Group) -> Option<El> {
    let effects = effects(plan, group);
    if effects.is_empty() {
        return None;
    }
    let (class, sign) = match group {
        Group::Revokes => ("review__group review__group--revokes", Icon::Minus),
        Group::Creates => ("review__group review__group--creates", Icon::Add),
        _ => ("review__group", Icon::Check),
    };
    let (first, rest) = effects.split_at(effects.len().min(SHOWN));
    Some(
        div().class(class).child((
            editor.heading_at(3).class("review__title").child((
                icon(sign),
                span().child(group.title()),
                span().class("review__count").child(effects.len().to_string()),
            )),
            rows(first),
            (group == Group::Revokes)
                .then(|| p().class("hint").child("Open sessions are cut immediately.")),
            (!rest.is_empty()).then(|| {
                fold().child((summary().child(format!("{} more", rest.len())), rows(rest)))
            }),
        )),
    )
}

fn rows(effects: &[&Effect]) -> El {
    let row = |effect: &&Effect| {
        li().child((
            span()
                .class("mono truncate")
                .attr("translate", "no")
                .child(effect.connection_name.to_string()),
            span().class("muted").child(words::reason(&effect.outcome)),
            words::detail(&effect.outcome).map(|text| p().class("hint").child(text)),
        ))
    };
    ul().class("review__rows").child(effects.iter().take(LISTED).map(row).collect::<Vec<_>>())
}

fn folded(plan: &ChangePlan) -> El {
    let line = |title: &'static str, number: usize, content: View| {
        fold().class("review__fold").child((
            summary().child((
                span().child(title),
                span().class("review__count").child(number.to_string()),
            )),
            content,
        ))
    };
    let groups = Group::FOLDED.into_iter().filter_map(|group| {
        let effects = effects(plan, group);
        (!effects.is_empty()).then(|| line(group.title(), effects.len(), rows(&effects).into_any()))
    });
    let unknowns = (!plan.unknowns.is_empty()).then(|| {
        let rows = plan.unknowns.iter().map(|unknown| li().child(words::unknown(unknown)));
        let list = ul().class("review__notes").child(rows.collect::<Vec<_>>());
        line("Not known", plan.unknowns.len(), list.into_any())
    });
    div().class("review__folded").child((groups.collect::<Vec<_>>(), unknowns))
}

fn fields(editor: Editor, plan: &ChangePlan) -> Option<El> {
    let edits = &plan.edits;
    if edits.is_empty() || !edits.is_of_stored() {
        return None;
    }
    let row = |field: Field, content: View| {
        div().child((dt().child(field_label(field)), dd().child(content)))
    };
    let rows = vec![
        edits
            .name
            .as_ref()
            .map(|it| row(Field::Name, texts(it.before.as_str(), it.after.as_str()))),
        edits.description.as_ref().map(|it| row(Field::Description, texts(&it.before, &it.after))),
        (!edits.attributes.is_empty())
            .then(|| row(Field::Attributes, list_edit(&edits.attributes))),
        (!edits.connection_names.is_empty())
            .then(|| row(Field::ConnectionNames, list_edit(&edits.connection_names))),
    ];
    let rename = edits.name.is_some().then(|| {
        p().class("hint")
            .child("Credentials keep working. API calls that use the old name will fail.")
    });
    Some(
        div().class("review__group").child((
            editor
                .heading_at(3)
                .class("review__title")
                .child((icon(Icon::Rename), span().child("Fields"))),
            dl().class("review__fields").child(rows),
            rename,
        )),
    )
}

fn texts(before: &str, after: &str) -> View {
    let removed = (!before.is_empty()).then(|| edited(false, before));
    let added = match after.is_empty() {
        true => span().class("muted").child("empty"),
        false => edited(true, after),
    };
    (removed, added).view()
}

/// What was added to and removed from a list.
pub fn list_edit<T: ToString>(edit: &ListEdit<T>) -> View {
    let values = |is_added: bool, items: &[T]| {
        let values = items.iter().take(LISTED).map(|item| edited(is_added, &item.to_string()));
        values.collect::<Vec<_>>()
    };
    (
        values(false, &edit.removed),
        values(true, &edit.added),
        edit.is_reordered.then(|| span().class("muted").child("reordered")),
    )
        .view()
}

/// A value that was added or removed; a sign and a word say which, besides the color.
pub fn edited(is_added: bool, text: &str) -> El {
    let (class, sign, word) = match is_added {
        true => ("edited edited--added", "+ ", "added "),
        false => ("edited edited--removed", "− ", "removed "),
    };
    span().class(class).child((
        span().attr("aria-hidden", "true").child(sign),
        span().class("visually-hidden").child(word),
        code().attr("translate", "no").child(text.to_owned()),
    ))
}

/// The buttons, and why they can't be used now. `done` is called once one was pressed.
fn foot(editor: Editor, done: impl Fn() + Copy + Send + Sync + 'static) -> View {
    let can_write = editor.can_write();
    let act = move |act: fn(Editor)| {
        move || {
            if can_write.get_untracked() {
                act(editor);
                done();
            }
        }
    };
    live(move || {
        let plan = editor.review.plan.get()?;
        let is_new = editor.loaded.is_new();
        let problems = editor.review.problems().len();
        let working = progress(editor.write.step(), editor.write.is_waiting.get());
        let leftovers = words::new_leftovers(&plan);
        let note = match () {
            () if editor.write.unconfirmed().is_some() => UNCONFIRMED.to_owned(),
            () if problems > 0 => format!("Fix {} to save", count(problems, "problem")),
            () if editor.review.is_noop_asked.get() && plan.is_noop() => NO_CHANGES.to_owned(),
            () => String::new(),
        };
        let disabled = move || (!can_write.get()).then_some("true");
        let primary = |label: String, command: fn(Editor)| {
            let label = if working.is_empty() { label } else { working.clone() };
            button(ButtonKind::Primary, None, label, act(command))
                .class("button--block")
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
                )
                    .view()
            }
        };
        Some(
            div().class("review__foot").attr("part", "save-bar").child((
                (!note.is_empty())
                    .then(|| p().class("review__note").role("status").child(note.clone())),
                buttons,
                (problems > 0 && editor.review.refused_saves.get() > 0).then(|| rest(editor)),
            )),
        )
    })
}

/// The way to save what the gateway accepts, for edits that can't be saved as a whole.
fn rest(editor: Editor) -> Option<El> {
    let has_obstacles = editor.review.plan.get().is_some_and(|plan| !plan.obstacles.is_empty());
    let spec = editor.fields.checked.get().ok().filter(|_| has_obstacles)?;
    Some(
        button(ButtonKind::Secondary, None, "Save what can be saved…", move || {
            repair::open_for_draft(editor, spec.clone());
        })
        .class("button--block"),
    )
}
