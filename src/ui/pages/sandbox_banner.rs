//! The banner that says that nothing here is real.

use leptos::{ev, prelude::*, task::spawn_local};

use crate::ui::dom::{El, View, div, label, live, option, p, select, span, strong};

use crate::{
    gateway::loaded::{FaultChoice, Loaded},
    ui::{
        components::button::{ButtonKind, button},
        session::{Place, Session},
    },
};

/// Shown on every page while the sandbox in the page stands in for a gateway.
pub fn sandbox_banner(session: Session) -> View {
    live(move || {
        let place = session.connected().map(|connected| connected.place);
        let sandbox = match place {
            Some(Place::Sandbox(sandbox)) => Some(sandbox),
            Some(Place::ThisSite | Place::Address(_)) | None => None,
        };
        sandbox.map(|sandbox| {
            div().class("sandbox-banner").role("region").attr("aria-label", "Sandbox").child((
                p().child((
                    strong().child("This is the sandbox: "),
                    "a made-up organisation in this page. Nothing is sent anywhere, and all of \
                     it is gone when you load the page again.",
                )),
                failures(sandbox),
                button(ButtonKind::Quiet, None, "Connect to a gateway", move || session.sign_out()),
                button(ButtonKind::Quiet, None, "Stop the editor", || {
                    panic!("stopped from the sandbox's banner, to show what is left of a draft")
                }),
            ))
        })
    })
}

/// Lets the next write fail in a way of one's choice; docs/sandbox.md has the same table.
fn failures(sandbox: Loaded) -> El {
    let sandbox = StoredValue::new_local(sandbox);
    let faults = RwSignal::new(Vec::new());
    let armed = RwSignal::new(String::new());
    spawn_local(async move {
        let found = sandbox.get_value().faults().await;
        faults.try_set(found);
    });
    let choices = move || {
        let one = |FaultChoice { name, effect }| {
            let text = format!("{name}: {effect}");
            option().attr("value", name).child(text)
        };
        faults.get().into_iter().map(one).collect::<Vec<_>>()
    };
    let said = move || match armed.get() {
        fault if fault.is_empty() => String::new(),
        fault => format!("The next write meets {fault}."),
    };
    div().class("sandbox-banner__failures").child((
        label().r#for("failures").child("Failures"),
        select()
            .id("failures")
            .class("input")
            .child((option().attr("value", "").child("Let the next write fail…"), choices))
            .on(ev::change, move |event| {
                let fault = event_target_value(&event);
                armed.set(fault.clone());
                spawn_local(async move {
                    sandbox.get_value().arm_for_next_write(&fault).await;
                });
            }),
        span().role("status").child(said),
    ))
}
