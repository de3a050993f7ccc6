//! One credential, or a missing one. A credential opens in place.

use std::sync::Arc;

use leptos::ev;

use super::rows::Row;
use crate::{
    domain::{access, credential::Credential},
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
            status::{StatusKind, status},
            table::{cell, row, row_header},
            virtual_rows::Position,
        },
        dom::{self, Content, View, input, label, live, span, td, tr},
        editor::{
            access_words as words,
            commands::repair,
            credentials::{cards, used},
            model::Editor,
        },
        messages::plan::count,
    },
};

pub(super) fn credential_row(
    editor: Editor,
    position: Position,
    found: &Row,
    credentials: Vec<Arc<Credential>>,
) -> View {
    let Row { name, kind, source, state, is_live, number, .. } = found.clone();
    let (chosen, toggled, of_use) = (name.clone(), name.clone(), name.clone());
    let is_open = {
        let name = name.clone();
        move || editor.secrets.opened.with(|opened| opened.as_ref() == Some(&name))
    };
    let is_chosen = {
        let name = name.clone();
        move || editor.secrets.chosen.with(|chosen| chosen.contains(&name))
    };
    let choose = is_live.then(|| {
        label().child(
            input()
                .r#type("checkbox")
                .attr("aria-label", format!("Select {name}"))
                .checked(is_chosen)
                .on(ev::change, move |_| {
                    editor.secrets.chosen.update(|all| {
                        if !all.swap_remove(&chosen) {
                            all.insert(chosen.clone());
                        }
                    });
                }),
        )
    });
    let is_expanded = is_open.clone();
    let face = match is_live {
        true => dom::button()
            .r#type("button")
            .class("vault__open")
            .attr("data-row-focus", "")
            .attr("aria-expanded", move || is_expanded().to_string())
            .attr("translate", "no")
            .child((icon(Icon::Expand), span().class("mono truncate").child(name.to_string())))
            .on(ev::click, move |_| {
                editor.secrets.visibility.mask();
                editor.secrets.opened.update(|open| {
                    *open = Some(toggled.clone()).filter(|_| open.as_ref() != Some(&toggled));
                });
            }),
        false => span()
            .class("mono truncate muted")
            .attr("translate", "no")
            .attr("tabindex", "-1")
            .attr("data-row-focus", "")
            .child(name.to_string()),
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
        position
            .mark(row((
                cell("vault__choose", choose),
                row_header("vault__name", face),
                cell(
                    "vault__type",
                    kind.map(|(sign, text)| {
                        span().class("type").child((icon(sign), span().child(text)))
                    }),
                ),
                cell("vault__host mono muted", {
                    let address = credentials.first().map(|it| access::address_of(it));
                    move || {
                        let public = editor.secrets.public_host.get();
                        let text = address.as_ref().map(|it| words::address(it, public.as_ref()));
                        text.map(|text| span().attr("title", text.clone()).child(text))
                    }
                }),
                cell("vault__source muted", source),
                cell("vault__use", live(move || Some(used::used(editor, &of_use)))),
                cell(
                    "vault__state",
                    (
                        status(kind_of_state, sign, text),
                        (number > 1)
                            .then(|| span().class("badge").child(count(number, "credential"))),
                    ),
                ),
                cell("vault__act", action),
            )))
            .class(("vault__row--leftover", kind_of_state == StatusKind::Caution)),
        live(move || {
            let cards = || credentials.iter().map(|it| cards::card(editor, it)).collect::<Vec<_>>();
            is_open().then(|| {
                tr().role("row")
                    .class("vault__detail")
                    .child(td().role("cell").attr("colspan", "8").child(cards()))
            })
        }),
    )
        .view()
}
