//! The list without a row: because there are no identities, or because none matches the search.

use leptos::prelude::*;

use super::{Page, search};
use crate::ui::{
    components::{
        button::{ButtonKind, button},
        icon::{Icon, icon},
    },
    dom::{El, a, div, h2, p},
    list_query::ListQuery,
    routes::Route,
};

impl Page {
    pub(super) fn nothing(self) -> El {
        let can_write = self.session.rights().get_untracked().can_write;
        div().class("empty").child((
            h2().child("No machine identities yet"),
            p().child(
                "A machine identity gives a service its own account and a credential for each \
                 connection it may use.",
            ),
            match can_write {
                true => a()
                    .class("button")
                    .href(Route::New { copy_of: None }.href())
                    .child((icon(Icon::Add), "Create the first identity")),
                false => p().child("An administrator can create them."),
            },
        ))
    }

    pub(super) fn no_match(self) -> El {
        let router = self.router;
        let clear = move || {
            let sort = router.query().get_untracked().sort;
            router.search(ListQuery { sort, ..ListQuery::default() });
            search::focus_field();
        };
        div().class("empty").child((
            h2().child("No identities match"),
            p().child(
                "Words are searched for in names, descriptions, attributes and direct connections.",
            ),
            button(ButtonKind::Secondary, None, "Clear the search", clear),
        ))
    }
}
