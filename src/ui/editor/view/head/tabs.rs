//! The views of an identity.
//!
//! Acceptance: in the console they're links, not ARIA tabs, since each view has a URL and a history
//! entry; the current one is marked (`aria-current`).

use leptos::ev;

use crate::ui::reactive::*;
use crate::ui::{
    dom::{self, El, a, nav, span},
    editor::{model::Editor, views::IdentityView},
};

/// The views that have a tab.
const TABS: [(IdentityView, &str); 4] = [
    (IdentityView::Access, "Access"),
    (IdentityView::Credentials, "Credentials"),
    (IdentityView::History, "History"),
    (IdentityView::Settings, "Settings"),
];

pub(super) fn tabs(editor: Editor, name: &str) -> El {
    let views = editor.host.with_value(|host| host.views);
    let tab = move |(view, label): (IdentityView, &'static str)| {
        let current = move || {
            let shown = views.shown.get();
            let is_shown = shown == view
                || view == IdentityView::Access && !TABS.iter().any(|(tab, _)| *tab == shown);
            is_shown.then_some("page")
        };
        let number = move || {
            let context = editor.loaded.context.get().filter(|_| view == IdentityView::Credentials);
            let number = context?.credentials()?.len();
            Some(span().class("tab__count").child(number.to_string()))
        };
        let content = (span().child(label), number);
        match views.href.run(view) {
            Some(href) => a().href(href).class("tab").attr("aria-current", current).child(content),
            None => dom::button()
                .r#type("button")
                .class("tab")
                .attr("aria-current", current)
                .child(content)
                .on(ev::click, move |_| views.show.run(view)),
        }
    };
    let hidden = editor.hidden();
    let is_shown = |view| match view {
        IdentityView::Credentials => editor.rights().can_write,
        IdentityView::History => editor.rights().can_read_log && !hidden.history,
        IdentityView::Access | IdentityView::Settings => true,
    };
    let shown = TABS.into_iter().filter(|(view, _)| is_shown(*view));
    nav()
        .class("tabs")
        .attr("aria-label", format!("Views of {name}"))
        .child(shown.map(tab).collect::<Vec<_>>())
}
