//! The open vault: a list to choose from, and the card of the one that is looked at.

use std::{collections::BTreeMap, sync::Arc};

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::{cards::card, display, rotation};
use crate::{
    domain::{
        connection::ConnectionName,
        credential::Credential,
        draft::IdentitySpec,
        plan::{ChangePlan, Outcome},
    },
    ui::{
        components::{
            badge::{BadgeKind, badge},
            button::ButtonKind,
        },
        dom::{Content, El, View, button as button_, div, input, label, li, live, p, span, ul},
        editor::{
            export,
            lazy_part::lazy_part,
            model::{
                Editor,
                rotation::{Rotating, TurnEnd},
                secrets::CredentialList,
            },
        },
        messages::plan::{self, count},
    },
};

/// The height of a row, in pixels; the style sheet has the same.
const ROW: f64 = 44.0;

/// How many rows are drawn around what is looked at.
const WINDOW: usize = 24;

/// One row: a credential, or the want of one.
#[derive(Clone, PartialEq)]
struct Row {
    name: ConnectionName,
    mark: &'static str,
    why: String,
    is_live: bool,
}

lazy_part!(credentials: pub open_lazily(editor: Editor) -> View = open);

/// What is in the vault, while it is open.
fn open(editor: Editor) -> View {
    let CredentialList::Open(credentials) = editor.secrets.list() else { return ().view() };
    let rows = StoredValue::new(rows(editor, &credentials));
    let search = RwSignal::new(String::new());
    let fitting = Memo::new(move |_| {
        let wanted = search.with(|text| text.trim().to_lowercase());
        rows.with_value(|rows| {
            let fits = |row: &&Row| {
                row.name.as_str().to_lowercase().contains(&wanted) || row.mark.contains(&wanted)
            };
            rows.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    let total = rows.with_value(Vec::len);
    (
        live(move || editor.secrets.created().is_empty().then(|| display::display(editor))),
        (total > 8).then(|| {
            let id = editor.id("vault-search");
            div().class("field").child((
                label().class("field__label").r#for(id.clone()).child("Find a credential"),
                input()
                    .id(id)
                    .r#type("search")
                    .class("input")
                    .attr("autocomplete", "off")
                    .attr("spellcheck", "false")
                    .value(move || search.get())
                    .on(ev::input, move |event| search.set(event_target_value(&event))),
            ))
        }),
        p().class("form__aside").role("status").child(move || match fitting.with(Vec::len) {
            0 if total == 0 => "This identity has no credentials.".to_owned(),
            found if found == total => count(total, "credential"),
            found => format!("{found} of {}", count(total, "credential")),
        }),
        list(editor, fitting),
        rotation::rotation(editor),
        live(move || {
            let opened = editor.secrets.opened.get()?;
            let credential = credentials.iter().find(|it| it.connection_name == opened)?;
            let handed = credential.clone();
            let actions = (
                export::offer(editor, ButtonKind::Quiet, "Export…", move || vec![handed.clone()]),
                rotation::offer(editor, &credential.connection_name),
            );
            Some(card(editor, credential, actions))
        }),
    )
        .view()
}

/// Why each credential is there, and which are wanting.
fn rows(editor: Editor, credentials: &[Arc<Credential>]) -> Vec<Row> {
    let mut rows = BTreeMap::new();
    if let Some(context) = editor.loaded.context.get_untracked() {
        let stored = ChangePlan::new(&context, &IdentitySpec::of(context.identity()));
        for effect in &stored.effects {
            let mark = match effect.outcome {
                Outcome::Leftover { .. } => "left over",
                Outcome::MissingCredential { .. } | Outcome::ProvisionedByAttribute { .. } => {
                    "missing"
                }
                Outcome::NotSupported { .. } => continue,
                _ => "kept",
            };
            let why = match &effect.outcome {
                Outcome::KeptAsListed => "listed".to_owned(),
                outcome => plan::reason(outcome),
            };
            let name = effect.connection_name.clone();
            rows.insert(name.clone(), Row { name, mark, why, is_live: false });
        }
    }
    let shown = editor.secrets.created();
    let rotated = editor.secrets.rotating.with_untracked(|state| match state {
        Some(Rotating::Over(turns)) => {
            let turns = turns.iter().filter(|turn| turn.end == TurnEnd::Rotated);
            turns.map(|turn| turn.name.clone()).collect()
        }
        _ => Vec::new(),
    });
    for credential in credentials {
        let name = credential.connection_name.clone();
        let is_new = shown.iter().any(|new| new.connection_name == name) || rotated.contains(&name);
        let row = rows.entry(name.clone()).or_insert(Row {
            name,
            mark: "kept",
            why: String::new(),
            is_live: true,
        });
        row.is_live = true;
        if is_new {
            row.mark = "new";
        }
    }
    rows.into_values().collect()
}

/// The rows, of which only those around what is looked at are in the page.
fn list(editor: Editor, fitting: Memo<Vec<Row>>) -> El {
    let top = RwSignal::new(0.0_f64);
    let shown = move || {
        fitting.with(|rows| {
            // Whole screens of rows above and below, so that nothing is missing while scrolling.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a place in a list"
            )]
            let at = (top.get() / ROW) as usize;
            let first = at.saturating_sub(WINDOW / 2).min(rows.len().saturating_sub(WINDOW));
            let last = (first + WINDOW).min(rows.len());
            let space = |rows: usize| spacer(rows as f64 * ROW);
            let drawn: Vec<El> = rows[first..last]
                .iter()
                .enumerate()
                .map(|(index, found)| row(editor, found, first + index, rows.len()))
                .collect();
            (space(first), drawn, space(rows.len() - last)).view()
        })
    };
    ul().class("vault__rows")
        .attr("tabindex", "0")
        .attr("aria-label", "Credentials of this identity")
        .on(ev::scroll, move |event| {
            let target = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
            if let Some(target) = target {
                top.set(f64::from(target.scroll_top()));
            }
        })
        .child(shown)
}

/// Empty space in place of rows that are not drawn.
fn spacer(height: f64) -> El {
    li().attr("aria-hidden", "true").height(height)
}

fn row(editor: Editor, row: &Row, index: usize, total: usize) -> El {
    let Row { name, mark, why, is_live } = row.clone();
    let (chosen, opened) = (name.clone(), name.clone());
    let id = editor.id(&format!("vault-{index}"));
    let is_open = {
        let name = name.clone();
        move || editor.secrets.opened.with(|opened| opened.as_ref() == Some(&name))
    };
    let is_chosen = {
        let name = name.clone();
        move || editor.secrets.chosen.with(|chosen| chosen.contains(&name))
    };
    li().class("vault__row")
        .attr("aria-setsize", total.to_string())
        .attr("aria-posinset", (index + 1).to_string())
        .child((
            is_live.then(|| {
                input()
                    .id(id)
                    .r#type("checkbox")
                    .attr("aria-label", format!("Choose {name}"))
                    .checked(is_chosen)
                    .on(ev::change, move |_| {
                        editor.secrets.chosen.update(|all| {
                            if !all.remove(&chosen) {
                                all.insert(chosen.clone());
                            }
                        });
                    })
            }),
            button_()
                .r#type("button")
                .class("vault__name")
                .attr("translate", "no")
                .attr("aria-expanded", move || is_open().to_string())
                .attr("aria-disabled", (!is_live).then_some("true"))
                .child(name.to_string())
                .on(ev::click, move |_| {
                    if is_live {
                        editor.secrets.visibility.mask();
                        editor.secrets.opened.update(|open| {
                            *open = Some(opened.clone()).filter(|_| open.as_ref() != Some(&opened));
                        });
                    }
                }),
            span().class("vault__why").child(why),
            badge(
                match mark {
                    "left over" | "missing" => BadgeKind::Caution,
                    "new" => BadgeKind::Positive,
                    _ => BadgeKind::Plain,
                },
                mark,
            ),
        ))
}
