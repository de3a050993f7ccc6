//! Five steps through the sandbox that show what a review is.
//!
//! Acceptance: it covers nothing and takes no focus; it can be skipped for good.

use crate::ui::reactive::*;
use crate::{
    domain::name::IdentityName,
    ui::{
        browser::preference,
        components::button::{ButtonKind, button},
        dom::{View, a, div, live, p, span, strong},
        editor::IdentityView,
        place::Place,
        routes::Route,
        session::Session,
    },
};

const KEY: &str = "tour";
const OVER: &str = "over";

/// The identity of the sample organization that the tour edits.
const SAMPLE: &str = "backend-prod";

struct Step {
    title: &'static str,
    text: &'static str,
    /// Leads to the identity of the tour.
    has_link: bool,
}

const STEPS: [Step; 5] = [
    Step {
        title: "Try it in the sandbox.",
        text: "Everything here is sample data in this page. Nothing is sent to a gateway.",
        has_link: false,
    },
    Step {
        title: "Open an identity.",
        text: "backend-prod can’t reach anything yet.",
        has_link: true,
    },
    Step {
        title: "Add a connection.",
        text: "Choose prod-postgres under Connections. Nothing is saved yet.",
        has_link: false,
    },
    Step {
        title: "Read the review.",
        text: "It lists what the save creates, keeps and revokes, before anything is sent.",
        has_link: false,
    },
    Step {
        title: "Save.",
        text: "The result shows only what was verified on the gateway. Credentials stay masked until \
               you reveal them.",
        has_link: false,
    },
];

pub fn tour(session: Session) -> View {
    let at = RwSignal::new(preference::kept(KEY).is_none().then_some(0));
    let end = move || {
        preference::keep(KEY, OVER);
        at.set(None);
    };
    let is_sandbox = Memo::new(move |_| {
        session.connected().is_some_and(|connected| matches!(connected.place, Place::Sandbox(_)))
    });
    live(move || {
        let index: usize = at.get().filter(|_| is_sandbox.get())?;
        let step = STEPS.get(index)?;
        let is_last = index + 1 == STEPS.len();
        let link = step.has_link.then(|| {
            let route = Route::Identity(IdentityName::received(SAMPLE), IdentityView::Access);
            a().href(route.href()).child(format!("Open {SAMPLE}"))
        });
        let next = match is_last {
            true => button(ButtonKind::Secondary, None, "End the tour", end),
            false => button(ButtonKind::Secondary, None, "Next", move || at.set(Some(index + 1))),
        };
        let skip = (!is_last).then(|| button(ButtonKind::Quiet, None, "Skip the tour", end));
        Some(div().class("strip strip--tour").role("region").attr("aria-label", "Tour").child((
            span().class("muted").child(format!("{} of {}", index + 1, STEPS.len())),
            p().child((strong().child(step.title), format!(" {} ", step.text), link)),
            span().class("strip__end").child((skip, next)),
        )))
    })
}
