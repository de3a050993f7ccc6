//! Rotating credentials: one, or several one after the other.
//!
//! Acceptance: the question lists every name, says that the old secret stops working immediately, and
//! asks to type the number for more than three; what rotating would destroy isn't offered (G7);
//! several show their progress and can be stopped; the end says of each what was verified, and
//! exports exactly the new ones. Of two credentials for one connection only the one under its name is
//! rotated, and the question and the end say so (contract §8). Where connect access is off, they say that
//! the new secret is refused too (G35).

use std::sync::Arc;

use leptos::ev;

use crate::ui::reactive::*;
use crate::{
    domain::{connection::ConnectionName, credential::Credential, usage::CredentialUse},
    flow::rotate::unfit,
    ui::{
        browser::focus,
        components::{
            button::{ButtonKind, button},
            dialog::dialog,
            failure::failure_notice,
            icon::{Icon, icon},
            notice::{NoticeKind, notice},
        },
        dom::{
            Content, El, ElRef, View, code, div, input, label, li, live, p, section, span, strong,
            ul,
        },
        editor::{
            commands::{edit, rotate},
            model::{
                Editor,
                rotation::{Replaced, Rotating, Turn, TurnEnd},
                secrets::CredentialList,
            },
        },
        lazy_part::lazy_part,
        messages::{
            failure::{During, failure},
            history as insight,
            plan::count,
            result, rotation as words,
        },
    },
};

/// Above this number the user types it.
const TYPED_ABOVE: usize = 3;

/// The button at a credential.
pub fn offer(editor: Editor, name: &ConnectionName) -> View {
    let name = name.clone();
    let can_write = editor.can_write();
    live(move || {
        let context = editor.loaded.context.get()?;
        Some(match unfit(&context, &name) {
            Some(unfit) => span().class("hint").child(result::unfit(&unfit)).into_any(),
            None => {
                let asked = name.clone();
                let rotate =
                    button(ButtonKind::Secondary, Some(Icon::Rotate), "Rotate", move || {
                        rotate::ask(editor, vec![asked.clone()]);
                    })
                    .attr("aria-label", format!("Rotate {name}"))
                    .attr("aria-disabled", move || (!can_write.get()).then_some("true"));
                let either = (credentials_of(editor, &name) > 1)
                    .then(|| span().class("hint").child(words::EITHER));
                let blocked = context
                    .is_access_off(&name)
                    .then(|| span().class("hint").child(words::BLOCKED));
                (rotate, either, blocked).view()
            }
        })
    })
}

lazy_part!(credentials: pub rotation_lazily(editor: Editor) -> View = rotation);

/// The question, the progress and the end, above every view: a rotation runs on when the user looks
/// at another, and its outcome may be known only after a reload.
fn rotation(editor: Editor) -> View {
    let asked = move || match editor.secrets.rotating.get() {
        Some(Rotating::Asked(names)) => names,
        _ => Vec::new(),
    };
    let is_asking = Signal::derive(move || !asked().is_empty());
    let title = Signal::derive(move || format!("Rotate {}?", count(asked().len(), "credential")));
    let cancel = move || editor.secrets.rotating.set(None);
    let question =
        dialog(editor.id("rotate"), title, is_asking, cancel, move || ask(editor, untrack(asked)));
    (live(move || state(editor)), question).view()
}

fn ask(editor: Editor, names: Vec<ConnectionName>) -> View {
    let number = names.len();
    let cancel = move || editor.secrets.rotating.set(None);
    let typed = RwSignal::new(String::new());
    let is_typed = move || number <= TYPED_ABOVE || typed.get().trim() == number.to_string();
    let id = editor.id("rotate-count");
    let list: Vec<El> = names
        .iter()
        .map(|name| {
            let (asked, counted, blocked) = (name.clone(), name.clone(), name.clone());
            li().child((
                code().attr("translate", "no").child(name.to_string()),
                live(move || Some(span().class("muted").child(usage_of(editor, &asked)))),
                live(move || {
                    (credentials_of(editor, &counted) > 1)
                        .then(|| p().class("hint").child(words::ONE_OF_TWO))
                }),
                live(move || {
                    is_blocked(editor, &blocked).then(|| p().class("hint").child(words::BLOCKED))
                }),
            ))
        })
        .collect();
    let field = (number > TYPED_ABOVE).then(|| {
        div().class("field").child((
            label()
                .class("field__label")
                .r#for(id.clone())
                .child(format!("Type {number} to confirm")),
            input()
                .id(id)
                .r#type("text")
                .class("input")
                .attr("inputmode", "numeric")
                .attr("autocomplete", "off")
                .value(move || typed.get())
                .on(ev::input, move |event| typed.set(event_target_value(&event))),
        ))
    });
    (
        p().child(words::effect(number)),
        ul().class("consent__names").child(list),
        p().class("hint").child(words::ORDER),
        field,
        div().class("form__actions").child((
            button(ButtonKind::Secondary, None, "Cancel", cancel),
            button(
                ButtonKind::Danger,
                None,
                format!("Rotate {}", count(number, "credential")),
                move || {
                    if untrack(is_typed) {
                        rotate::rotate(editor, names.clone());
                    }
                },
            )
            .attr("aria-disabled", move || (!is_typed()).then_some("true")),
        )),
    )
        .view()
}

/// How many credentials the connection has; one if that isn't known.
fn credentials_of(editor: Editor, name: &ConnectionName) -> usize {
    editor.loaded.context.with(|it| {
        it.as_ref().and_then(|it| it.credentials().map(|live| live.count(name))).unwrap_or(1)
    })
}

/// Whether the proxies refuse the new secret too; tracked (G35).
fn is_blocked(editor: Editor, name: &ConnectionName) -> bool {
    editor.loaded.context.with(|it| it.as_ref().is_some_and(|it| it.is_access_off(name)))
}

/// The age of a credential and the sessions that rotating it would cut.
fn usage_of(editor: Editor, name: &ConnectionName) -> String {
    let live = credentials_of(editor, name);
    let found = editor.insight.usage.with(|usage| usage.records().map(|it| it.of(name, live)));
    let Some(found) = found else { return String::new() };
    let mut parts = insight::credential_use(&CredentialUse { open: 0, ..found.clone() });
    if found.open > 0 {
        parts.push(insight::open_through(name.as_str(), found.open));
    }
    parts.iter().map(|part| format!(" · {part}")).collect()
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
            let text = format!("Rotating {name} ({} of {of})…", done + 1);
            div()
                .class("section notice__line")
                .child((span().role("status").child(text), stop))
                .into_any()
        }
        Some(Rotating::Over(turns)) => over(editor, &turns),
    }
}

fn over(editor: Editor, turns: &[Turn]) -> View {
    let done = turns.iter().filter(|turn| turn.end == TurnEnd::Rotated).count();
    let of = turns.len();
    let replaced = editor.secrets.replaced.get_untracked();
    let (kind, title) = match done == of {
        true => {
            (NoticeKind::Success, format!("{} rotated and verified.", count(done, "credential")))
        }
        false => (NoticeKind::Warning, format!("{done} of {} rotated.", count(of, "credential"))),
    };
    let root = ElRef::new();
    // It stands above what was pressed, which is drawn anew meanwhile.
    Effect::new(move || {
        if let Some(root) = root.get() {
            focus::give_back(root);
        }
    });
    let notice = notice(
        kind,
        (
            div().class("notice__line").child((
                p().child(strong().child(title)),
                div().class("form__actions").child((
                    live(move || export(editor)),
                    button(ButtonKind::Quiet, None, "Close", move || {
                        editor.secrets.rotating.set(None);
                        edit::focus_heading(editor);
                    }),
                )),
            )),
            ul().class("repair__report")
                .child(turns.iter().map(|turn| line(editor, turn, &replaced)).collect::<Vec<_>>()),
        ),
    );
    section()
        .node_ref(root)
        .class("result")
        .attr("tabindex", "-1")
        .attr("aria-label", "Result of the rotation")
        .child(notice)
        .into_any()
}

/// Exports exactly the new ones, while they are loaded.
fn export(editor: Editor) -> Option<El> {
    let CredentialList::Open(all) = editor.secrets.list() else { return None };
    let replaced = editor.secrets.replaced.get();
    let is_new = |it: &&Arc<Credential>| replaced.iter().any(|replaced| replaced.is_new(it));
    let new: Vec<_> = all.iter().filter(is_new).cloned().collect();
    (!new.is_empty() && !editor.hidden().export).then(|| {
        let label = format!("Export {}", count(new.len(), "new credential"));
        button(ButtonKind::Secondary, Some(Icon::Send), label, move || {
            editor.secrets.export(new.clone());
        })
    })
}

fn line(editor: Editor, turn: &Turn, replaced: &[Replaced]) -> El {
    let is_good = matches!(turn.end, TurnEnd::Rotated);
    let error = turn.error.as_ref();
    let of_turn = replaced.iter().find(|it| it.connection_name == turn.name);
    let is_refused = is_good && untrack(|| is_blocked(editor, &turn.name));
    let has_other = of_turn.is_some_and(|it| it.others > 0);
    let during = match turn.end {
        TurnEnd::NotSent => During::Comparing,
        _ => During::Saving,
    };
    li().class(("repair__failed", !is_good)).child((
        icon(if is_good { Icon::Check } else { Icon::Alert }),
        div().child((
            code().attr("translate", "no").child(turn.name.to_string()),
            format!(" {}", outcome(&turn.end)),
            is_refused.then(|| p().class("hint").child(words::BLOCKED)),
            has_other.then(|| p().class("hint").child(words::OTHER)),
            error.map(|error| failure_notice(failure(during, error), ())),
        )),
    ))
}

/// The outcome for one credential.
fn outcome(end: &TurnEnd) -> String {
    match end {
        TurnEnd::Rotated => "New secret. The old secret no longer works.".to_owned(),
        TurnEnd::Untouched => "Not rotated. The old secret still works.".to_owned(),
        TurnEnd::Destroyed => {
            "The old secret was revoked and no new one created. Repair the identity.".to_owned()
        }
        TurnEnd::Unfit(unfit) => format!("Not rotated. {}", result::unfit(unfit)),
        TurnEnd::NotSent => "Not rotated. The identity couldn’t be loaded first.".to_owned(),
        TurnEnd::Unconfirmed => "We couldn’t confirm the rotation.".to_owned(),
        TurnEnd::NotStarted => "Not started.".to_owned(),
    }
}
