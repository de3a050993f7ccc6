use crate::ui::dom::{El, a, h1, p, section};

use crate::ui::routes::Route;

/// An address of the console that leads nowhere.
pub fn not_found() -> El {
    section().class("page").child((
        h1().child("There is no such page"),
        p().child("The address may be mistyped, or the link may be of an earlier version."),
        p().child(a().href(Route::list().href()).child("All machine identities")),
    ))
}
