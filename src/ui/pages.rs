//! The console's pages.

pub mod connect;
pub mod expiry;
pub mod identities;
pub mod identity;
pub mod not_found;
pub mod shell;
pub mod shortcuts;
pub mod tour;

use crate::ui::{deletion::Deletion, router::Router, session::Session};

/// What the pages of a signed-in user share.
#[derive(Clone, Copy)]
pub struct Console {
    pub session: Session,
    pub router: Router,
    pub deletion: Deletion,
}
