//! The history of the identity: versions, rotations, failures and the deletion in one timeline.
//!
//! Acceptance: it says who may read it; what changed is told in the words of the review; any two
//! versions can be compared; older events are loaded on demand; filters say what they leave out; a last save without an entry is said to be missing.

use leptos::ev;

use super::few::edited;
use crate::ui::reactive::*;
use crate::{
    domain::{
        history::{Actor, AuditTrail, Event, EventKind, Start, Timeline},
        plan::Edits,
    },
    gateway::error::GatewayError,
    ui::{
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            icon::{Icon, icon},
            notice::{NoticeKind, notice},
            time::relative_time,
        },
        dom::{
            self, Content, El, View, code, div, input, label, li, live, ol, option, p, select,
            span, strong,
        },
        editor::{
            commands::history,
            lazy_part::lazy_part,
            model::{
                Editor,
                insight::{Records, Shown},
            },
        },
        messages::{
            failure::{During, failure},
            history as words,
            plan::{and_more, count},
        },
    },
};

mod compare;

use compare::Pair;

/// How many values of a list an event names.
const NAMED: usize = 12;

lazy_part!(history: pub history_lazily(editor: Editor) -> View = view);

fn view(editor: Editor) -> View {
    // Asks the gateway, again when a write has made the answer old.
    Effect::new(move || {
        let is_unread = editor.insight.history.with(Records::is_unread);
        if is_unread && editor.rights().can_read_log && editor.loaded.identity().is_some() {
            history::ensure(editor);
        }
    });
    live(move || match editor.rights().can_read_log {
        true => content(editor),
        false => p().class("empty").child(words::NOT_ALLOWED).into_any(),
    })
}

fn content(editor: Editor) -> View {
    live(move || match editor.insight.history.get() {
        Records::Unread => p().class("waiting").role("status").child(words::LOADING).into_any(),
        Records::Failed(error) => div()
            .class("section")
            .child(refused(&error, move || history::reload(editor)))
            .into_any(),
        Records::Open { records, is_loading, error } => opened(editor, &records, is_loading, error),
    })
}

/// Why the log couldn't be read: not allowed, not there, or a failure that may pass.
fn refused(error: &GatewayError, again: impl Fn() + Copy + Send + Sync + 'static) -> View {
    match error {
        GatewayError::Forbidden { .. } => p().class("empty").child(words::NOT_ALLOWED).into_any(),
        GatewayError::Gone { .. } | GatewayError::NotTheApi { status: 404 } => {
            p().class("empty").child(words::NO_LOG).into_any()
        }
        error => failure_notice(
            failure(During::Loading, error),
            button(ButtonKind::Secondary, None, "Try again", again),
        )
        .into_any(),
    }
}

fn opened(
    editor: Editor,
    trail: &AuditTrail,
    is_loading: bool,
    error: Option<GatewayError>,
) -> View {
    let timeline = StoredValue::new(trail.timeline());
    let has_more = trail.has_more();
    let (start, lacks_last_save) = timeline.with_value(|it| (it.start.clone(), it.lacks_last_save));
    let pair = compare::pair(editor, timeline);
    div()
        .class("history")
        .child((
            div().class("history__main").child((
                toolbar(editor, timeline),
                lacks_last_save.then(|| {
                    let said = words::last_save_missing(trail.subject().updated_at.as_str());
                    notice(NoticeKind::Warning, p().child(said))
                }),
                live(move || timeline.with_value(|timeline| events(editor, timeline, pair))),
                error.map(|error| refused(&error, move || history::more(editor))),
                div().class("section form__actions").child(match (has_more, start) {
                    (true, _) => {
                        let label = if is_loading { "Loading…" } else { words::OLDER };
                        button(ButtonKind::Secondary, None, label, move || history::more(editor))
                            .attr("aria-disabled", is_loading.then_some("true"))
                            .into_any()
                    }
                    (false, Start::Created) => p().class("hint").child(words::ALL).into_any(),
                    (false, Start::Unknown { name }) => {
                        p().class("hint").child(words::unknown_start(name.as_str())).into_any()
                    }
                }),
            )),
            compare::compare(editor, pair),
        ))
        .into_any()
}

fn fits(event: &Event, shown: Shown, actor: Option<&Actor>) -> bool {
    let is_shown = match shown {
        Shown::All => true,
        Shown::Versions => event.is_version(),
        Shown::Failed => event.kind == EventKind::Failed,
    };
    is_shown && actor.is_none_or(|actor| event.entry.actor == *actor)
}

fn toolbar(editor: Editor, timeline: StoredValue<Timeline>) -> El {
    let number = |shown| {
        timeline.with_value(|it| it.events.iter().filter(|it| fits(it, shown, None)).count())
    };
    let toggle = move |(shown, name): (Shown, &'static str)| {
        let is_pressed = move || (editor.insight.shown.get() == shown).to_string();
        let content = (name, span().class("search__count").child(number(shown).to_string()));
        dom::button()
            .r#type("button")
            .class("button button--quiet")
            .attr("aria-pressed", is_pressed)
            .child(content)
            .on(ev::click, move |_| editor.insight.shown.set(shown))
    };
    let toggles =
        [(Shown::All, "All "), (Shown::Versions, "Versions "), (Shown::Failed, "Failed ")];
    let mut actors: Vec<Actor> =
        timeline.with_value(|it| it.events.iter().map(|it| it.entry.actor.clone()).collect());
    crate::domain::collect::sort(&mut actors, Ord::cmp);
    actors.dedup();
    let id = editor.id("history-actor");
    let choices = actors.clone();
    let options = actors.into_iter().enumerate().map(|(index, actor)| {
        option()
            .attr("value", index.to_string())
            .attr("selected", {
                let actor = actor.clone();
                move || (editor.insight.actor.get().as_ref() == Some(&actor)).then_some("")
            })
            .child(actor.label().to_owned())
    });
    div().class("section history__bar").child((
        div()
            .class("search__statuses")
            .role("group")
            .attr("aria-label", "Outcome")
            .child(toggles.map(toggle).into_iter().collect::<Vec<_>>()),
        label().class("visually-hidden").r#for(id.clone()).child("Actor"),
        select()
            .id(id)
            .class("input")
            .child((option().attr("value", "").child("Anyone"), options.collect::<Vec<_>>()))
            .on(ev::change, move |event| {
                let chosen = event_target_value(&event).parse::<usize>().ok();
                editor.insight.actor.set(chosen.and_then(|index| choices.get(index).cloned()));
            }),
    ))
}

fn events(editor: Editor, timeline: &Timeline, pair: Pair) -> View {
    let (shown, actor) = (editor.insight.shown.get(), editor.insight.actor.get());
    let rows: Vec<El> = timeline
        .events
        .iter()
        .filter(|event| fits(event, shown, actor.as_ref()))
        .map(|event| row(editor, event, pair))
        .collect();
    let all = timeline.events.len();
    let said = match rows.len() == all {
        true => count(all, "event"),
        false => format!("{} of {}", rows.len(), count(all, "event")),
    };
    (
        p().class("visually-hidden").role("status").child(said),
        match rows.is_empty() {
            true => p().class("empty").child(words::NO_MATCH).into_any(),
            false => (
                // Each radio button has its whole name.
                div()
                    .class("event event--head")
                    .attr("aria-hidden", "true")
                    .child((span().child("From"), span().child("To"))),
                ol().class("timeline").attr("aria-label", "Events, newest first").child(rows),
            )
                .view(),
        },
    )
        .view()
}

fn row(editor: Editor, event: &Event, pair: Pair) -> El {
    let entry = &event.entry;
    let sign = match &event.kind {
        EventKind::Version { edits: None, .. } => Icon::Add,
        EventKind::Version { .. } => Icon::Rename,
        EventKind::Rotated(_) => Icon::Rotate,
        EventKind::Deleted => Icon::Delete,
        EventKind::Failed => Icon::Error,
    };
    let edits = match &event.kind {
        EventKind::Version { edits: Some(edits), .. } => Some(changes(edits)),
        _ => None,
    };
    let choice = |side: &'static str| event.is_version().then(|| choice(editor, event, pair, side));
    li().class("event").class(("event--failed", event.kind == EventKind::Failed)).child((
        span().class("event__choice").child(choice("from")),
        span().class("event__choice").child(choice("to")),
        icon(sign),
        div().class("event__body").child((
            p().child((
                strong().child(words::title(event)),
                span().class("muted").child(format!(" by {}", words::actor(entry))),
            )),
            edits,
            entry.reason.clone().map(|reason| p().class("event__reason").child(reason)),
            (!entry.message.is_empty()).then(|| {
                p().class("event__error").attr("translate", "no").child(entry.message.clone())
            }),
        )),
        relative_time(entry.at.as_str()),
    ))
}

/// Chooses one side of the comparison.
fn choice(editor: Editor, event: &Event, pair: Pair, side: &'static str) -> El {
    let id = event.entry.id.clone();
    let chosen = id.clone();
    let is_chosen = move || {
        pair.with(|pair| {
            let of_side = |(from, to)| if side == "from" { from } else { to };
            pair.as_ref()
                .map(|(from, to)| of_side((from, to)))
                .is_some_and(|it: &Event| it.entry.id == chosen)
        })
    };
    input()
        .r#type("radio")
        .attr("name", editor.id(side))
        .attr("aria-label", format!("Compare {side} {}", words::version(event).to_lowercase()))
        .checked(is_chosen)
        .on(ev::change, move |_| {
            editor.insight.compared.update(|it| match side {
                "from" => it.from = Some(id.clone()),
                _ => it.to = Some(id.clone()),
            });
        })
}

/// The first of the values that a version added or removed.
fn named<T: ToString>(is_added: bool, items: &[T]) -> View {
    let more = items.len().saturating_sub(NAMED);
    let named = items.iter().take(NAMED).map(|item| edited(is_added, &item.to_string()));
    let rest = (more > 0).then(|| span().class("muted").child(and_more(more)));
    (named.collect::<Vec<_>>(), rest).view()
}

/// What a version changed, in the words of the review.
fn changes(edits: &Edits) -> El {
    let is_empty = edits.is_empty();
    // The title says the rename.
    let texts = edits.beside_name().filter_map(|(field, edit)| Some((field, edit.as_ref()?)));
    let texts = texts.map(|(field, edit)| {
        let value = code().child(edit.after.clone());
        span().class("muted").child((format!("{}: ", field.as_str()), value))
    });
    let Edits { attributes, connection_names, .. } = edits;
    div().class("event__changes").child((
        named(false, &attributes.removed),
        named(true, &attributes.added),
        named(false, &connection_names.removed),
        named(true, &connection_names.added),
        connection_names.is_reordered.then(|| span().class("muted").child("reordered")),
        texts.collect::<Vec<_>>(),
        is_empty.then(|| span().class("muted").child("no change")),
    ))
}
