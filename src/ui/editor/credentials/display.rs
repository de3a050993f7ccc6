//! How credentials are shown: under which host, and whether anything is revealed at all.
//!
//! Acceptance: a public host that is none says why and takes no effect; while somebody looks on,
//! nothing can be revealed.

use leptos::{ev, prelude::*};

use crate::{
    domain::host::PublicHost,
    ui::{
        components::{
            field::FieldText,
            icon::{Icon, icon},
            text_field::{TextKind, text_field},
        },
        dom::{El, div, input, label},
        editor::{commands::edit, model::Editor},
        messages::card as words,
    },
};

/// The public host, and whether somebody looks on.
pub fn display(editor: Editor) -> El {
    let secret_visibility = editor.secrets.visibility;
    let id = editor.id("presenting");
    div().class("display").child((
        public_host(editor, "public-host"),
        label().class("display__presenting").r#for(id.clone()).child((
            input()
                .id(id)
                .r#type("checkbox")
                .checked(move || secret_visibility.is_presenting())
                .on(ev::change, move |event| {
                    secret_visibility.present(event_target_checked(&event))
                }),
            icon(Icon::Shield),
            "Screen sharing: keep secrets hidden",
        )),
    ))
}

/// The host in place of the gateway's own. `part` tells several of these fields apart.
pub fn public_host(editor: Editor, part: &str) -> El {
    let typed = RwSignal::new(
        editor
            .secrets
            .public_host
            .with_untracked(|host| host.as_ref().map(|it| it.as_str().to_owned())),
    );
    let errors = Signal::derive(move || {
        let text = typed.get().filter(|text| !text.trim().is_empty());
        let error = text.and_then(|text| PublicHost::parse(&text).err());
        error.map(|error| words::host_error(error).to_owned()).into_iter().collect()
    });
    let text = FieldText {
        id: editor.id(part),
        label: "Public host",
        hint: "The name under which workloads reach the gateway. It takes the place of the host \
               that the gateway reports, in every field, command and file."
            .to_owned(),
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
