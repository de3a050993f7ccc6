//! What saving will do, and the button that does it.
//!
//! Acceptance: it follows every edit; what stops working comes first; the button names the effect,
//! and is the consent while the review is in view; it says why saving is blocked. In a wide container
//! it's a rail beside the view, in a narrow one a bar that opens a sheet. The content is a part of the
//! program that is loaded once the identity is shown.

use super::details;
use crate::ui::reactive::*;
use crate::{
    domain::draft::Field,
    ui::{
        components::{
            button::{ButtonKind, button},
            dialog::dialog,
            error_summary::{SummaryLine, error_summary},
            lazy::{afterwards, lazy},
            notice::{NoticeKind, notice},
        },
        dom::{Content, El, View, div, live, p, section, span},
        editor::{
            commands::{edit, save::reason_problem},
            lazy_part::lazy_part,
            model::{Editor, review::TOLD, write::WriteState},
        },
        messages::{
            editor::{NOT_CREATED, PAUSED, progress},
            plan::{self as words, and_more},
        },
    },
};

mod content;
mod foot;

use content::content;
use foot::foot;

/// Everything that blocks a save; takes the focus after a save that it stopped. It stands above the
/// views, and each line leads to its field on whichever view that is.
pub fn problems(editor: Editor) -> View {
    let lines = Signal::derive(move || {
        // A conflict is settled first.
        let is_settled = editor.write.conflict.with(Option::is_none);
        let problems = if is_settled { editor.review.problems.get() } else { Vec::new() };
        let line = |field, text| SummaryLine { target: editor.field_id(field), text };
        let (told, more) = problems.split_at(problems.len().min(TOLD));
        let told = told.iter().map(|problem| line(problem.field(), problem.text()));
        let more = more.first().map(|first| line(first.field(), and_more(more.len())));
        told.chain(more).collect::<Vec<_>>()
    });
    let number = move || editor.review.problems.with(Vec::len);
    let title = Signal::derive(move || words::to_fix(number()));
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

/// Why a save without other problems was refused. In a narrow editor the reason itself is out of view.
pub fn refused_reason(editor: Editor) -> Option<El> {
    let is_refused = editor.review.refused_saves.get() > 0;
    let problem = is_refused.then(|| reason_problem(editor)).flatten()?;
    Some(notice(NoticeKind::Error, p().child(problem)))
}

lazy_part!(review: rail_content_lazily(editor: Editor) -> View = rail_content);
lazy_part!(review: sheet_content_lazily(editor: Editor, is_open: RwSignal<bool>) -> View
    = sheet_content);

/// The rail: the review while there are edits, else details.
pub fn rail(editor: Editor) -> View {
    let is_edited = afterwards(move || is_reviewed(editor));
    live(move || match is_edited.get() {
        true => section()
            .id(editor.id("review-rail"))
            .class("review")
            .attr("part", "card")
            .attr("tabindex", "-1")
            .attr("aria-label", "Review changes")
            .child((head(editor), lazy(move || rail_content_lazily(editor))))
            .into_any(),
        false => details::details(editor),
    })
}

/// The bar of a narrow container, and the sheet that it opens.
pub fn bar(editor: Editor) -> View {
    let is_open = RwSignal::new(false);
    let close = move || is_open.set(false);
    let text = move || bar_text(editor);
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
                            .id(editor.id("review-open"))
                            .attr("aria-haspopup", "dialog"),
                    ))
            })
        }),
        dialog(
            editor.id("review"),
            Signal::stored("Review changes".to_owned()),
            is_open.into(),
            close,
            move || lazy(move || sheet_content_lazily(editor, is_open)),
        ),
    )
        .view()
}

/// What the bar says: the write that runs, what blocks the next one, or what it would do.
fn bar_text(editor: Editor) -> String {
    let working = progress(editor.write.step(), editor.write.is_waiting.get());
    if !working.is_empty() {
        return working;
    }
    let problems = editor.review.problems.with(Vec::len);
    match editor.review.plan.get() {
        _ if !matches!(editor.write.state.get(), WriteState::Idle) => PAUSED.to_owned(),
        _ if problems > 0 => words::to_fix(problems),
        Some(plan) if !plan.is_noop() => words::summary(&plan),
        _ if editor.loaded.is_new() => NOT_CREATED.to_owned(),
        plan => plan.map(|plan| words::summary(&plan)).unwrap_or_default(),
    }
}

fn rail_content(editor: Editor) -> View {
    (content(editor), foot(editor, "rail", || {})).view()
}

fn sheet_content(editor: Editor, is_open: RwSignal<bool>) -> View {
    let close = move || is_open.set(false);
    (
        content(editor),
        foot(editor, "sheet", close),
        button(ButtonKind::Secondary, None, "Back to editing", close),
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
