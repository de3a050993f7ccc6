//! The element's content: the editor of its identity, or what it waits for.

use super::{
    page::{Page, Target},
    session::session,
    settings::PageSettings,
};
use crate::ui::reactive::*;
use crate::ui::{
    browser::leave_guard,
    components::{
        button::{ButtonKind, button},
        lazy::when,
        notice::{NoticeKind, notice},
    },
    dom::{Content, View, live, p},
    editor::Unsettled,
};

/// The whole content of the element.
pub fn view(page: Page) -> View {
    leave_guard::guard_unload(Signal::derive(move || page.unsettled() != Unsettled::Nothing));
    let wanted = Memo::new(move |_| page.wanted());
    // With unsaved edits the page's new target waits for the user; during a save, for its end.
    let shown = Memo::new(move |before: Option<&Option<Target>>| {
        let wanted = wanted.get();
        let before = before.cloned().flatten();
        if page.shows(before.as_ref(), wanted.as_ref()) {
            return before;
        }
        let may_switch = match page.unsettled() {
            Unsettled::Nothing | Unsettled::Credentials => true,
            Unsettled::Draft => page.accepted.with(|it| it.as_ref() == Some(&wanted)),
            Unsettled::Writing => false,
        };
        if before.is_none() || may_switch { wanted } else { before }
    });
    let PageSettings { options, fault } = PageSettings::of(page);
    let gateway = Memo::new(move |_| shown.get().map(|target| target.gateway));
    (
        when(
            move || {
                let (wanted, shown) = (wanted.get(), shown.get());
                wanted != shown
                    && !page.shows(shown.as_ref(), wanted.as_ref())
                    && page.unsettled() == Unsettled::Draft
            },
            move || question(page, shown, wanted),
        ),
        live(move || fault.get().map(|text| notice(NoticeKind::Error, p().child(text)))),
        live(move || {
            page.restarts.track();
            match gateway.get() {
                Some(gateway) => session(page, options, gateway, shown),
                None => p()
                    .class("waiting")
                    .role("status")
                    .child("This editor has no identity yet: the page must set its identity attribute.")
                    .into_any(),
            }
        }),
    )
        .view()
}

/// The page set another identity while there are unsaved edits.
fn question(page: Page, shown: Memo<Option<Target>>, wanted: Memo<Option<Target>>) -> View {
    let name = |target: Option<Target>| {
        target.map_or_else(|| "nothing".to_owned(), |target| target.identity.to_string())
    };
    let text = move || {
        format!(
            "This page now asks for {}. You have unsaved edits to {}; this tab keeps them if you \
             switch.",
            name(wanted.get()),
            name(shown.get())
        )
    };
    let label = move || format!("Switch to {}", name(wanted.get()));
    notice(
        NoticeKind::Warning,
        (
            p().child(text),
            button(ButtonKind::Secondary, None, label, move || {
                page.accepted.set(Some(wanted.get_untracked()));
            }),
        ),
    )
    .into_any()
}
