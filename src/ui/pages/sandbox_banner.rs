//! The banner that says that nothing here is real.

use leptos::{
    ev,
    html::{div, label, option, p, select, span, strong},
    prelude::*,
};

use crate::{
    gateway::in_page::InPage,
    sandbox::faults::Fault,
    ui::{
        components::button::{ButtonKind, button},
        session::{Place, Session},
    },
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
                failures(),
                button(ButtonKind::Quiet, None, "Connect to a gateway", move || session.sign_out()),
                button(ButtonKind::Quiet, None, "Stop the editor", || {
                    panic!("stopped from the sandbox's banner, to show what is left of a draft")
                }),
            ))
        })
    }
}

/// Lets the next save fail in a way of one's choice; docs/sandbox.md has the same table.
fn failures() -> impl IntoView {
    let armed = RwSignal::new(None::<Fault>);
    let choices = Fault::ALL
        .into_iter()
        .map(|fault| {
            option().value(fault.name()).child(format!("{}: {}", fault.name(), fault.effect()))
        })
        .collect_view();
    let said = move || match armed.get() {
        None => String::new(),
        Some(fault) => format!("The next save meets {}.", fault.name()),
    };
    div().class("sandbox-banner__failures").child((
        label().r#for("failures").child("Failures"),
        select()
            .id("failures")
            .class("input")
            .child((option().value("").child("Let the next save fail…"), choices))
            .on(ev::change, move |event| {
                let fault = Fault::parse(&event_target_value(&event));
                if let Some(fault) = fault {
                    InPage::shared().arm_for_next_write(fault);
                }
                armed.set(fault);
            }),
        span().role("status").child(said),
    ))
}
