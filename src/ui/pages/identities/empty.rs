//! The empty list: no identities exist, or none matches the search.

use super::{Page, search};
use crate::ui::{
    components::{
        button::{ButtonKind, button},
        icon::{Icon, icon},
    },
    dom::{El, a, div, h2, p},
    list_query::ListQuery,
    messages::list as words,
    routes::Route,
};

impl Page {
    pub(super) fn nothing(self) -> El {
        let can_write = self.session.rights().get_untracked().can_write;
        div().class("empty").child((
            h2().child("No machine identities yet"),
            p().child(words::EMPTY),
            match can_write {
                true => a()
                    .class("button")
                    .href(Route::New { copy_of: None }.href())
                    .child((icon(Icon::Add), "Create the first identity")),
                false => p().child(words::EMPTY_READ_ONLY),
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
            p().child(words::NO_MATCH),
            button(ButtonKind::Secondary, None, "Clear the search", clear),
        ))
    }
}
