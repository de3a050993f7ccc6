//! The page for a URL that leads nowhere.

use crate::ui::dom::{El, a, div, h1, p, section};

use crate::ui::routes::Route;

pub fn not_found() -> El {
    section().class("page").child(div().class("page__body").child((
        h1().child("Page not found"),
        p().child("The link may be wrong, or from an earlier version."),
        p().child(a().href(Route::list().href()).child("All machine identities")),
    )))
}
