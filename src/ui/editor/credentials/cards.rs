//! Credentials on screen: a card each, by type, secrets masked.
//!
//! Acceptance: the lines are in the order of use; a correction says that it is one, with the
//! gateway's own text one click away; a substituted host is marked; everything that the gateway
//! sent can be unfolded.

use std::sync::Arc;

use leptos::prelude::*;

use super::display;
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
        dom::{
            Content, El, View, article, dd, details, div, dl, dt, h2, h3, header, li, live, p,
            section, span, summary, ul,
        },
        editor::{commands::edit, export, lazy_part::lazy_part, model::Editor},
        messages::{
            card as words,
            credential::{gateway_name, label},
        },
    },
};

/// How many cards are drawn at first, and added each time more are asked for.
const STEP: usize = 12;

lazy_part!(credentials: pub new_credentials_lazily(editor: Editor) -> View = new_credentials);

/// The credentials that the last save made.
fn new_credentials(editor: Editor) -> View {
    live(move || {
        let shown = editor.secrets.created();
        (!shown.is_empty()).then(|| {
            let title = match shown.len() {
                1 => "1 new credential".to_owned(),
                many => format!("{many} new credentials"),
            };
            section().class("credentials").attr("aria-label", "New credentials").child((
                div().class("vault__head").child((
                    h2().class("credentials__title").child(title),
                    div().class("form__actions").child((
                        export::offer(editor, ButtonKind::Secondary, "Export…", move || {
                            editor.secrets.created()
                        }),
                        button(ButtonKind::Quiet, Some(Icon::Close), "Dismiss", move || {
                            editor.secrets.visibility.mask();
                            editor.secrets.set_created(Vec::new());
                            edit::focus_heading(editor);
                        }),
                    )),
                )),
                p().class("form__aside").child(
                    "Secrets are masked. The gateway keeps them: an administrator can read them \
                     again at any time, here under “All credentials”.",
                ),
                display::display(editor),
                cards(editor, shown),
            ))
        })
    })
}

/// A card each, as many as a person looks at; an attribute can bring a thousand at once.
fn cards(editor: Editor, shown: Vec<Arc<Credential>>) -> View {
    let limit = RwSignal::new(STEP);
    let total = shown.len();
    let drawn = live(move || {
        let cards = shown.iter().take(limit.get()).map(|one| card(editor, one, ()));
        div().class("credentials__list").child(cards.collect::<Vec<_>>())
    });
    let more = live(move || {
        let left = total.saturating_sub(limit.get());
        (left > 0).then(|| {
            button(ButtonKind::Secondary, None, format!("Show more ({left} left)"), move || {
                limit.update(|limit| *limit += STEP);
            })
        })
    });
    (drawn, more).view()
}

/// One credential. `actions` stands at the end of its heading.
pub fn card<M>(editor: Editor, credential: &Arc<Credential>, actions: impl Content<M>) -> El {
    let name = credential.connection_name.to_string();
    let kind = Card::of(credential, None).kind;
    let credential = credential.clone();
    article().class("credential").attr("aria-label", format!("Credential of {name}")).child((
        header().class("credential__head").child((
            h3().class("credential__name").attr("translate", "no").child(name),
            badge(BadgeKind::Plain, words::kind(kind)),
            actions,
        )),
        live(move || {
            editor.secrets.public_host.with(|host| content(editor, &credential, host.as_ref()))
        }),
    ))
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
            summary().child("As the gateway sent it"),
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
        details()
            .class("credential__original")
            .child((summary().child("The gateway’s own"), value(editor, what, original.clone())))
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
