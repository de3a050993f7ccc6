//! What the review lists: what stops working first, then what keeps working, what is created, and the
//! changed fields; what doesn't change is folded.

use leptos::prelude::*;

use crate::{
    domain::{
        draft::Field,
        plan::{ChangePlan, Effect, ListEdit},
    },
    ui::{
        components::icon::{Icon, icon},
        dom::{
            Content, El, View, code, dd, details as fold, div, dl, dt, li, live, p, span, summary,
            ul,
        },
        editor::model::Editor,
        messages::{
            draft::field_label,
            history as insight,
            plan::{self as words, Group},
        },
    },
};

/// How many connections a group lists before the rest is folded away.
const SHOWN: usize = 6;

/// How many are listed at all.
const LISTED: usize = 200;

pub(super) fn content(editor: Editor) -> View {
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
    plan.effects.iter().filter(|it| Group::of(&it.outcome, it.is_blocked) == Some(group)).collect()
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
    Some(div().class(class).child(
        (
            editor.heading_at(3).class("review__title").child((
                icon(sign),
                span().child(group.title()),
                span().class("review__count").child(effects.len().to_string()),
            )),
            rows(first),
            (group == Group::Revokes).then(|| {
                (
                    live(move || open_sessions(editor)),
                    p().class("hint").child("Open sessions are cut immediately."),
                )
            }),
            (!rest.is_empty()).then(|| {
                fold().child((summary().child(format!("{} more", rest.len())), rows(rest)))
            }),
        ),
    ))
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
