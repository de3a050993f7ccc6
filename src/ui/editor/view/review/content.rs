//! What the review lists: what stops working first, then what keeps working, what is created, and the
//! changed fields; what doesn't change is folded.

use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::Field,
        plan::{Change, Edits, Effect, Unknown},
    },
    ui::{
        components::icon::{Icon, icon},
        dom::{
            Content, El, View, dd, details as fold, div, dl, dt, li, live, p, span, summary, ul,
        },
        editor::{
            model::{Editor, loaded::Lists},
            view::few::{Folds, LISTED, edited, list_edit},
        },
        messages::{
            draft::field_label,
            history as insight,
            plan::{self as words, Group},
        },
    },
};

/// How many connections a group lists before the rest is folded away.
const SHOWN: usize = 6;

pub(super) fn content(editor: Editor) -> View {
    let plan = editor.review.plan;
    let has_plan = Memo::new(move |_| plan.with(Option::is_some));
    let summary_text = move || plan.get().map(|plan| words::summary(&plan));
    let shown_effects =
        Memo::new(move |_| editor.review.effects.get().filter(|_| editor.loaded.has_lists()));
    let edits = Memo::new(move |_| plan.with(|plan| plan.as_ref().map(|plan| plan.edits.clone())));
    let unknowns = Memo::new(move |_| {
        let is_loading = editor.loaded.lists.with(|lists| *lists == Lists::Loading);
        let plan = plan.get().filter(|_| !is_loading);
        plan.map(|plan| plan.unknowns.clone()).unwrap_or_default()
    });
    let folds = Folds::new();
    live(move || {
        has_plan.get().then(|| {
            div().class("review__body").child((
                span().class("visually-hidden").attr("aria-live", "polite").child(summary_text),
                live(move || {
                    let plan = editor.review.plan.get()?;
                    plan.refusal.as_ref().and_then(words::blocked).map(|text| {
                        p().class("review__blocked")
                            .child((icon(Icon::Blocked), span().child(text)))
                    })
                }),
                live(move || {
                    let effects = shown_effects.get()?;
                    Some(
                        Group::OPEN
                            .map(|it| group(editor, &effects, it, folds))
                            .into_iter()
                            .collect::<Vec<_>>(),
                    )
                }),
                live(move || edits.get().and_then(|edits| fields(editor, &edits, folds))),
                live(move || unknowns.with(|unknowns| unknown(editor, unknowns))),
                live(move || shown_effects.get().map(|effects| folded(&effects, folds))),
            ))
        })
    })
}

fn of_group(effects: &[Effect], group: Group) -> Vec<&Effect> {
    effects.iter().filter(|it| Group::of(&it.outcome, it.is_blocked) == Some(group)).collect()
}

fn group(editor: Editor, effects: &[Effect], group: Group, folds: Folds) -> Option<El> {
    let effects = of_group(effects, group);
    if effects.is_empty() {
        return None;
    }
    let (class, sign) = match group {
        Group::Revokes => ("review__group review__group--revokes", Icon::Minus),
        Group::Creates => ("review__group review__group--creates", Icon::Add),
        _ => ("review__group", Icon::Check),
    };
    let (first, rest) = effects.split_at(effects.len().min(SHOWN));
    Some(div().class(class).child((
        editor.heading_at(3).class("review__title").child((
            icon(sign),
            span().child(group.title()),
            span().class("review__count").child(effects.len().to_string()),
        )),
        rows(first),
        (group == Group::Revokes).then(|| {
            (live(move || open_sessions(editor)), p().class("hint").child(words::SESSIONS_CUT))
        }),
        (!rest.is_empty()).then(|| {
            let title = summary().child(words::folded(rest.len(), ""));
            let total = rest.len();
            let rest: Vec<Effect> = rest.iter().copied().take(LISTED).cloned().collect();
            let content = move || rows_of(&rest.iter().collect::<Vec<_>>(), total).into_any();
            folds.fold(fold(), title, group.title().to_owned(), content)
        }),
    )))
}

fn rows(effects: &[&Effect]) -> El {
    rows_of(effects, effects.len())
}

/// The first rows of a group of `total`; the table of connections has all.
fn rows_of(effects: &[&Effect], total: usize) -> El {
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
    let more = total.saturating_sub(effects.len());
    ul().class("review__rows").child((
        effects.iter().map(row).collect::<Vec<_>>(),
        (more > 0).then(|| li().child(span().class("muted").child(words::more(more)))),
    ))
}

fn folded(effects: &[Effect], folds: Folds) -> El {
    let head = |title: &'static str, number: usize| {
        summary()
            .child((span().child(title), span().class("review__count").child(number.to_string())))
    };
    let line = || fold().class("review__fold");
    let groups = Group::FOLDED.into_iter().filter_map(|group| {
        let effects = of_group(effects, group);
        let total = effects.len();
        let listed: Vec<Effect> = effects.iter().copied().take(LISTED).cloned().collect();
        let content = move || rows_of(&listed.iter().collect::<Vec<_>>(), total).into_any();
        let head = || head(group.title(), effects.len());
        (!effects.is_empty())
            .then(|| folds.fold(line(), head(), group.title().to_owned(), content).into_any())
    });
    div().class("review__folded").child(groups.collect::<Vec<_>>())
}

/// What the plan can't tell, because it isn't visible from here.
fn unknown(editor: Editor, unknowns: &[Unknown]) -> Option<El> {
    let row = |unknown: &Unknown| li().child(words::unknown(unknown));
    let title = (
        icon(Icon::Alert),
        span().child("Not known"),
        span().class("review__count").child(unknowns.len().to_string()),
    );
    (!unknowns.is_empty()).then(|| {
        div().class("review__group review__group--unknown").child((
            editor.heading_at(3).class("review__title").child(title),
            ul().class("review__notes")
                .child(unknowns.iter().take(LISTED).map(row).collect::<Vec<_>>()),
        ))
    })
}

fn fields(editor: Editor, edits: &Edits, folds: Folds) -> Option<El> {
    if edits.is_empty() || !edits.is_of_stored() {
        return None;
    }
    let row = |field: Field, content: View| {
        div().child((dt().child(field_label(field)), dd().child(content)))
    };
    let rows: Vec<El> = Field::ALL
        .into_iter()
        .filter_map(|field| {
            let content = match edits.change(field)? {
                Change::Text { before, after } => texts(before, after),
                Change::Attributes(edit) => list_edit(edit, folds, field.as_str()),
                Change::ConnectionNames(edit) => list_edit(edit, folds, field.as_str()),
            };
            Some(row(field, content))
        })
        .collect();
    let rename = edits.name.is_some().then(|| p().class("hint").child(words::RENAME));
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

/// The open sessions that a save would cut.
fn open_sessions(editor: Editor) -> Option<View> {
    let plan = editor.review.plan.get()?;
    editor.insight.usage.with(|usage| {
        let open = usage.records()?.open(plan.revoked());
        let lines = open.iter().map(|(name, number)| {
            p().class("hint").child(insight::open_through(name.as_str(), *number))
        });
        Some(lines.collect::<Vec<_>>().view())
    })
}
