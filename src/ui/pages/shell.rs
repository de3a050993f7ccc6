//! What stands around every page of the console.

use leptos::prelude::*;

use crate::ui::dom::{El, a, div, header, span};

use crate::{
    ui::{
        components::{
            badge::{BadgeKind, badge},
            button::{ButtonKind, button},
            icon::{Icon, icon},
        },
        routes::Route,
        session::{Connected, Place, Session, SessionState},
    },
    wire::session::Role,
};

/// The bar at the top: what this is, which gateway, who is signed in.
pub fn top_bar(session: Session) -> El {
    header().class("top").child(
        div().class("top__inner").child((
            a().class("top__brand")
                .href(Route::Identities.href())
                .child((icon(Icon::Key), span().child("Machine identities"))),
            move || match session.state() {
                SessionState::SignedIn(connected) => Some(signed_in(session, &connected)),
                SessionState::Probing | SessionState::SignedOut { .. } => None,
            },
        )),
    )
}

fn signed_in(session: Session, connected: &Connected) -> El {
    let place = match &connected.place {
        Place::ThisSite => window().location().host().unwrap_or_default(),
        Place::Address(base) => base.to_string(),
        Place::Sandbox(_) => "sandbox in this page".to_owned(),
    };
    let role = match connected.caller.role {
        Role::Admin => "admin",
        Role::Auditor => "auditor: read-only",
        Role::Standard => "read-only",
    };
    let who = match connected.caller.email.as_str() {
        "" => connected.caller.name.clone(),
        email => email.to_owned(),
    };
    div().class("top__session").child((
        span().class("top__place").attr("translate", "no").child(place),
        span()
            .class("top__who")
            .child((span().attr("translate", "no").child(who), badge(BadgeKind::Plain, role))),
        button(ButtonKind::Quiet, None, "Sign out", move || session.sign_out()),
    ))
}
