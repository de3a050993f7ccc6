//! Content whose code is loaded when it is first shown.
//!
//! Acceptance: while it is loaded the page says so; after a load that failed the user can try again,
//! or reload the page, as after a new release; nothing else on the page waits for it.

use std::future::Future;

use leptos::{prelude::*, reactive::spawn_local_scoped};

use super::{
    button::{ButtonKind, button},
    notice::{NoticeKind, notice},
};
use crate::ui::{
    browser::leave_guard,
    dom::{View, div, live, p},
};

enum Slot {
    Loading,
    Failed,
    /// What was loaded, until it is inserted.
    Loaded(View),
    Shown,
}

/// Shows the result of `part`, which is called again on each retry.
pub fn lazy<F, E>(part: impl Fn() -> F + Send + 'static) -> View
where
    F: Future<Output = Result<View, E>> + 'static,
{
    let attempt = RwSignal::new(());
    live(move || {
        attempt.track();
        once(part(), move || attempt.set(()))
    })
}

fn once<E>(
    part: impl Future<Output = Result<View, E>> + 'static,
    again: impl Fn() + Copy + Send + 'static,
) -> View {
    let slot = RwSignal::new_local(Slot::Loading);
    spawn_local_scoped(async move {
        slot.try_set(match part.await {
            Ok(view) => Slot::Loaded(view),
            Err(_) => Slot::Failed,
        });
    });
    live(move || {
        slot.track();
        let found = slot.try_update_untracked(|slot| match slot {
            Slot::Loaded(_) => std::mem::replace(slot, Slot::Shown),
            Slot::Failed => Slot::Failed,
            Slot::Loading | Slot::Shown => Slot::Loading,
        });
        match found {
            Some(Slot::Loaded(view)) => view,
            Some(Slot::Failed) => notice(
                NoticeKind::Error,
                (
                    p().child(
                        "This part of the editor couldn’t be loaded. There may be a new version.",
                    ),
                    div().class("form__actions").child((
                        button(ButtonKind::Secondary, None, "Try again", again),
                        button(ButtonKind::Secondary, None, "Reload the page", leave_guard::reload),
                    )),
                ),
            )
            .into_any(),
            _ => p().class("form__aside").role("status").child("Loading…").into_any(),
        }
    })
}

/// Content that exists while `holds` is true, and isn't rebuilt meanwhile.
pub fn when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> View + Send + 'static,
) -> View {
    let is_there = Memo::new(move |_| holds());
    live(move || is_there.get().then(&view))
}
