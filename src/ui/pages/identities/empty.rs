//! What the list says when something isn't there: identities that are still loading, don't exist,
//! don't match the search or couldn't be read, and connections and attributes that couldn't.

use super::{Loaded, Page, search};
use crate::ui::{
    components::{
        button::{ButtonKind, button},
        failure::failure_notice,
        icon::{Icon, icon},
    },
    diagnosis::diagnosed,
    dom::{El, a, div, h2, p},
    list_query::ListQuery,
    messages::{
        failure::{During, failure},
        list as words,
    },
    routes::Route,
};

impl Page {
    pub(super) fn loading(self) -> El {
        p().class("waiting").role("status").child(words::LOADING)
    }

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

    pub(super) fn failed(self) -> Option<El> {
        let Loaded::Failed(error) = self.loaded.get_untracked() else { return None };
        let retry = button(ButtonKind::Secondary, None, "Try again", move || self.load());
        let client = self.client.get_value();
        Some(div().class("page__body").child(diagnosed(&client, During::Loading, &error, retry)))
    }

    pub(super) fn missing_catalog(self) -> Option<El> {
        self.without_catalog.get().map(|error| {
            let message = failure(During::Loading, &error);
            div().class("page__body").child(failure_notice(
                message,
                button(ButtonKind::Secondary, None, "Try again", move || self.load()),
            ))
        })
    }
}
