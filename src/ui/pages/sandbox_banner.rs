//! The banner that says that nothing here is real.

use leptos::{
    html::{div, p, strong},
    prelude::*,
};

use crate::ui::{
    components::button::{ButtonKind, button},
    session::{Place, Session},
};

/// Shown on every page while the sandbox in the page stands in for a gateway.
pub fn sandbox_banner(session: Session) -> impl IntoView {
    move || {
        let is_sandbox = session.connected().is_some_and(|one| one.place == Place::Sandbox);
        is_sandbox.then(|| {
            div().class("sandbox-banner").role("region").attr("aria-label", "Sandbox").child((
                p().child((
                    strong().child("This is the sandbox: "),
                    "a made-up organisation in this page. Nothing is sent anywhere, and all of \
                     it is gone when you load the page again.",
                )),
                button(ButtonKind::Quiet, None, "Connect to a gateway", move || session.sign_out()),
                button(ButtonKind::Quiet, None, "Stop the editor", || {
                    panic!("stopped from the sandbox's banner, to show what is left of a draft")
                }),
            ))
        })
    }
}
