//! Two versions side by side, and the way to restore the first.
//!
//! Acceptance: what no longer exists is listed before the button; the name is restored only when that
//! is chosen; nothing is sent.

use leptos::ev;

use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::{Field, IdentitySpec},
        history::{Event, Gone, Timeline, compare as difference},
        plan::ListEdit,
    },
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
        },
        dom::{
            Content, El, View, aside, code, dd, div, dl, dt, input, label, li, live, p, span, ul,
        },
        editor::{
            commands::history,
            model::Editor,
            view::few::{Folds, edited, list_edit},
        },
        messages::{draft::field_label, history as words, plan::and_more},
    },
};

/// How many kept values are named.
const KEPT: usize = 6;

/// The versions that are compared: the older side, and the newer.
pub type Pair = Memo<Option<(Event, Event)>>;

/// The newest version and the one before, until others are chosen.
pub fn pair(editor: Editor, timeline: StoredValue<Timeline>) -> Pair {
    Memo::new(move |_| {
        let compared = editor.insight.compared.get();
        timeline.with_value(|timeline| {
            let versions: Vec<&Event> = timeline.versions().collect();
            let chosen =
                |id: &Option<String>| id.as_ref().and_then(|id| timeline.version(id)).cloned();
            let to = chosen(&compared.to).or_else(|| versions.first().map(|it| (*it).clone()))?;
            let before = versions.iter().skip_while(|it| it.entry.id != to.entry.id).nth(1);
            let from = chosen(&compared.from).or_else(|| before.map(|it| (*it).clone()))?;
            Some((from, to))
        })
    })
}

pub fn compare(editor: Editor, pair: Pair) -> View {
    live(move || {
        let (from, to) = pair.get()?;
        let (before, after) = (from.entry.version()?.clone(), to.entry.version()?.clone());
        history::look_for_gone(editor, before.clone());
        let title = format!("{} compared with {}", words::version(&from), lower(&to));
        let heading = editor.id("compare");
        Some(aside().class("compare").attr("aria-labelledby", heading.clone()).child((
            editor.heading_at(2).id(heading).child(title),
            fields(&before, &after),
            restore(editor, &from, &before),
        )))
    })
}

fn lower(event: &Event) -> String {
    words::version(event).replacen('V', "v", 1)
}

fn fields(before: &IdentitySpec, after: &IdentitySpec) -> El {
    let text = |edit: Option<(&str, &str)>, now: &str| match edit {
        Some((before, after)) => (
            (!before.is_empty()).then(|| edited(false, before)),
            (!after.is_empty()).then(|| edited(true, after)),
        )
            .view(),
        None if now.is_empty() => span().class("muted").child("empty").into_any(),
        None => span().class("muted").child(("same: ", code().child(now.to_owned()))).into_any(),
    };
    let edits = difference(before, after);
    let values = edits.as_ref().zip(after.borrowed()).map(
        |(edit, now)| {
            let edit = edit.as_ref().map(|it| (it.before.as_str(), it.after.as_str()));
            text(edit, now.as_str())
        },
        |(edit, now)| text(edit.as_ref().map(|it| (&*it.before, &*it.after)), now),
        |(edit, _)| list(edit),
        |(edit, _)| list(edit),
    );
    let line = |(field, value)| div().child((dt().child(field_label(field)), dd().child(value)));
    let lines = Field::ALL.into_iter().zip(values.into_array()).map(line);
    dl().class("compare__fields").child(lines.collect::<Vec<_>>())
}

fn list<T: ToString>(edit: &ListEdit<T>) -> View {
    let more = edit.kept.len().saturating_sub(KEPT);
    let kept: Vec<El> = edit
        .kept
        .iter()
        .take(KEPT)
        .map(|item| code().class("tag").attr("translate", "no").child(item.to_string()))
        .collect();
    (
        list_edit(edit, Folds::new(), ""),
        (!kept.is_empty())
            .then(|| span().class("muted").child(format!("{} kept: ", edit.kept.len()))),
        kept,
        (more > 0).then(|| span().class("muted").child(and_more(more))),
    )
        .view()
}

/// What restoring leaves out, and the button.
fn restore(editor: Editor, from: &Event, version: &IdentitySpec) -> View {
    let (asked, restored, name) = (version.clone(), version.clone(), words::version(from));
    let with_name = RwSignal::new(false);
    let gone = Memo::new(move |_| {
        editor.insight.gone.with(|gone| match gone {
            Some((version, gone)) if *version == asked => Some(gone.clone()),
            _ => None,
        })
    });
    let is_renamed = {
        let name = version.name.clone();
        move || editor.loaded.identity().is_some_and(|identity| identity.name != name)
    };
    let old_name = version.name.to_string();
    let can_write = editor.can_write();
    let ready = move || can_write.get() && gone.with(Option::is_some);
    live(move || {
        if !editor.rights().can_write {
            return None;
        }
        let restored = restored.clone();
        let id = editor.id("restore-name");
        let act = move || {
            if let Some(gone) = gone.get_untracked() {
                let version = gone.removed_from(&restored);
                history::restore(editor, &version, with_name.get_untracked());
            }
        };
        Some(
            div().class("compare__restore").child((
                live(move || gone.get().filter(|gone| !gone.is_empty()).map(|it| missing(&it))),
                is_renamed().then(|| {
                    label().r#for(id.clone()).child((
                        input().id(id).r#type("checkbox").checked(move || with_name.get()).on(
                            ev::change,
                            move |event| {
                                with_name.set(event_target_checked(&event));
                            },
                        ),
                        format!(" Restore the name {old_name} as well"),
                    ))
                }),
                p().class("hint").child(words::RESTORE_HINT),
                button(
                    ButtonKind::Secondary,
                    Some(Icon::Undo),
                    format!("Restore {}", name.replacen('V', "v", 1)),
                    act,
                )
                .attr("aria-disabled", move || (!ready()).then_some("true")),
            )),
        )
    })
}

fn missing(gone: &Gone) -> El {
    let connections = gone.connections.iter().map(|it| format!("connection {it}"));
    let attributes = gone.attributes.iter().map(|it| format!("attribute {it}"));
    let lines = connections.chain(attributes).map(|text| li().child(text));
    div()
        .class("compare__gone")
        .child((p().child((icon(Icon::Alert), words::GONE)), ul().child(lines.collect::<Vec<_>>())))
}
