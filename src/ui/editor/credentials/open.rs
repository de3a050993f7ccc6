//! The rows of the loaded credentials.

use std::{collections::BTreeMap, sync::Arc};

use leptos::{ev, prelude::*};

use super::cards;
use crate::{
    domain::{
        connection::ConnectionName,
        credential::Credential,
        draft::IdentitySpec,
        plan::{ChangePlan, Outcome},
    },
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
            status::{StatusKind, status},
            table::{cell, column, row, row_header, table, table_head, unlabeled_column},
        },
        dom::{self, Content, El, View, div, input, label, live, span, tbody, td, tr},
        editor::{
            access_words as words,
            commands::{repair, rotate},
            lazy_part::lazy_part,
            model::{
                Editor,
                rotation::{Rotating, TurnEnd},
                secrets::CredentialList,
            },
        },
        messages::plan::{count, reason},
    },
};

/// How many rows are drawn at first, and added each time more are asked for.
const STEP: usize = 30;

/// One row: a credential, or a missing one.
#[derive(Clone, PartialEq)]
struct Row {
    name: ConnectionName,
    kind: Option<(Icon, String)>,
    source: String,
    state: (StatusKind, Icon, String),
    is_live: bool,
    /// How many credentials there are; an entry by name and one by id make two (contract §8).
    number: usize,
    /// Problems come first.
    rank: u8,
}

lazy_part!(credentials: pub open_lazily(editor: Editor) -> View = open);

fn open(editor: Editor) -> View {
    let CredentialList::Open(credentials) = untrack(|| editor.secrets.list()) else {
        return ().view();
    };
    let rows = StoredValue::new(untrack(|| rows(editor, &credentials)));
    let search = RwSignal::new(String::new());
    let limit = RwSignal::new(STEP);
    let fitting = Memo::new(move |_| {
        let wanted = search.with(|text| text.trim().to_lowercase());
        rows.with_value(|rows| {
            let fits = |row: &&Row| {
                row.name.as_str().to_lowercase().contains(&wanted)
                    || row.state.2.to_lowercase().contains(&wanted)
            };
            rows.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    let shown = credentials.clone();
    let body = move || {
        let drawn = fitting.get();
        let rows = drawn.iter().take(limit.get()).map(|row| {
            let of_row = shown.iter().filter(|it| it.connection_name == row.name);
            credential_row(editor, row, of_row.cloned().collect())
        });
        rows.collect::<Vec<_>>()
    };
    let more = move || {
        let left = fitting.with(Vec::len).saturating_sub(limit.get());
        (left > 0).then(|| {
            button(ButtonKind::Secondary, None, format!("Show more ({left} left)"), move || {
                limit.update(|limit| *limit += STEP);
            })
        })
    };
    (
        toolbar(editor, credentials, search, fitting),
        table("Credentials of this identity").class("vault").child((
            table_head((
                column("vault__choose", select_all(editor, fitting)),
                column("vault__name", "Connection"),
                column("vault__type", "Type"),
                column("vault__source", "Source"),
                column("vault__state", "State"),
                unlabeled_column("vault__act", "Actions"),
            )),
            tbody().role("rowgroup").child(body),
        )),
        div().class("section").child(more),
    )
        .view()
}

fn toolbar(
    editor: Editor,
    credentials: Arc<Vec<Arc<Credential>>>,
    search: RwSignal<String>,
    fitting: Memo<Vec<Row>>,
) -> El {
    let id = editor.id("credential-search");
    let total = credentials.len();
    let all = StoredValue::new_local(credentials);
    let selected = move || -> Vec<Arc<Credential>> {
        let chosen = editor.secrets.chosen.get();
        all.with_value(|all| {
            let is_chosen =
                |it: &&Arc<Credential>| chosen.is_empty() || chosen.contains(&it.connection_name);
            all.iter().filter(is_chosen).cloned().collect()
        })
    };
    let number = move || match editor.secrets.chosen.with(|it| it.len()) {
        0 => total,
        chosen => chosen,
    };
    let can_write = editor.can_write();
    div().class("section vault__bar").child((
        span().class("muted").role("status").child(move || {
            let found = fitting.with(Vec::len);
            match editor.secrets.chosen.with(|it| it.len()) {
                0 if search.with(|text| text.trim().is_empty()) => count(total, "credential"),
                0 => format!("{found} found"),
                chosen => format!("{} selected", count(chosen, "credential")),
            }
        }),
        label().class("visually-hidden").r#for(id.clone()).child("Search credentials"),
        input()
            .id(id)
            .r#type("search")
            .class("input vault__search")
            .attr("placeholder", "Search credentials")
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .value(move || search.get())
            .on(ev::input, move |event| search.set(event_target_value(&event))),
        button(
            ButtonKind::Secondary,
            Some(Icon::Rotate),
            move || format!("Rotate {}", count(number(), "credential")),
            move || {
                let names = untrack(selected).iter().map(|it| it.connection_name.clone()).collect();
                rotate::ask(editor, names);
            },
        )
        .attr("aria-disabled", move || (!can_write.get()).then_some("true")),
        live(move || {
            (!editor.hidden().export).then(|| {
                button(
                    ButtonKind::Secondary,
                    Some(Icon::Send),
                    move || format!("Export {}", count(number(), "credential")),
                    move || editor.secrets.export(untrack(selected)),
                )
            })
        }),
        button(ButtonKind::Quiet, Some(Icon::EyeOff), "Hide credentials", move || {
            editor.secrets.close_list();
        }),
    ))
}

fn select_all(editor: Editor, fitting: Memo<Vec<Row>>) -> El {
    let names = move || -> Vec<ConnectionName> {
        fitting.with(|rows| rows.iter().filter(|it| it.is_live).map(|it| it.name.clone()).collect())
    };
    let is_all = move || {
        let names = names();
        !names.is_empty()
            && editor.secrets.chosen.with(|chosen| names.iter().all(|it| chosen.contains(it)))
    };
    input().r#type("checkbox").attr("aria-label", "Select all credentials").checked(is_all).on(
        ev::change,
        move |event| {
            let is_checked = event_target_checked(&event);
            editor.secrets.chosen.update(|chosen| {
                for name in untrack(names) {
                    if is_checked {
                        chosen.insert(name);
                    } else {
                        chosen.remove(&name);
                    }
                }
            });
        },
    )
}

/// Why each credential is there, and which are missing; problems first.
fn rows(editor: Editor, credentials: &[Arc<Credential>]) -> Vec<Row> {
    let Some(context) = editor.loaded.context.get_untracked() else { return Vec::new() };
    let catalog = context.catalog();
    let kind = |name: &ConnectionName| catalog.connection(name).map(words::connection_type);
    let mut rows = BTreeMap::new();
    let stored = ChangePlan::new(&context, &IdentitySpec::of(context.identity()));
    for effect in &stored.effects {
        let outcome = match &effect.outcome {
            Outcome::NotSupported { .. } => continue,
            // Any save of the identity creates it.
            Outcome::ProvisionedByAttribute { .. } => &Outcome::MissingCredential { reason: None },
            outcome => outcome,
        };
        let is_blocked = catalog
            .connection(&effect.connection_name)
            .is_some_and(|it| it.connect == crate::domain::connection::ConnectAccess::Disabled);
        let state = words::credential(outcome, is_blocked && outcome.is_live_after());
        let source = match &effect.outcome {
            Outcome::Leftover { .. } => "no longer assigned".to_owned(),
            Outcome::MissingCredential { .. } => "direct".to_owned(),
            outcome => reason(outcome),
        };
        let rank = match state.0 {
            StatusKind::Negative => 0,
            StatusKind::Caution => 1,
            _ => 2,
        };
        let name = effect.connection_name.clone();
        rows.insert(
            name.clone(),
            Row { kind: kind(&name), name, source, state, is_live: false, number: 0, rank },
        );
    }
    let created = editor.secrets.created();
    let rotated: Vec<ConnectionName> = match editor.secrets.rotating.get_untracked() {
        Some(Rotating::Over(turns)) => {
            let turns = turns.iter().filter(|turn| turn.end == TurnEnd::Rotated);
            turns.map(|turn| turn.name.clone()).collect()
        }
        _ => Vec::new(),
    };
    for credential in credentials {
        let name = credential.connection_name.clone();
        let is_new = created.iter().any(|it| it.connection_name == name) || rotated.contains(&name);
        let row = rows.entry(name.clone()).or_insert_with(|| Row {
            kind: kind(&name),
            name,
            source: String::new(),
            state: (StatusKind::Plain, Icon::Check, "Works".to_owned()),
            is_live: true,
            number: 0,
            rank: 2,
        });
        row.is_live = true;
        row.number += 1;
        if is_new {
            row.state = (StatusKind::Positive, Icon::Check, "New".to_owned());
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    crate::domain::collect::sort(&mut rows, |left, right| left.rank.cmp(&right.rank));
    rows
}

fn credential_row(editor: Editor, found: &Row, credentials: Vec<Arc<Credential>>) -> View {
    let Row { name, kind, source, state, is_live, number, .. } = found.clone();
    let (chosen, toggled) = (name.clone(), name.clone());
    let is_open = {
        let name = name.clone();
        move || editor.secrets.opened.with(|opened| opened.as_ref() == Some(&name))
    };
    let is_chosen = {
        let name = name.clone();
        move || editor.secrets.chosen.with(|chosen| chosen.contains(&name))
    };
    let choose = is_live.then(|| {
        input()
            .r#type("checkbox")
            .attr("aria-label", format!("Select {name}"))
            .checked(is_chosen)
            .on(ev::change, move |_| {
                editor.secrets.chosen.update(|all| {
                    if !all.remove(&chosen) {
                        all.insert(chosen.clone());
                    }
                });
            })
    });
    let is_expanded = is_open.clone();
    let face = match is_live {
        true => dom::button()
            .r#type("button")
            .class("vault__open")
            .attr("aria-expanded", move || is_expanded().to_string())
            .attr("translate", "no")
            .child((icon(Icon::Expand), span().class("mono truncate").child(name.to_string())))
            .on(ev::click, move |_| {
                editor.secrets.visibility.mask();
                editor.secrets.opened.update(|open| {
                    *open = Some(toggled.clone()).filter(|_| open.as_ref() != Some(&toggled));
                });
            }),
        false => {
            span().class("mono truncate muted").attr("translate", "no").child(name.to_string())
        }
    };
    let action = match state.0 {
        StatusKind::Negative if !is_live => Some("Repair…"),
        StatusKind::Caution => Some("Revoke…"),
        _ => None,
    };
    let can_write = editor.can_write();
    let action = action.map(|label| {
        button(ButtonKind::Secondary, None, label, move || repair::open(editor))
            .class("button--small")
            .attr("aria-label", format!("{} {name}", label.trim_end_matches('…')))
            .attr("aria-disabled", move || (!can_write.get()).then_some("true"))
    });
    let (kind_of_state, sign, text) = state;
    (
        row((
            cell("vault__choose", choose),
            row_header("vault__name", face),
            cell(
                "vault__type",
                kind.map(|(sign, text)| {
                    span().class("type").child((icon(sign), span().child(text)))
                }),
            ),
            cell("vault__source muted", source),
            cell(
                "vault__state",
                (
                    status(kind_of_state, sign, text),
                    (number > 1).then(|| span().class("badge").child(count(number, "credential"))),
                ),
            ),
            cell("vault__act", action),
        ))
        .class(("vault__row--leftover", kind_of_state == StatusKind::Caution)),
        live(move || {
            let cards = || credentials.iter().map(|it| cards::card(editor, it)).collect::<Vec<_>>();
            is_open().then(|| {
                tr().role("row")
                    .class("vault__detail")
                    .child(td().role("cell").attr("colspan", "6").child(cards()))
            })
        }),
    )
        .view()
}
