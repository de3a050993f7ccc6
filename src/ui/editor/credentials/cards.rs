//! One credential, by type, with its secrets masked.
//!
//! Acceptance: lines are in the order of use; a corrected line says so, with the gateway's own text one
//! click away; a replaced host is marked; everything that the gateway sent can be unfolded.

use std::sync::Arc;

use super::rotation;
use crate::ui::reactive::*;
use crate::{
    domain::{
        card::{self, Card, Part},
        credential::Credential,
        redacted_text::RedactedText,
    },
    ui::{
        components::{
            badge::{BadgeKind, badge},
            button::{ButtonKind, button},
            icon::{Icon, icon},
            pieces_value::pieces_value,
        },
        dom::{Content, El, View, article, dd, details, div, dl, dt, li, live, span, summary, ul},
        editor::model::{Editor, rotation::Rotating},
        messages::{
            card as words,
            credential::{gateway_name, label},
            rotation as rotated,
        },
    },
};

/// One credential, open in its row: the line that is used most first.
pub fn card(editor: Editor, credential: &Arc<Credential>) -> El {
    let name = credential.connection_name.to_string();
    let (credential, exported) = (credential.clone(), credential.clone());
    let rotate = rotation::offer(editor, &credential.connection_name);
    article()
        .class("credential")
        .attr("part", "card")
        .attr("aria-label", format!("Credential of {name}"))
        .child((
            live({
                let credential = credential.clone();
                move || outcome(editor, &credential)
            }),
            live(move || {
                editor.secrets.public_host.with(|host| content(editor, &credential, host.as_ref()))
            }),
            div().class("form__actions").child((
                rotate,
                live(move || {
                    let exported = exported.clone();
                    (!editor.hidden().export).then(|| {
                        button(ButtonKind::Secondary, Some(Icon::Send), "Export", move || {
                            editor.secrets.export(vec![exported.clone()]);
                        })
                        .attr("aria-label", format!("Export {name}"))
                    })
                }),
            )),
        ))
}

/// Which of two credentials for one connection a rotation has replaced.
fn outcome(editor: Editor, credential: &Credential) -> Option<El> {
    let name = &credential.connection_name;
    let is_over = |rotating: &Option<Rotating>| matches!(rotating, Some(Rotating::Over(_)));
    if !editor.secrets.rotating.with(is_over) {
        return None;
    }
    editor.secrets.replaced.with(|all| {
        let replaced = all.iter().find(|it| it.connection_name == *name && it.others > 0)?;
        let said = if replaced.is_new(credential) { rotated::NEW } else { rotated::NOT_ROTATED };
        Some(badge(BadgeKind::Plain, said))
    })
}

fn content(
    editor: Editor,
    credential: &Arc<Credential>,
    public: Option<&crate::domain::host::PublicHost>,
) -> View {
    let name = credential.connection_name.to_string();
    let card = Card::of(credential, public);
    let parts: Vec<View> = card.parts.iter().map(|part| line(editor, &name, part)).collect();
    let notes: Vec<El> = card
        .notes
        .iter()
        .map(|note| {
            li().class("credential__note")
                .child((icon(Icon::Info), span().child(words::note(*note))))
        })
        .collect();
    (
        dl().child(parts),
        (!notes.is_empty()).then(|| ul().class("credential__notes").child(notes)),
        details().class("credential__raw").child((
            summary().child("As sent by the gateway"),
            dl().child(raw(editor, credential)),
        )),
    )
        .view()
}

fn line(editor: Editor, name: &str, part: &Part) -> View {
    let said = words::label(part.label);
    let mark = part.is_substituted.then(|| {
        badge(BadgeKind::Accent, "public host")
            .attr("title", "Your public host, in place of the gateway’s")
    });
    let warning = part.is_gateway_text.then(|| badge(BadgeKind::Plain, words::GATEWAY_TEXT));
    let original = part.original.as_ref().map(|original| {
        let what = format!("the gateway’s own {said} of {name}");
        details().class("credential__original").child((
            summary().child("As sent by the gateway"),
            value(editor, what, original.clone()),
        ))
    });
    let value = value(editor, format!("{said} of {name}"), part.redacted_text.clone());
    div()
        .class("credential__field")
        .child((dt().child((said, mark, warning)), dd().child((value, original))))
        .into_any()
}

fn value(editor: Editor, what: String, redacted_text: RedactedText) -> El {
    let can_copy = Signal::derive(move || editor.rights().can_copy);
    let on_seen = move || {
        editor.secrets.is_unseen.try_set(false);
    };
    pieces_value(editor.secrets.visibility, what, Arc::new(redacted_text), can_copy, on_seen)
}

/// Every field that the gateway sent, under the gateway's own names.
fn raw(editor: Editor, credential: &Credential) -> Vec<El> {
    let name = &credential.connection_name;
    card::sent(credential)
        .into_iter()
        .map(|(field, redacted_text)| {
            let what = format!("{} of {name}, as sent", label(field));
            div().class("credential__field").child((
                dt().child(span().attr("title", gateway_name(field)).child(label(field))),
                dd().child(value(editor, what, redacted_text)),
            ))
        })
        .collect()
}
