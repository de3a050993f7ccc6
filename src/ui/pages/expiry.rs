//! The strip that announces the end of a sign-in five minutes before, so that no save meets it.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    gateway::pause::pause,
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
        },
        dom::{View, div, live, p},
        messages::sign_in as words,
        session::Session,
    },
};

/// How long before the end it is announced, in minutes.
const WARNED: u32 = 5;

/// How often the clock is looked at, in milliseconds. A single long timer would miss a device that
/// slept meanwhile.
const LOOK: u32 = 10_000;

pub fn expiry(session: Session) -> View {
    let minutes = RwSignal::new(minutes_left(session));
    spawn_local(async move {
        loop {
            pause(LOOK).await;
            // The console is gone.
            if minutes.try_get_untracked().is_none() {
                return;
            }
            let left = minutes_left(session);
            if minutes.get_untracked() != left {
                minutes.set(left);
            }
        }
    });
    live(move || {
        let is_shown = session.expires_at().get().is_some() && !session.is_expired().get();
        minutes.get().filter(|minutes| is_shown && *minutes <= WARNED).map(|minutes| {
            div().class("strip").role("status").child((
                icon(Icon::Wait),
                p().child(words::expires_in(minutes)),
                button(ButtonKind::Secondary, None, "Sign in again", move || session.renew(true)),
            ))
        })
    })
}

/// The minutes until the token expires, rounded up; `None` when there is no end or it has passed.
fn minutes_left(session: Session) -> Option<u32> {
    let millis = session.expires_at().get_untracked()? - js_sys::Date::now();
    let minutes = (millis / 60_000.0).ceil();
    (minutes >= 1.0).then_some(minutes.min(f64::from(u32::MAX)) as u32)
}
