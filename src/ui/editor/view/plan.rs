//! The panel that says what saving will do, while it is being edited.
//!
//! Acceptance: it follows every edit; a screen reader is told its first sentence, politely, and
//! finds the rest under headings; what ends comes first; long lists are cut, and open on demand.

use leptos::prelude::*;

use crate::{
    domain::{
        draft::Field,
        plan::{ChangePlan, Effect, ListEdit, Outcome},
    },
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
        },
        dom::{Content, El, View, details, div, h2, h3, li, live, p, section, span, summary, ul},
        editor::{commands::repair, model::Editor},
        messages::{
            draft::field_label,
            plan::{self, Heading},
        },
    },
};

/// How many connections a group shows before the rest is folded away.
const SHOWN: usize = 6;

/// How many are listed at all; past it a list is of no use to a reader.
const LISTED: usize = 200;

pub fn panel(editor: Editor) -> View {
    live(move || {
        let plan = editor.review.plan.get()?;
        let is_loaded = editor.loaded.loaded_catalog().is_some();
        let is_saving = editor.write.is_running();
        Some(
            section()
                .class("card plan")
                .class(("plan--past", is_saving))
                .attr("aria-labelledby", editor.id("plan"))
                .child((
                    h2().id(editor.id("plan")).class("plan__title").child("What saving will do"),
                    p().class("plan__summary").attr("aria-live", "polite").child(if is_loaded {
                        sentence(&plan)
                    } else {
                        "Reading the lists…".to_owned()
                    }),
                    harm(&plan),
                    fields(&plan),
                    is_loaded.then(|| groups(editor, &plan)),
                    is_loaded.then(|| unknowns(&plan)),
                )),
        )
    })
}

/// The whole plan in a sentence.
fn sentence(plan: &ChangePlan) -> String {
    let obstacles = plan.obstacles.len();
    if obstacles > 0 {
        return format!("It cannot be saved yet: {} in the way.", is_or_are(obstacles));
    }
    let number = |holds: fn(&Outcome) -> bool| plan.connections_where(holds).count();
    let (made, ended) = (number(Outcome::is_provisioned), number(|it| *it == Outcome::Revoked));
    let edited = plan.edits.fields().count();
    if edited == 0 && made == 0 && ended == 0 {
        return "Nothing: there is no change.".to_owned();
    }
    let mut parts = Vec::new();
    match edited {
        _ if !plan.edits.is_of_stored() => parts.push("The identity is created".to_owned()),
        0 => {}
        1 => parts.push("1 field changes".to_owned()),
        many => parts.push(format!("{many} fields change")),
    }
    match made {
        0 => {}
        1 => parts.push("1 credential is made".to_owned()),
        many => parts.push(format!("{many} credentials are made")),
    }
    match ended {
        0 => parts.push("none is revoked".to_owned()),
        1 => parts.push("1 is revoked".to_owned()),
        many => parts.push(format!("{many} are revoked")),
    }
    format!("{}.", parts.join(", "))
}

fn is_or_are(number: usize) -> String {
    if number == 1 { "1 thing is".to_owned() } else { format!("{number} things are") }
}

/// What would happen if it were sent in spite of the obstacles.
fn harm(plan: &ChangePlan) -> Option<El> {
    let harm = plan.refusal.as_ref().and_then(plan::harm)?;
    Some(p().class("plan__harm").child((icon(Icon::Alert), span().child(harm))))
}

fn fields(plan: &ChangePlan) -> Option<El> {
    let edits = &plan.edits;
    if edits.is_empty() {
        return None;
    }
    let mut rows = Vec::new();
    if let Some(edit) = &edits.name {
        rows.push(text_row(Field::Name, edit.before.as_str(), edit.after.as_str()));
    }
    if let Some(edit) = &edits.description {
        rows.push(text_row(Field::Description, &edit.before, &edit.after));
    }
    if !edits.attributes.is_empty() {
        rows.push(list_row(Field::Attributes, &edits.attributes));
    }
    if !edits.connection_names.is_empty() {
        rows.push(list_row(Field::ConnectionNames, &edits.connection_names));
    }
    Some(div().class("plan__group").child((
        h3().class("plan__heading").child("Fields"),
        ul().class("plan__fields").child(rows),
    )))
}

fn text_row(field: Field, before: &str, after: &str) -> El {
    li().child((
        span().class("plan__field").child(field_label(field)),
        (!before.is_empty()).then(|| value("plan__before", "was", before)),
        value("plan__after", "becomes", after),
    ))
}

/// A value before or after; which of the two it is, is said as well as drawn.
fn value(class: &'static str, role: &'static str, text: &str) -> El {
    let shown = if text.is_empty() { "(empty)".to_owned() } else { text.to_owned() };
    span().class(class).child((
        span().class("visually-hidden").child(format!(" {role} ")),
        span().attr("translate", "no").child(shown),
    ))
}

pub(super) fn list_row<T: ToString>(field: Field, edit: &ListEdit<T>) -> El {
    let entries = |class: &'static str, role: &'static str, items: &[T]| {
        items
            .iter()
            .take(LISTED)
            .map(|item| value(class, role, &item.to_string()))
            .collect::<Vec<_>>()
    };
    li().child((
        span().class("plan__field").child(field_label(field)),
        entries("plan__added", "adds", &edit.added),
        entries("plan__removed", "takes away", &edit.removed),
        edit.is_reordered.then(|| span().child("in another order")),
    ))
}

fn groups(editor: Editor, plan: &ChangePlan) -> Vec<El> {
    Heading::ALL.into_iter().filter_map(|heading| group(editor, plan, heading)).collect()
}

fn group(editor: Editor, plan: &ChangePlan, heading: Heading) -> Option<El> {
    let effects: Vec<&Effect> = plan
        .effects
        .iter()
        .filter(|effect| Heading::of(&effect.outcome) == Some(heading))
        .collect();
    if effects.is_empty() {
        return None;
    }
    let title = format!("{} ({})", heading.title(), effects.len());
    let class = match heading {
        Heading::Ends => "plan__group plan__group--ends",
        Heading::Made => "plan__group plan__group--made",
        Heading::Leftover | Heading::Without | Heading::KeptAlthoughUnlisted => {
            "plan__group plan__group--caution"
        }
        Heading::NotSupported | Heading::Kept => "plan__group",
    };
    if heading == Heading::Kept {
        return Some(
            details()
                .class(class)
                .child((summary().class("plan__heading").child(title), rows(&effects))),
        );
    }
    let (first, rest) = effects.split_at(effects.len().min(SHOWN));
    Some(div().class(class).child((
        h3().class("plan__heading").child(title),
        heading.note().map(|note| p().class("plan__note").child(note)),
        rows(first),
        (!rest.is_empty()).then(|| {
            details()
                .class("plan__rest")
                .child((summary().child(format!("and {} more", rest.len())), rows(rest)))
        }),
        mend(editor, heading),
    )))
}

fn rows(effects: &[&Effect]) -> El {
    let row = |effect: &&Effect| {
        li().child((
            span()
                .class("plan__connection")
                .attr("translate", "no")
                .child(effect.connection_name.to_string()),
            span().class("plan__reason").child(plan::reason(&effect.outcome)),
        ))
    };
    ul().class("plan__rows").child(effects.iter().take(LISTED).map(row).collect::<Vec<_>>())
}

/// The way out of what saving leaves as it is; it starts from what is stored, not from the draft.
fn mend(editor: Editor, heading: Heading) -> Option<View> {
    let label = match heading {
        Heading::Leftover => "Revoke them…",
        Heading::Without => "Repair…",
        _ => return None,
    };
    editor.rights().can_write.then(|| {
        live(move || {
            let is_possible = !editor.fields.is_changed.get() && editor.can_write().get();
            if is_possible {
                button(ButtonKind::Secondary, None, label, move || repair::open(editor)).view()
            } else {
                p().class("plan__note").child("Save or discard your changes to repair this.").view()
            }
        })
    })
}

fn unknowns(plan: &ChangePlan) -> Option<El> {
    if plan.unknowns.is_empty() {
        return None;
    }
    let rows = plan.unknowns.iter().map(|unknown| li().child(plan::unknown(unknown)));
    Some(details().class("plan__group plan__unknowns").child((
        summary().class("plan__heading").child(format!("Unknowns ({})", plan.unknowns.len())),
        ul().class("plan__notes").child(rows.collect::<Vec<_>>()),
    )))
}
