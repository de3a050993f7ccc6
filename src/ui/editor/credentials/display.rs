//! The public host: set once per gateway, in place of the host that the gateway reports (G9).

use crate::ui::reactive::*;
use crate::{
    domain::host::PublicHost,
    ui::{
        components::{
            button::{ButtonKind, button},
            field::FieldText,
            text_field::{TextKind, text_field},
        },
        dom::{El, View, code, div, live, p},
        editor::{commands::edit, model::Editor},
        messages::card as words,
    },
};

/// One line that says what replaces the gateway's host, and the field that changes it.
pub fn public_host_line(editor: Editor) -> View {
    let is_open = RwSignal::new(false);
    div()
        .class("section public-host")
        .child((
            live(move || {
                let host = editor.secrets.public_host.get();
                let text = match &host {
                    Some(host) => p().child((
                        "Public host ",
                        code().attr("translate", "no").child(host.as_str().to_owned()),
                        " replaces the gateway’s host in lines, copies and exports.",
                    )),
                    None => p().child("Credentials show the host that the gateway reports."),
                };
                let label = if host.is_some() { "Change" } else { "Set a public host" };
                let toggle = button(ButtonKind::Quiet, None, label, move || {
                    is_open.update(|open| *open = !*open);
                })
                .attr("aria-expanded", move || is_open.get().to_string());
                (text.class("muted"), toggle)
            }),
            live(move || is_open.get().then(|| public_host(editor, "public-host"))),
        ))
        .into_any()
}

/// The field. `part` tells several of them on one page apart.
pub fn public_host(editor: Editor, part: &str) -> El {
    let typed = RwSignal::new(
        editor
            .secrets
            .public_host
            .with_untracked(|it| it.as_ref().map(|it| it.as_str().to_owned())),
    );
    let errors = Signal::derive(move || {
        let text = typed.get().filter(|text| !text.trim().is_empty());
        let error = text.and_then(|text| PublicHost::parse(&text).err());
        error.map(|error| words::host_error(error).to_owned()).into_iter().collect()
    });
    let text = FieldText {
        id: editor.id(part),
        label: "Public host",
        hint: "The host that workloads use to reach the gateway.".to_owned(),
        errors,
    };
    text_field(
        text,
        TextKind::Plain,
        Signal::derive(move || typed.get().unwrap_or_default()),
        Signal::stored(false),
        (),
        move |text| {
            edit::set_public_host(editor, PublicHost::parse(&text).ok());
            typed.set(Some(text));
        },
    )
}
