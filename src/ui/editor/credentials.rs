//! Credentials on screen: every field that the gateway sent, secrets masked.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::dom::{El, View, article, code, dd, div, dl, dt, h2, h3, live, p, section, span};

use super::state::Editor;
use crate::{
    domain::{
        credential::{Credential, FieldValue},
        secret::Secret,
    },
    ui::{
        components::{copy_button::copy_button, secret_value::secret_value},
        messages::credential::{gateway_name, label},
    },
};

/// The credentials that the last save made.
pub fn new_credentials(editor: Editor) -> View {
    let can_copy = editor.host.with_value(|host| host.can_copy);
    live(move || {
        let shown = editor.shown.get();
        (!shown.is_empty()).then(|| {
            let title = match shown.len() {
                1 => "1 new credential".to_owned(),
                many => format!("{many} new credentials"),
            };
            section().class("credentials").attr("aria-label", "New credentials").child((
                h2().class("credentials__title").child(title),
                p().class("form__aside").child(
                    "Secrets are masked. An administrator can read them again at any time: the \
                     gateway keeps them.",
                ),
                div()
                    .class("credentials__list")
                    .child(shown.iter().map(|one| card(one, can_copy)).collect::<Vec<_>>()),
            ))
        })
    })
}

/// One credential.
fn card(credential: &Arc<Credential>, can_copy: bool) -> El {
    let name = credential.connection_name.to_string();
    let fields = credential
        .fields()
        .map(|(field, value)| {
            let what = format!("{} of {name}", label(field));
            let value = match value {
                FieldValue::Plain(text) => plain(what, text, can_copy).into_any(),
                FieldValue::Masked(secret) => {
                    secret_value(what, Arc::new(secret.clone()), can_copy).into_any()
                }
            };
            div().class("credential__field").child((
                dt().child(span().attr("title", gateway_name(field)).child(label(field))),
                dd().child(value),
            ))
        })
        .collect::<Vec<_>>();
    article().class("credential").attr("aria-label", format!("Credential of {name}")).child((
        h3().class("credential__name").attr("translate", "no").child(name.clone()),
        dl().child(fields),
    ))
}

fn plain(what: String, text: &str, can_copy: bool) -> El {
    let copy = can_copy.then(|| copy_button(what, Arc::new(Secret::new(text)), || {}));
    div().class("secret").child((
        code().class("secret__text").attr("translate", "no").child(text.to_owned()),
        div().class("secret__actions").child(copy),
    ))
}
